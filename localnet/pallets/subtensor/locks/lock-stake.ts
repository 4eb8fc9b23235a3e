/**
 * `lock_stake`: a coldkey binds alpha of a subnet to a hotkey. It keeps the alpha where it is, and has one lock per subnet, to
 * which more can be added (spec economy §15). The owner's cut of an epoch is locked in the same way.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import { lockMore, rollPair } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { BAD_ORIGIN, emit, signerOf } from '../../block-execution.ts';
import type { Arguments, Handler } from '../../handlers.ts';
import { fail } from '../../module-error.ts';
import { coldkeyStake } from '../ledger.ts';
import { lockHotkey, lockRates, readPair, writePair } from './lock-store.ts';

const subtensor = storage.SubtensorModule;
type LockArguments = Arguments<'SubtensorModule', 'lock_stake'>;

export const lockStake: Handler<LockArguments> = (execution, origin, args) => {
  const coldkey = signerOf(origin);
  return coldkey ? lock(execution, coldkey, args) : BAD_ORIGIN;
};

/**
 * Locks `rao` of the owner's cut, where the subnet wants that, on the hotkey that the owner has locked on before. Nothing is
 * locked where `lock_stake` would refuse.
 */
export function lockOwnerCut(execution: BlockExecution, netuid: number, rao: bigint): void {
  const { state } = execution;
  if (!state.get(subtensor.OwnerCutAutoLockEnabled, netuid)) return;
  const owner = state.get(subtensor.SubnetOwner, netuid);
  const hotkey = lockHotkey(state, owner, netuid) ?? state.get(subtensor.SubnetOwnerHotkey, netuid);
  lock(execution, owner, { hotkey, netuid, amount: rao });
}

function lock(execution: BlockExecution, coldkey: Bytes, { hotkey, netuid, amount }: LockArguments): Outcome {
  const { state } = execution;
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
}
