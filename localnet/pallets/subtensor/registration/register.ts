/**
 * Registering a neuron: the coldkey pays the subnet's price, the hotkey takes a place (spec participation §3, economy §17).
 *
 *   price ─▶ swapped to alpha of the subnet ─▶ recycled; the TAO stays in the pool     then the price rises for the next one
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { checkRegisterNeuron, raiseRegistrationPrice } from '../../../../src/chain/economy/index.ts';
import { clampU64 } from '../../../../src/chain/fixed/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import { usableBalance } from '../../balances.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { buyAlpha } from '../pools.ts';
import { createHotkey, hotkeyOwner } from './hotkeys.ts';
import { appendNeuron, replaceNeuron } from './neurons.ts';
import { payableRao } from './payment.ts';
import { neuronToReplace } from './replacement.ts';

const subtensor = storage.SubtensorModule;

/** Registers `hotkey` in the name of `coldkey`, if the price is at most `limitRao` where one is given. */
export function registerNeuron(
  execution: BlockExecution,
  netuid: number,
  hotkey: Bytes,
  coldkey: Bytes,
  limitRao?: bigint,
): Outcome {
  const { state } = execution;
  const block = BigInt(execution.number);
  const priceRao = state.get(subtensor.Burn, netuid);
  const place = placeFor(state, netuid, block);
  const refusal = checkRegisterNeuron({
    netuid,
    subnetExists: state.get(subtensor.NetworksAdded, netuid),
    priceRao,
    limitRao,
    isOpen: state.get(subtensor.NetworkRegistrationAllowed, netuid),
    isRegistered: state.has(subtensor.Uids, netuid, hotkey),
    usableRao: usableBalance(state, coldkey),
    owner: hotkeyOwner(state, coldkey, hotkey),
    hasRoom: place !== undefined,
  });
  if (refusal) return fail(refusal);
  const error = createHotkey(state, coldkey, hotkey) ?? payPrice(execution, netuid, coldkey, priceRao);
  if (error) return error;
  const uid = place === 'new' ? appendNeuron(state, netuid, hotkey, block) : place!;
  if (place !== 'new') replaceNeuron(state, netuid, uid, hotkey, block);
  raisePrice(execution, netuid);
  state.change(subtensor.RegistrationsThisBlock, netuid, (count) => count + 1);
  emit(execution, 'SubtensorModule', 'NeuronRegistered', [netuid, uid, hotkey]);
  return undefined;
}

/** A new place, the uid of the neuron that goes, or undefined: a subnet without room costs nothing. */
function placeFor(state: State, netuid: number, block: bigint): 'new' | number | undefined {
  const maxUids = state.get(subtensor.MaxAllowedUids, netuid);
  if (maxUids === 0) return undefined;
  return state.get(subtensor.SubnetworkN, netuid) < maxUids ? 'new' : neuronToReplace(state, netuid, block);
}

function payPrice(execution: BlockExecution, netuid: number, coldkey: Bytes, priceRao: bigint): Outcome {
  const { state } = execution;
  const paidRao = payableRao(state, coldkey, priceRao);
  if (paidRao > 0n) {
    const bought = buyAlpha(execution, coldkey, netuid, paidRao);
    if (!bought.ok) return bought.error;
    state.change(subtensor.SubnetAlphaOut, netuid, (alpha) => alpha - bought.outRao);
  }
  state.change(subtensor.RAORecycledForRegistration, netuid, (rao) => clampU64(rao + priceRao));
  return undefined;
}

function raisePrice({ state }: BlockExecution, netuid: number): void {
  const bounds = { minRao: state.get(subtensor.MinBurn, netuid), maxRao: state.get(subtensor.MaxBurn, netuid) };
  const multiplier = state.get(subtensor.BurnIncreaseMult, netuid);
  state.change(subtensor.Burn, netuid, (price) => raiseRegistrationPrice(price, multiplier, bounds));
}
