/**
 * `move_lock`: the coldkey's lock goes to another hotkey; its conviction is kept only if both belong to the same owner
 * (spec economy §15).
 */
import { emptyLock, replaceOwn, rollPair } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import { BAD_ORIGIN, emit, signerOf } from '../../block-execution.ts';
import type { Arguments, Handler } from '../../handlers.ts';
import { fail } from '../../module-error.ts';
import { addLock, keepsConviction } from './lock-changes.ts';
import { lockHotkey, lockRates, readPair, writePair } from './lock-store.ts';

const subtensor = storage.SubtensorModule;

export const moveLock: Handler<Arguments<'SubtensorModule', 'move_lock'>> = (execution, origin, args) => {
  const { destination_hotkey: destination, netuid } = args;
  const { state } = execution;
  const coldkey = signerOf(origin);
  if (!coldkey) return BAD_ORIGIN;
  if (!state.get(subtensor.NetworksAdded, netuid)) return fail('SubnetNotExists');
  if (!state.has(subtensor.Owner, destination)) return fail('HotKeyAccountNotExists');
  const source = lockHotkey(state, coldkey, netuid);
  if (!source) return fail('NoExistingLock');

  const block = BigInt(execution.number);
  const pair = rollPair(readPair(state, coldkey, netuid, source, block), block, lockRates(state));
  const conviction = keepsConviction(state, source, destination) ? pair.own.conviction : 0n;
  writePair(state, coldkey, netuid, source, replaceOwn(pair, emptyLock(block)));
  addLock(state, coldkey, netuid, destination, { ...pair.own, conviction }, block);
  emit(execution, 'SubtensorModule', 'LockMoved', {
    coldkey,
    origin_hotkey: source,
    destination_hotkey: destination,
    netuid,
  });
  return undefined;
};
