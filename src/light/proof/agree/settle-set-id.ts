/**
 * Which set of voters comes after a block. The pallet's own count (`Grandpa.CurrentSetId`) does not tell: it knows nothing
 * of the offset with which a chain began (finney 3), and `schedule_grandpa_change` by sudo does not move it
 * (`pallet_grandpa` counts sessions). But the id is part of what voters sign, so votes for a later block settle it:
 *
 *   block ── headers, no change of voters among them ──▶ target ◀── votes: which id makes these signatures right?
 */
import type { BlockRef } from '../../../chain/block-ref.ts';
import { equalBytes, fromHex } from '../../../chain/bytes.ts';
import { ChainError } from '../../../chain/error.ts';
import type { Authority } from '../../../chain/grandpa.ts';
import { decodeScheduledChange, verifyJustification } from '../../../chain/grandpa.ts';
import type { Header } from '../../../chain/header.ts';
import { decodeHeader, headerHash } from '../../../chain/header.ts';
import { isLightError, LightError } from '../../errors.ts';
import type { ChainServer, FinalityProof, QuestionOptions } from '../server.ts';

/** How far behind the block votes may be looked for. The interface gives so many headers at once. */
const MAX_PATH_HEADERS = 512;
/** Changes that the pallet has not counted. Wrong ids cost one signature each; chains change voters some times a year. */
const MAX_UNCOUNTED_CHANGES = 64n;

/** Ids worth trying, the likeliest first. */
export function candidateSetIds(storedSetId: bigint, genesisSetId: bigint): readonly bigint[] {
  const likely = storedSetId + genesisSetId;
  const ids = new Set([likely, storedSetId]);
  for (let more = 1n; more <= MAX_UNCOUNTED_CHANGES; more++) ids.add(likely + more);
  return [...ids];
}

/**
 * The id under which a server's votes are right; undefined if it has no votes that could tell.
 * @throws LightError `proof/bad-votes` if the votes are right under none, `proof/wrong-header` for headers that do not
 *   lead to them, and as questions do.
 */
export async function settleSetId(
  server: ChainServer,
  block: BlockRef,
  authorities: readonly Authority[],
  candidates: readonly bigint[],
  options: QuestionOptions,
): Promise<bigint | undefined> {
  const proof = await firstVotes(server, block, options);
  if (!proof) return undefined;
  const target = { number: decodeHeader(proof.headerBytes).number, hash: headerHash(proof.headerBytes) };
  if (target.number <= block.number || target.number - block.number > MAX_PATH_HEADERS) return undefined;
  const path = await pathTo(server, block, target.number, options);
  if (!path || !equalBytes(headerHash(path.at(-1)!), target.hash)) throw wrongHeader(target.number);
  if (changesBefore(path)) return undefined;
  for (const setId of candidates) {
    try {
      verifyJustification(proof.justification, { setId, authorities, target });
      return setId;
    } catch (error) {
      if (!(error instanceof ChainError)) throw error;
      if (error.code !== 'grandpa/bad-signature') throw badVotes(target.number, error);
    }
  }
  throw badVotes(target.number);
}

/** Votes for a block after `block`; a server that refuses to tell has none. */
async function firstVotes(
  server: ChainServer,
  block: BlockRef,
  options: QuestionOptions,
): Promise<FinalityProof | undefined> {
  try {
    return (await server.finalitySince(block, options))?.[0];
  } catch (error) {
    if (isLightError(error, 'proof/refused', 'proof/unavailable', 'proof/timeout')) return undefined;
    throw error;
  }
}

/** The headers after `block` up to number `to`, each the child of the one before; undefined if there are fewer. */
async function pathTo(
  server: ChainServer,
  block: BlockRef,
  to: number,
  options: QuestionOptions,
): Promise<readonly Header[] | undefined> {
  const count = to - block.number;
  const path = (await server.headers(block.number + 1, count, options)).map(decodeHeader);
  if (path.length !== count) return undefined;
  let parentHash = fromHex(block.hash);
  for (const [i, header] of path.entries()) {
    if (header.number !== block.number + 1 + i || !equalBytes(header.parentHash, parentHash)) {
      throw wrongHeader(block.number + 1 + i);
    }
    parentHash = headerHash(header);
  }
  return path;
}

/** True if other voters sign the last header of `path` than the first. */
function changesBefore(path: readonly Header[]): boolean {
  const last = path.at(-1)!.number;
  return path.some((header) => {
    const change = decodeScheduledChange(header);
    return change !== undefined && header.number + change.delay < last;
  });
}

function wrongHeader(number: number): LightError {
  return new LightError('proof/wrong-header', `The headers do not lead to block ${number}, which the votes are for.`);
}

function badVotes(number: number, cause?: unknown): LightError {
  const reason = `The votes for block ${number} are not those of the voters that the chain's state names.`;
  return new LightError('proof/bad-votes', reason, { data: { number }, cause });
}
