/**
 * `get_metagraph` and `get_mechagraph`: everything about a subnet and its neurons in one answer; vectors go by uid.
 *
 * A mechanism's graph is the subnet's, with the mechanism's own incentives and last updates, and its storage index as netuid.
 * QUIRK: pruning scores, trust and ranks are empty lists, and TAO dividends are zeros: nothing stores them any more.
 */
import { storageIndex } from '../../src/chain/economy/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import type { State } from '../state.ts';
import { dynamicInfoOf } from './dynamic-info.ts';
import { hyperparamsOf } from './hyperparams.ts';
import { blockOf, exists, hotkeysOf } from './networks.ts';
import { NO_AXON } from './neurons.ts';
import { stakeWeights } from './stake-weights.ts';

const subtensor = storage.SubtensorModule;

/** What `SubnetState` tells too. */
export function neuronColumns(state: State, netuid: number, index = netuid) {
  const hotkeys = hotkeysOf(state, netuid);
  const stakes = stakeWeights(state, netuid, hotkeys);
  return {
    hotkeys,
    coldkeys: hotkeys.map((hotkey) => state.get(subtensor.Owner, hotkey)),
    active: state.get(subtensor.Active, netuid),
    validator_permit: state.get(subtensor.ValidatorPermit, netuid),
    pruning_score: [],
    last_update: state.get(subtensor.LastUpdate, index),
    emission: state.get(subtensor.Emission, netuid),
    dividends: state.get(subtensor.Dividends, netuid),
    incentives: state.get(subtensor.Incentive, index),
    consensus: state.get(subtensor.Consensus, netuid),
    trust: [],
    rank: [],
    block_at_registration: hotkeys.map((_, uid) => state.get(subtensor.BlockAtRegistration, netuid, uid)),
    alpha_stake: stakes.alpha,
    tao_stake: stakes.tao,
    total_stake: stakes.total,
  };
}

export function metagraphOf(state: State, netuid: number, mechanism = 0) {
  const index = storageIndex(netuid, mechanism);
  const dynamic = dynamicInfoOf(state, netuid);
  const columns = neuronColumns(state, netuid, index);
  const { hotkeys, coldkeys } = columns;
  return {
    ...dynamic,
    ...hyperparamsOf(state, netuid),
    ...columns,
    netuid: index,
    name: dynamic.subnet_name,
    symbol: dynamic.token_symbol,
    identity: dynamic.subnet_identity,
    block: blockOf(state),
    subnet_emission: 0n,
    num_uids: hotkeys.length,
    max_uids: state.get(subtensor.MaxAllowedUids, netuid),
    burn: state.get(subtensor.Burn, netuid),
    pow_registration_allowed: state.get(subtensor.NetworkPowRegistrationAllowed, netuid),
    identities: coldkeys.map((coldkey) => state.get(subtensor.IdentitiesV2, coldkey)),
    axons: hotkeys.map((hotkey) => state.get(subtensor.Axons, netuid, hotkey) ?? NO_AXON),
    tao_dividends_per_hotkey: hotkeys.map((hotkey) => [hotkey, 0n] as const),
    alpha_dividends_per_hotkey: hotkeys.map(
      (hotkey) => [hotkey, state.get(subtensor.AlphaDividendsPerSubnet, netuid, hotkey)] as const,
    ),
  };
}

/** Nothing for a subnet or a mechanism that does not exist. */
export function mechagraphOf(state: State, netuid: number, mechanism: number) {
  const isThere = exists(state, netuid) && mechanism < state.get(subtensor.MechanismCountCurrent, netuid);
  return isThere ? metagraphOf(state, netuid, mechanism) : undefined;
}

/** A column for every subnet, with the last emission of each of the hotkeys there. QUIRK: nothing writes it any more. */
export const emissionHistory = (state: State, netuids: readonly number[], hotkeys: ReturnType<typeof hotkeysOf>) =>
  netuids.map((of) => hotkeys.map((hotkey) => state.get(subtensor.LastHotkeyEmissionOnNetuid, hotkey, of)));
