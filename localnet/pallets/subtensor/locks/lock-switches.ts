/**
 * `set_perpetual_lock`: the coldkey's lock in a subnet stops to decay, or decays again, and changes sums accordingly.
 * `set_reject_locked_alpha`: whether transfers may bring locked alpha (spec economy §15).
 */
import { emptyLock, replaceOwn, rollPair } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import { BAD_ORIGIN, emit, signerOf } from '../../block-execution.ts';
import type { Arguments, Handler } from '../../handlers.ts';
import { fail } from '../../module-error.ts';
import { setAcceptsLockedAlpha } from './account-flags.ts';
import { addLock } from './lock-changes.ts';
import { lockHotkey, lockRates, readPair, writePair } from './lock-store.ts';

const subtensor = storage.SubtensorModule;

export const setPerpetualLock: Handler<Arguments<'SubtensorModule', 'set_perpetual_lock'>> = (
  execution,
  origin,
  { netuid, enabled },
) => {
  const { state } = execution;
  const coldkey = signerOf(origin);
  if (!coldkey) return BAD_ORIGIN;
  if (!state.get(subtensor.NetworksAdded, netuid)) return fail('SubnetNotExists');

  const block = BigInt(execution.number);
  const hotkey = lockHotkey(state, coldkey, netuid);
  const pair = hotkey && rollPair(readPair(state, coldkey, netuid, hotkey, block), block, lockRates(state));
  if (hotkey && pair) writePair(state, coldkey, netuid, hotkey, replaceOwn(pair, emptyLock(block)));
  // Locks decay where nothing is stored.
  if (enabled) state.put(subtensor.DecayingLock, coldkey, netuid, false);
  else state.kill(subtensor.DecayingLock, coldkey, netuid);
  if (hotkey && pair) addLock(state, coldkey, netuid, hotkey, pair.own, block);
  emit(execution, 'SubtensorModule', 'PerpetualLockUpdated', { coldkey, netuid, enabled });
  return undefined;
};

export const setRejectLockedAlpha: Handler<Arguments<'SubtensorModule', 'set_reject_locked_alpha'>> = (
  execution,
  origin,
  { enabled },
) => {
  const coldkey = signerOf(origin);
  if (!coldkey) return BAD_ORIGIN;
  setAcceptsLockedAlpha(execution.state, coldkey, !enabled);
  emit(execution, 'SubtensorModule', 'RejectLockedAlphaUpdated', { coldkey, enabled });
  return undefined;
};
