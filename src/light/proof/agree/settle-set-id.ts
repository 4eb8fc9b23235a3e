/**
 * Which set of voters comes after a block. The pallet's own count (`Grandpa.CurrentSetId`) does not tell: it knows nothing
 * of the offset with which a chain began (finney 3), and `schedule_grandpa_change` by sudo does not move it
 * (`pallet_grandpa` counts sessions). But the id is part of what voters sign, so votes for a later block settle it:
 *
 *   block ── headers, no change of voters among them ──▶ target ◀── votes: which id makes these signatures right?
 *
 * A server that has no votes after the block may have kept those for a multiple of the justification period before it; they
 * tell the same if no change lies between. UNKNOWN: a change that was announced before that multiple and came after it,
 * to the very same voters, is not seen; the checkpoint then follows no votes, and believes none.
 */
import type { BlockRef } from '../../../chain/block-ref.ts';
import { equalBytes, fromHex, toHex } from '../../../chain/bytes.ts';
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
 * @param period a server keeps votes for its multiples, undefined if that is not known.
 * @throws LightError `proof/bad-votes` if the votes are right under none, `proof/wrong-header` for headers that do not
 *   lead to them, and as questions do.
 */
export async function settleSetId(
  server: ChainServer,
  block: BlockRef,
  voters: { readonly authorities: readonly Authority[]; readonly candidates: readonly bigint[] },
  period: number | undefined,
  options: QuestionOptions,
): Promise<bigint | undefined> {
  const proof =
    (await votesAfter(server, block, options)) ?? (period && (await votesUpTo(server, block, period, options)));
  return proof ? signedUnder(proof, voters) : undefined;
}

/** @throws LightError `proof/bad-votes` */
function signedUnder(
  proof: FinalityProof,
  { authorities, candidates }: { readonly authorities: readonly Authority[]; readonly candidates: readonly bigint[] },
): bigint {
  const target = { number: decodeHeader(proof.headerBytes).number, hash: headerHash(proof.headerBytes) };
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

/** Votes for a block after `block`, by the voters after it. */
async function votesAfter(
  server: ChainServer,
  block: BlockRef,
  options: QuestionOptions,
): Promise<FinalityProof | undefined> {
  const proof = await unlessNone(async () => (await server.finalitySince(block, options))?.[0]);
  if (!proof) return undefined;
  const { number } = decodeHeader(proof.headerBytes);
  if (number <= block.number || number - block.number > MAX_PATH_HEADERS) return undefined;
  const path = await pathTo(server, block, number, options);
  if (!path || !equalBytes(headerHash(path.at(-1)!), headerHash(proof.headerBytes))) throw wrongHeader(number);
  return changesBefore(path) ? undefined : proof;
}

/** Kept votes for `block` or one before it, by the voters after it. */
async function votesUpTo(
  server: ChainServer,
  block: BlockRef,
  period: number,
  options: QuestionOptions,
): Promise<FinalityProof | undefined> {
  const number = block.number - (block.number % period);
  if (number === 0 || block.number - number > MAX_PATH_HEADERS) return undefined;
  const proof = await unlessNone(() => server.finalityOf(number, options));
  if (!proof) return undefined;
  const first = decodeHeader(proof.headerBytes);
  const from = { number, hash: toHex(headerHash(proof.headerBytes)) };
  const path = number === block.number ? [] : await pathTo(server, from, block.number, options);
  const lastHash = path?.length === 0 ? from.hash : path && toHex(headerHash(path.at(-1)!));
  if (first.number !== number || lastHash !== block.hash) throw wrongHeader(number);
  // A change that is announced in the first header comes after these votes.
  return [first, ...path!].some((header) => decodeScheduledChange(header)) ? undefined : proof;
}

/** What a server that refuses to tell has is nothing. */
async function unlessNone<T>(ask: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isLightError(error, 'proof/refused', 'proof/unavailable', 'proof/timeout')) return undefined;
    throw error;
  }
}

/** The headers after `from` up to number `to`, each the child of the one before; undefined if there are fewer. */
async function pathTo(
  server: ChainServer,
  from: BlockRef,
  to: number,
  options: QuestionOptions,
): Promise<readonly Header[] | undefined> {
  const count = to - from.number;
  const path = (await server.headers(from.number + 1, count, options)).map(decodeHeader);
  if (path.length !== count) return undefined;
  let parentHash = fromHex(from.hash);
  for (const [i, header] of path.entries()) {
    if (header.number !== from.number + 1 + i || !equalBytes(header.parentHash, parentHash)) {
      throw wrongHeader(from.number + 1 + i);
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
  return new LightError(
    'proof/wrong-header',
    `The headers do not lead to or from block ${number}, which the votes are for.`,
  );
}

function badVotes(number: number, cause?: unknown): LightError {
  const reason = `The votes for block ${number} are not those of the voters that the chain's state names.`;
  return new LightError('proof/bad-votes', reason, { data: { number }, cause });
}
