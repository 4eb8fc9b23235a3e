/**
 * What happens to locks by other events than their own calls: stake comes, goes, or changes its coldkey (spec economy §15).
 *
 *   transfer within a subnet     unlocked alpha goes first; the rest takes its lock along, if the receiver accepts that;
 *                                the lock stays on its hotkey, whatever hotkey the alpha is on
 *   forced unstake               the lock shrinks by what was paid out
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import type { LockState } from '../../../../src/chain/economy/index.ts';
import { fractionOf, lockLess, replaceOwn, rollPair, settledLock } from '../../../../src/chain/economy/index.ts';
import { smaller, U64F64 } from '../../../../src/chain/fixed/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { Outcome } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { coldkeyStake } from '../ledger.ts';
import { acceptsLockedAlpha } from './account-flags.ts';
import { lockHotkey, lockKind, lockRates, readPair, writePair } from './lock-store.ts';

const subtensor = storage.SubtensorModule;

/** Carries the coldkey's lock forward to `block`; one that has become dust disappears. */
export function refreshLock(state: State, coldkey: Bytes, netuid: number, block: bigint): void {
  const hotkey = lockHotkey(state, coldkey, netuid);
  if (!hotkey) return;
  const pair = rollPair(readPair(state, coldkey, netuid, hotkey, block), block, lockRates(state));
  writePair(state, coldkey, netuid, hotkey, pair);
}

/** Takes `rao` off the coldkey's lock, at most all of it. */
export function reduceLock(state: State, coldkey: Bytes, netuid: number, rao: bigint, block: bigint): void {
  const hotkey = lockHotkey(state, coldkey, netuid);
  if (!hotkey) return;
  const pair = rollPair(readPair(state, coldkey, netuid, hotkey, block), block, lockRates(state));
  writePair(state, coldkey, netuid, hotkey, lockLess(pair, rao));
}

/** Conviction goes along between hotkeys of one owner only. */
export const keepsConviction = (state: State, from: Bytes, to: Bytes): boolean =>
  equalBytes(state.get(subtensor.Owner, from), state.get(subtensor.Owner, to));

export interface LockTransfer {
  readonly from: Bytes;
  readonly to: Bytes;
  readonly netuid: number;
  /** Alpha that is about to move. */
  readonly rao: bigint;
}

/** Moves the lock of that part of `rao` which the sender's unlocked alpha does not cover. Comes before the alpha moves. */
export function carryLock(state: State, transfer: LockTransfer, block: bigint): Outcome {
  const { from, to, netuid, rao } = transfer;
  const source = lockHotkey(state, from, netuid);
  if (equalBytes(from, to) || rao === 0n || !source) return undefined;
  const rates = lockRates(state);
  const pair = rollPair(readPair(state, from, netuid, source, block), block, rates);
  const { own } = pair;
  const total = coldkeyStake(state, from, netuid);
  const unlocked = total > own.locked_mass ? total - own.locked_mass : 0n;
  const carried = smaller(rao > unlocked ? rao - unlocked : 0n, own.locked_mass);
  const present = lockHotkey(state, to, netuid);
  if (rao > unlocked && present && !equalBytes(present, source)) return fail('LockHotkeyMismatch');
  if (carried > 0n && !acceptsLockedAlpha(state, to)) return fail('AccountRejectsLockedAlpha');

  const conviction = U64F64.mul(own.conviction, fractionOf(carried, own.locked_mass));
  const left = { ...own, locked_mass: own.locked_mass - carried, conviction: own.conviction - conviction };
  writePair(state, from, netuid, source, replaceOwn(pair, settledLock(left, block, rates, pair.kind)));
  if (carried === 0n && !present) return undefined;
  addLock(state, to, netuid, present ?? source, { locked_mass: carried, conviction, last_update: block }, block);
  return undefined;
}

/** Puts a lock beside what the coldkey has locked on `hotkey` already. */
export function addLock(
  state: State,
  coldkey: Bytes,
  netuid: number,
  hotkey: Bytes,
  lock: LockState,
  block: bigint,
): void {
  const rates = lockRates(state);
  const pair = rollPair(readPair(state, coldkey, netuid, hotkey, block), block, rates);
  const both = {
    locked_mass: pair.own.locked_mass + lock.locked_mass,
    conviction: U64F64.add(pair.own.conviction, lock.conviction),
    last_update: block,
  };
  const settled = settledLock(both, block, rates, lockKind(state, coldkey, netuid, hotkey));
  writePair(state, coldkey, netuid, hotkey, replaceOwn(pair, settled));
}
