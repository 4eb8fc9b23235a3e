/**
 * From a finalized block to the newest one, by `grandpa_proveFinality` (`sc_consensus_grandpa::finality_proof`):
 *
 *   prove(n) = the votes for the last block of the voters' set in which n lies; in the newest set, the newest votes stored
 *
 *   from ── prove(from+1) ─→ last block of set 17 ── prove(+1) ─→ last of set 18 ── prove(+1) ─→ newest ── prove(+1) ─→ ∅
 *
 * The answer brings every header on the way (a quarter of a kilobyte each): from a block of days ago it is megabytes, and
 * servers refuse what is over 15 MB. `finalitySince` says then that they cannot tell.
 */
import { toHex } from '../../../chain/bytes.ts';
import { decodeHeader, encodeHeader } from '../../../chain/header.ts';
import { isLightError } from '../../errors.ts';
import type { FinalityProof, QuestionOptions } from '../server.ts';
import { finalityProofOf, hashOrNone, headerBytesOf, present, votesOfBlock } from './answers.ts';
import { MAX_FINALITY_ROUNDS } from './limits.ts';
import type { Ask } from './question.ts';
import { isUnknownMethod } from './server-error.ts';

/** The server's words for "nothing is newer"; Substrate has no code of its own for it. */
const NOTHING_NEWER = /not yet finalized/i;

/** As `ChainServer.finalitySince`; after `MAX_FINALITY_ROUNDS` changes of voters it ends at a block that has successors. */
export async function finalitySince(
  ask: Ask,
  from: { readonly number: number },
  options: QuestionOptions,
): Promise<readonly FinalityProof[] | undefined> {
  const proofs: FinalityProof[] = [];
  let at = from.number;
  for (let round = 0; round < MAX_FINALITY_ROUNDS; round++) {
    let next: FinalityProof | undefined;
    try {
      next = await proofAfter(ask, at, options);
    } catch (error) {
      if (!isLightError(error, 'proof/refused')) throw error;
      if (NOTHING_NEWER.test(error.message)) return proofs;
      if (proofs.length > 0) return proofs;
      return isUnknownMethod(error) ? newestProof(ask, from, options) : undefined;
    }
    if (!next) return proofs.length > 0 || (await isNewest(ask, from, options)) ? proofs : undefined;
    const { number } = decodeHeader(next.headerBytes);
    if (number <= at) return proofs;
    proofs.push(next);
    at = number;
  }
  return proofs;
}

async function proofAfter(ask: Ask, number: number, options: QuestionOptions): Promise<FinalityProof | undefined> {
  const answer = await ask('grandpa_proveFinality', [number + 1], finalityProofOf, options);
  if (!answer) return undefined;
  const { block, justification, header } = answer;
  if (header) return { headerBytes: encodeHeader(header), justification };
  const hash = toHex(block);
  const headerBytes = await ask('chain_getHeader', [hash], (json) => headerBytesOf(present(json, hash)), options);
  return { headerBytes, justification };
}

/** Whether nothing is final after `from`: no votes for it then do not mean that the server cannot tell. */
async function isNewest(ask: Ask, from: { readonly number: number }, options: QuestionOptions): Promise<boolean> {
  return decodeHeader((await finalizedHead(ask, options)).headerBytes).number <= from.number;
}

/** The votes that the server keeps for its finalized head, which are few servers' habit; undefined if it keeps none. */
async function newestProof(
  ask: Ask,
  from: { readonly number: number },
  options: QuestionOptions,
): Promise<readonly FinalityProof[] | undefined> {
  const { head, headerBytes } = await finalizedHead(ask, options);
  if (decodeHeader(headerBytes).number <= from.number) return [];
  const { justification } = await ask('chain_getBlock', [head], (json) => votesOfBlock(present(json, head)), options);
  return justification && [{ headerBytes, justification }];
}

async function finalizedHead(ask: Ask, options: QuestionOptions) {
  const head = await ask('chain_getFinalizedHead', [], (answer) => present(hashOrNone(answer), 'its head'), options);
  const headerBytes = await ask('chain_getHeader', [head], (json) => headerBytesOf(present(json, head)), options);
  return { head, headerBytes };
}
