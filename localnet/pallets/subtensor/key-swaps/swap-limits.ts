/**
 * How often hotkeys may be swapped: by coldkey (`LastTxBlock`), and by coldkey and subnet (spec participation §10).
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { constants, storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { ROOT } from '../ledger.ts';
import { subnets } from '../walk.ts';

const subtensor = storage.SubtensorModule;
const INTERVAL = constants.SubtensorModule.HotkeySwapOnSubnetInterval.value;

/** The clocks that a hotkey takes along when it is swapped. */
const CLOCKS = ['LastTxBlock', 'LastTxBlockDelegateTake', 'LastTxBlockChildKeyTake'] as const;

/** Whether the coldkey's last swap is more than `TxRateLimit` blocks ago. */
export function maySwapAgain(state: State, coldkey: Bytes, block: bigint): boolean {
  const limit = state.get(subtensor.TxRateLimit);
  const last = state.get(subtensor.LastRateLimitedBlock, { type: 'LastTxBlock', value: [coldkey] });
  return limit === 0n || last === 0n || block - last > limit;
}

export function noteSwap(state: State, coldkey: Bytes, block: bigint): void {
  state.put(subtensor.LastRateLimitedBlock, { type: 'LastTxBlock', value: [coldkey] }, block);
}

/**
 * Whether the coldkey's last swap in this subnet is long enough ago.
 * QUIRK: "never" counts as block 0, so on a young chain nobody may.
 */
export const maySwapOnSubnet = (state: State, coldkey: Bytes, netuid: number, block: bigint): boolean =>
  state.get(subtensor.LastHotkeySwapOnNetuid, netuid, coldkey) + INTERVAL < block;

/** Gives the old hotkey's clocks to the new one, and takes them from the old one if it is gone altogether. */
export function moveClocks(state: State, from: Bytes, to: Bytes, isGone: boolean): void {
  for (const type of CLOCKS) {
    const last = state.get(subtensor.LastRateLimitedBlock, { type, value: [from] });
    if (last === 0n) continue;
    state.put(subtensor.LastRateLimitedBlock, { type, value: [to] }, last);
    if (isGone) state.kill(subtensor.LastRateLimitedBlock, { type, value: [from] });
  }
}

/** Step 1 of a block: records of swaps that limit nothing any more go, those of one subnet in each block. */
export function cleanHotkeySwaps({ state, number }: BlockExecution): void {
  const block = BigInt(number);
  const slot = Number(block % INTERVAL);
  if (![ROOT, ...subnets(state)].includes(slot)) return;
  for (const [keys, swappedAt] of state.entriesOf(subtensor.LastHotkeySwapOnNetuid, slot)) {
    if (swappedAt + INTERVAL < block) state.kill(subtensor.LastHotkeySwapOnNetuid, ...keys);
  }
}
