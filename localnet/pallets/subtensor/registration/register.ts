/**
 * Registering a neuron: the coldkey pays the subnet's price, the hotkey takes a place (spec participation §3, economy §17).
 *
 *   price ─▶ swapped to alpha of the subnet ─▶ recycled; the TAO stays in the pool     then the price rises for the next one
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { raiseRegistrationPrice } from '../../../../src/chain/economy/index.ts';
import { clampU64 } from '../../../../src/chain/fixed/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { ROOT } from '../ledger.ts';
import { buyAlpha } from '../pools.ts';
import { createHotkey, owns } from './hotkeys.ts';
import { appendNeuron, replaceNeuron } from './neurons.ts';
import { affords, payableRao } from './payment.ts';
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
  if (netuid === ROOT) return fail('RegistrationNotPermittedOnRootSubnet');
  if (!state.get(subtensor.NetworksAdded, netuid)) return fail('SubnetNotExists');
  const priceRao = state.get(subtensor.Burn, netuid);
  if (limitRao !== undefined && priceRao > limitRao) return fail('RegistrationPriceLimitExceeded');
  if (!state.get(subtensor.NetworkRegistrationAllowed, netuid)) return fail('SubNetRegistrationDisabled');
  if (state.has(subtensor.Uids, netuid, hotkey)) return fail('HotKeyAlreadyRegisteredInSubNet');
  if (!affords(state, coldkey, priceRao)) return fail('NotEnoughBalanceToStake');
  const error = createHotkey(state, coldkey, hotkey);
  if (error) return error;
  if (!owns(state, coldkey, hotkey)) return fail('NonAssociatedColdKey');
  return takeRoom(execution, netuid, hotkey, coldkey, priceRao);
}

/** Who goes is chosen first: a subnet without room costs nothing. */
function takeRoom(execution: BlockExecution, netuid: number, hotkey: Bytes, coldkey: Bytes, priceRao: bigint): Outcome {
  const { state } = execution;
  const block = BigInt(execution.number);
  const maxUids = state.get(subtensor.MaxAllowedUids, netuid);
  if (maxUids === 0) return fail('NoNeuronIdAvailable');
  const isFull = state.get(subtensor.SubnetworkN, netuid) >= maxUids;
  const replaced = isFull ? neuronToReplace(state, netuid, block) : undefined;
  if (isFull && replaced === undefined) return fail('NoNeuronIdAvailable');

  const error = payPrice(execution, netuid, coldkey, priceRao);
  if (error) return error;
  const uid = replaced ?? appendNeuron(state, netuid, hotkey, block);
  if (replaced !== undefined) replaceNeuron(state, netuid, replaced, hotkey, block);
  raisePrice(execution, netuid);
  state.change(subtensor.RegistrationsThisBlock, netuid, (count) => count + 1);
  emit(execution, 'SubtensorModule', 'NeuronRegistered', [netuid, uid, hotkey]);
  return undefined;
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
