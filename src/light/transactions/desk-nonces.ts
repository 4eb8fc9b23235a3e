/**
 * Which nonces of an account are taken by what is on its way.
 *
 *   state           taken?
 *   draft           until it is handed over or given up
 *   signed          yes: it may be in a block any time
 *   submitted       yes
 *   included        only for a head before its block: there the chain's own nonce does not count it yet
 *   refused         no: no pool has it
 *   expired, replaced, lost-sight   no: the window is over, or the chain's nonce has passed it
 */
import type { Bytes } from '../../chain/bytes.ts';
import { equalBytes } from '../../chain/bytes.ts';
import type { TrackedTransaction } from './tracked-transaction.ts';
import type { UnsignedTransaction } from './types.ts';

/** @param head number of the block whose state tells the chain's nonce */
export function heldNonces(
  account: Bytes,
  head: number,
  drafts: Iterable<UnsignedTransaction>,
  followed: readonly TrackedTransaction[],
): ReadonlySet<number> {
  const held = new Set<number>();
  for (const { terms } of drafts) if (equalBytes(terms.signer, account)) held.add(terms.nonce);
  for (const { state, signer, nonce } of followed) {
    if (!equalBytes(signer, account)) continue;
    const isWaiting = state.type === 'signed' || state.type === 'submitted';
    if (isWaiting || (state.type === 'included' && state.inclusion.block.number > head)) held.add(nonce);
  }
  return held;
}
