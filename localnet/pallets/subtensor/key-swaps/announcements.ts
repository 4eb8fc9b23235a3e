/**
 * Coldkey swaps in two steps, so that a thief's can be noticed and stopped (spec participation §10).
 *
 *   announce(hash) ── delay ──▶ swap(new coldkey)
 *        │                 └─ delay ──▶ may be announced anew, or cleared
 *        └─▶ dispute: the coldkey is frozen until root resets it          the guards of calls see to that
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import { blake2b256 } from '../../../../src/chain/hash.ts';
import { constants, storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { chargeSwap, swapColdkey } from './swap-coldkey.ts';

const subtensor = storage.SubtensorModule;
const U32_MAX = 0xffff_ffff;
const COST_RAO = constants.SubtensorModule.KeySwapCost.value;

/** Why a coldkey may do little or nothing now, for the guards of calls; undefined if it may do everything. */
export function coldkeyFreeze(
  state: State,
  coldkey: Bytes,
): 'ColdkeySwapAnnounced' | 'ColdkeySwapDisputed' | undefined {
  if (state.has(subtensor.ColdkeySwapDisputes, coldkey)) return 'ColdkeySwapDisputed';
  return state.has(subtensor.ColdkeySwapAnnouncements, coldkey) ? 'ColdkeySwapAnnounced' : undefined;
}

/** Only the first announcement costs. */
export function announceSwap(execution: BlockExecution, coldkey: Bytes, hash: Bytes): Outcome {
  const { state, number } = execution;
  const announced = state.get(subtensor.ColdkeySwapAnnouncements, coldkey);
  if (announced && number < endOfAnnouncement(state, announced[0])) return fail('ColdkeySwapReannouncedTooEarly');
  const error = announced ? undefined : chargeSwap(execution, coldkey, COST_RAO);
  if (error) return error;
  const dueBlock = saturating(number + state.get(subtensor.ColdkeySwapAnnouncementDelay));
  state.put(subtensor.ColdkeySwapAnnouncements, coldkey, [dueBlock, hash]);
  emit(execution, 'SubtensorModule', 'ColdkeySwapAnnounced', { who: coldkey, new_coldkey_hash: hash });
  return undefined;
}

export function swapAnnounced(execution: BlockExecution, coldkey: Bytes, newColdkey: Bytes): Outcome {
  const { state, number } = execution;
  const announced = state.get(subtensor.ColdkeySwapAnnouncements, coldkey);
  if (!announced) return fail('ColdkeySwapAnnouncementNotFound');
  const [dueBlock, hash] = announced;
  if (!equalBytes(blake2b256(newColdkey), hash)) return fail('AnnouncedColdkeyHashDoesNotMatch');
  if (number < dueBlock) return fail('ColdkeySwapTooEarly');
  state.kill(subtensor.ColdkeySwapAnnouncements, coldkey);
  return swapColdkey(execution, coldkey, newColdkey);
}

export function disputeSwap(execution: BlockExecution, coldkey: Bytes): Outcome {
  const { state, number } = execution;
  if (!state.has(subtensor.ColdkeySwapAnnouncements, coldkey)) return fail('ColdkeySwapAnnouncementNotFound');
  if (state.has(subtensor.ColdkeySwapDisputes, coldkey)) return fail('ColdkeySwapAlreadyDisputed');
  state.put(subtensor.ColdkeySwapDisputes, coldkey, number);
  emit(execution, 'SubtensorModule', 'ColdkeySwapDisputed', { coldkey });
  return undefined;
}

export function clearAnnouncement(execution: BlockExecution, coldkey: Bytes): Outcome {
  const { state, number } = execution;
  const announced = state.get(subtensor.ColdkeySwapAnnouncements, coldkey);
  if (!announced) return fail('ColdkeySwapAnnouncementNotFound');
  if (number < endOfAnnouncement(state, announced[0])) return fail('ColdkeySwapClearTooEarly');
  state.kill(subtensor.ColdkeySwapAnnouncements, coldkey);
  emit(execution, 'SubtensorModule', 'ColdkeySwapCleared', { who: coldkey });
  return undefined;
}

/** For root: the coldkey is as if nothing had been announced. */
export function resetSwap(execution: BlockExecution, coldkey: Bytes): Outcome {
  forgetSwap(execution.state, coldkey);
  emit(execution, 'SubtensorModule', 'ColdkeySwapReset', { who: coldkey });
  return undefined;
}

export function forgetSwap(state: State, coldkey: Bytes): void {
  state.kill(subtensor.ColdkeySwapAnnouncements, coldkey);
  state.kill(subtensor.ColdkeySwapDisputes, coldkey);
}

const endOfAnnouncement = (state: State, dueBlock: number): number =>
  saturating(dueBlock + state.get(subtensor.ColdkeySwapReannouncementDelay));

/** Block numbers are u32. */
const saturating = (block: number): number => Math.min(block, U32_MAX);
