/**
 * Joining root: free, and where root is full in place of the validator with least root stake (spec economy §11).
 *
 * QUIRK: a hotkey that belongs to another coldkey may be put on root by anybody; it stays its owner's.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { constants, storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { hotkeyStake, ROOT } from '../ledger.ts';
import { createHotkey } from './hotkeys.ts';
import { appendNeuron, replaceNeuron } from './neurons.ts';

const subtensor = storage.SubtensorModule;
/** Most registrations in an interval, in units of `TargetRegistrationsPerInterval`. */
const TARGETS_PER_INTERVAL = 3;

export function rootRegister(execution: BlockExecution, coldkey: Bytes, hotkey: Bytes): Outcome {
  const { state } = execution;
  const refusal = checkLimits(state) ?? (state.has(subtensor.Uids, ROOT, hotkey) ? alreadyThere() : undefined);
  if (refusal) return refusal;
  const error = createHotkey(state, coldkey, hotkey);
  if (error) return error;
  const uid = takeRootPlace(execution, hotkey);
  if (uid === undefined) return fail('StakeTooLowForRoot');
  if (!state.has(subtensor.Delegates, hotkey)) {
    state.put(subtensor.Delegates, hotkey, constants.SubtensorModule.InitialDefaultDelegateTake.value);
  }
  state.change(subtensor.RegistrationsThisInterval, ROOT, (count) => count + 1);
  state.change(subtensor.RegistrationsThisBlock, ROOT, (count) => count + 1);
  emit(execution, 'SubtensorModule', 'NeuronRegistered', [ROOT, uid, hotkey]);
  return undefined;
}

const alreadyThere = () => fail('HotKeyAlreadyRegisteredInSubNet');

function checkLimits(state: State): Outcome {
  if (!state.get(subtensor.NetworksAdded, ROOT)) return fail('RootNetworkDoesNotExist');
  const inBlock = state.get(subtensor.RegistrationsThisBlock, ROOT);
  if (inBlock >= state.get(subtensor.MaxRegistrationsPerBlock, ROOT)) return fail('TooManyRegistrationsThisBlock');
  const inInterval = state.get(subtensor.RegistrationsThisInterval, ROOT);
  const target = state.get(subtensor.TargetRegistrationsPerInterval, ROOT);
  if (inInterval >= target * TARGETS_PER_INTERVAL) return fail('TooManyRegistrationsThisInterval');
  return undefined;
}

/** The uid that the hotkey got; undefined if root is full of validators with as much stake. */
function takeRootPlace({ state, number }: BlockExecution, hotkey: Bytes): number | undefined {
  const block = BigInt(number);
  const n = state.get(subtensor.SubnetworkN, ROOT);
  if (n < state.get(subtensor.MaxAllowedUids, ROOT)) return appendNeuron(state, ROOT, hotkey, block);
  const poorest = poorestRootValidator(state);
  if (!poorest || poorest.stakeRao >= hotkeyStake(state, hotkey, ROOT)) return undefined;
  replaceNeuron(state, ROOT, poorest.uid, hotkey, block);
  return poorest.uid;
}

/** Of those with equal stake the first in order of storage keys, which is the order of uids below 256. */
function poorestRootValidator(state: State): { readonly uid: number; readonly stakeRao: bigint } | undefined {
  return state
    .entriesOf(subtensor.Keys, ROOT)
    .map(([[, uid], hotkey]) => ({ uid, stakeRao: hotkeyStake(state, hotkey, ROOT) }))
    .reduce<{ uid: number; stakeRao: bigint } | undefined>(
      (poorest, validator) => (poorest && poorest.stakeRao <= validator.stakeRao ? poorest : validator),
      undefined,
    );
}
