/**
 * `lock_stake`: a coldkey binds alpha of a subnet to a hotkey. It keeps the alpha where it is, and has one lock per subnet, to
 * which more can be added (spec economy §15).
 */
import { equalBytes } from '../../../../src/chain/bytes.ts';
import { lockMore, rollPair } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import { BAD_ORIGIN, emit, signerOf } from '../../block-execution.ts';
import type { Arguments, Handler } from '../../handlers.ts';
import { fail } from '../../module-error.ts';
import { coldkeyStake } from '../ledger.ts';
import { lockHotkey, lockRates, readPair, writePair } from './lock-store.ts';

const subtensor = storage.SubtensorModule;

export const lockStake: Handler<Arguments<'SubtensorModule', 'lock_stake'>> = (execution, origin, args) => {
  const { hotkey, netuid, amount } = args;
  const { state } = execution;
  const coldkey = signerOf(origin);
  if (!coldkey) return BAD_ORIGIN;
  if (!state.get(subtensor.NetworksAdded, netuid)) return fail('SubnetNotExists');
  if (amount === 0n) return fail('AmountTooLow');
  if (!state.has(subtensor.Owner, hotkey)) return fail('HotKeyAccountNotExists');
  const present = lockHotkey(state, coldkey, netuid);
  if (present && !equalBytes(present, hotkey)) return fail('LockHotkeyMismatch');

  const block = BigInt(execution.number);
  const pair = rollPair(readPair(state, coldkey, netuid, hotkey, block), block, lockRates(state));
  if (pair.own.locked_mass + amount > coldkeyStake(state, coldkey, netuid)) return fail('InsufficientStakeForLock');
  writePair(state, coldkey, netuid, hotkey, lockMore(pair, amount));
  emit(execution, 'SubtensorModule', 'StakeLocked', { coldkey, hotkey, netuid, amount });
  return undefined;
};
