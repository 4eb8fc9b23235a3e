/**
 * Locks when a key is swapped: they keep their mass and their conviction.
 *
 *   hotkey    every coldkey's lock on it in a subnet is put on the new one; the sums by hotkey follow
 *   coldkey   its locks get another owner on the same hotkeys; the sums stay as they are
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import type { LockState } from '../../../../src/chain/economy/index.ts';
import { emptyLock, replaceOwn, rollPair } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import { addLock, lockedRao } from '../locks/index.ts';
import { lockRates, readPair, writePair } from '../locks/lock-store.ts';

const subtensor = storage.SubtensorModule;

interface TakenLock {
  readonly coldkey: Bytes;
  readonly lock: LockState;
}

/** Takes all locks off a hotkey, carried forward to `block`. */
export function takeLocks(state: State, netuid: number, hotkey: Bytes, block: bigint): TakenLock[] {
  return state.keysOf(subtensor.LockingColdkeys, netuid, hotkey).map(([, , coldkey]) => {
    const pair = rollPair(readPair(state, coldkey, netuid, hotkey, block), block, lockRates(state));
    writePair(state, coldkey, netuid, hotkey, replaceOwn(pair, emptyLock(block)));
    return { coldkey, lock: pair.own };
  });
}

export function putLocks(
  state: State,
  netuid: number,
  hotkey: Bytes,
  locks: readonly TakenLock[],
  block: bigint,
): void {
  for (const { coldkey, lock } of locks) addLock(state, coldkey, netuid, hotkey, lock, block);
}

/** True if any alpha of a coldkey is locked in block `block`. */
export const hasLocks = (state: State, coldkey: Bytes, block: bigint): boolean =>
  state.keysOf(subtensor.Lock, coldkey).some(([, netuid]) => lockedRao(state, coldkey, netuid, block) > 0n);

/** The locks of a coldkey, and whether they decay, become another coldkey's. */
export function moveColdkeyLocks(state: State, from: Bytes, to: Bytes): void {
  for (const [[, netuid, hotkey], lock] of state.entriesOf(subtensor.Lock, from)) {
    state.kill(subtensor.Lock, from, netuid, hotkey);
    state.kill(subtensor.LockingColdkeys, netuid, hotkey, from);
    if (!lock) continue;
    state.put(subtensor.Lock, to, netuid, hotkey, lock);
    state.put(subtensor.LockingColdkeys, netuid, hotkey, to, []);
  }
  for (const [[, netuid], decays] of state.entriesOf(subtensor.DecayingLock, from)) {
    state.kill(subtensor.DecayingLock, from, netuid);
    if (decays !== undefined) state.put(subtensor.DecayingLock, to, netuid, decays);
  }
}
