/**
 * Where locks stand in storage (spec economy §15): each coldkey's own, which of the four sums it belongs to, and the list of
 * coldkeys by hotkey.
 *
 *   hotkey is …        decaying               perpetual
 *   ordinary           DecayingHotkeyLock     HotkeyLock            by (netuid, hotkey)
 *   the owner's        DecayingOwnerLock      OwnerLock             by netuid
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import type { LockKind, LockPair, LockRates, LockState } from '../../../../src/chain/economy/index.ts';
import { emptyLock, isLockDust } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';

const subtensor = storage.SubtensorModule;

export const lockRates = (state: State): LockRates => ({
  unlock: state.get(subtensor.UnlockRate),
  maturity: state.get(subtensor.MaturityRate),
});

/** Whether the coldkey's lock in this subnet keeps its mass; locks decay unless it was asked for. */
export const isPerpetual = (state: State, coldkey: Bytes, netuid: number): boolean =>
  state.get(subtensor.DecayingLock, coldkey, netuid) === false;

export const isOwnerHotkey = (state: State, netuid: number, hotkey: Bytes): boolean =>
  equalBytes(state.get(subtensor.SubnetOwnerHotkey, netuid), hotkey);

export const lockKind = (state: State, coldkey: Bytes, netuid: number, hotkey: Bytes): LockKind => ({
  owner: isOwnerHotkey(state, netuid, hotkey),
  perpetual: isPerpetual(state, coldkey, netuid),
});

/** The hotkey on which a coldkey has its one lock in a subnet. */
export const lockHotkey = (state: State, coldkey: Bytes, netuid: number): Bytes | undefined =>
  state.keysOf(subtensor.Lock, coldkey, netuid)[0]?.[2];

/** The lock as last written, with its sum; empty ones where there are none. */
export function readPair(state: State, coldkey: Bytes, netuid: number, hotkey: Bytes, block: bigint): LockPair {
  const kind = lockKind(state, coldkey, netuid, hotkey);
  const own = state.get(subtensor.Lock, coldkey, netuid, hotkey) ?? emptyLock(block);
  return { own, sum: readSum(state, netuid, hotkey, kind) ?? emptyLock(block), kind };
}

/** The sum of all locks of a kind, if there are any. */
export function readSum(state: State, netuid: number, hotkey: Bytes, kind: LockKind): LockState | undefined {
  if (kind.owner) return state.get(kind.perpetual ? subtensor.OwnerLock : subtensor.DecayingOwnerLock, netuid);
  return state.get(kind.perpetual ? subtensor.HotkeyLock : subtensor.DecayingHotkeyLock, netuid, hotkey);
}

/** Locks that are dust and sums of nothing leave no entry. */
export function writePair(state: State, coldkey: Bytes, netuid: number, hotkey: Bytes, pair: LockPair): void {
  writeOwn(state, coldkey, netuid, hotkey, pair.own);
  const { perpetual, owner } = pair.kind;
  const isEmpty = pair.sum.locked_mass === 0n && pair.sum.conviction === 0n;
  if (owner) {
    const item = perpetual ? subtensor.OwnerLock : subtensor.DecayingOwnerLock;
    if (isEmpty) state.kill(item, netuid);
    else state.put(item, netuid, pair.sum);
    return;
  }
  const item = perpetual ? subtensor.HotkeyLock : subtensor.DecayingHotkeyLock;
  if (isEmpty) state.kill(item, netuid, hotkey);
  else state.put(item, netuid, hotkey, pair.sum);
}

function writeOwn(state: State, coldkey: Bytes, netuid: number, hotkey: Bytes, lock: LockState): void {
  if (isLockDust(lock)) {
    state.kill(subtensor.Lock, coldkey, netuid, hotkey);
    state.kill(subtensor.LockingColdkeys, netuid, hotkey, coldkey);
    return;
  }
  state.put(subtensor.Lock, coldkey, netuid, hotkey, lock);
  state.put(subtensor.LockingColdkeys, netuid, hotkey, coldkey, []);
}
