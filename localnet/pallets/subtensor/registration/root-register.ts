/**
 * Joining root: free, and where root is full in place of the validator with least root stake (spec economy §11).
 *
 * QUIRK: a hotkey that belongs to another coldkey may be put on root by anybody; it stays its owner's.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { checkRootRegister } from '../../../../src/chain/economy/index.ts';
import { constants, storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { hotkeyStake, ROOT } from '../ledger.ts';
import { createHotkey, hotkeyOwner } from './hotkeys.ts';
import { appendNeuron, replaceNeuron } from './neurons.ts';

const subtensor = storage.SubtensorModule;

export function rootRegister(execution: BlockExecution, coldkey: Bytes, hotkey: Bytes): Outcome {
  const { state } = execution;
  const place = rootPlaceFor(state, hotkey);
  const refusal = checkRootRegister({
    rootExists: state.get(subtensor.NetworksAdded, ROOT),
    registrationsThisBlock: state.get(subtensor.RegistrationsThisBlock, ROOT),
    maxRegistrationsPerBlock: state.get(subtensor.MaxRegistrationsPerBlock, ROOT),
    registrationsThisInterval: state.get(subtensor.RegistrationsThisInterval, ROOT),
    targetRegistrationsPerInterval: state.get(subtensor.TargetRegistrationsPerInterval, ROOT),
    isRegistered: state.has(subtensor.Uids, ROOT, hotkey),
    owner: hotkeyOwner(state, coldkey, hotkey),
    hasRoom: place !== undefined,
  });
  if (refusal) return fail(refusal);
  const error = createHotkey(state, coldkey, hotkey);
  if (error) return error;
  const block = BigInt(execution.number);
  const uid = place === 'new' ? appendNeuron(state, ROOT, hotkey, block) : place!;
  if (place !== 'new') replaceNeuron(state, ROOT, uid, hotkey, block);
  if (!state.has(subtensor.Delegates, hotkey)) {
    state.put(subtensor.Delegates, hotkey, constants.SubtensorModule.InitialDefaultDelegateTake.value);
  }
  state.change(subtensor.RegistrationsThisInterval, ROOT, (count) => count + 1);
  state.change(subtensor.RegistrationsThisBlock, ROOT, (count) => count + 1);
  emit(execution, 'SubtensorModule', 'NeuronRegistered', [ROOT, uid, hotkey]);
  return undefined;
}

/** A new place, the uid of the validator that goes, or undefined: root is full of validators with as much stake. */
function rootPlaceFor(state: State, hotkey: Bytes): 'new' | number | undefined {
  if (state.get(subtensor.SubnetworkN, ROOT) < state.get(subtensor.MaxAllowedUids, ROOT)) return 'new';
  const poorest = poorestRootValidator(state);
  return poorest && poorest.stakeRao < hotkeyStake(state, hotkey, ROOT) ? poorest.uid : undefined;
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
