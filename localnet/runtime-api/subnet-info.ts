/**
 * `get_subnet_info` and its second version: the oldest summaries of a subnet. Emission, modality and connections are
 * always empty: what they stood for is gone.
 */
import { U16_MAX } from '../../src/chain/fixed/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import type { State } from '../state.ts';

const subtensor = storage.SubtensorModule;

/** `MaxWeightsLimit` as every answer gives it: the chain's code has this constant and does not read the storage item. */
export const MAX_WEIGHTS_LIMIT = U16_MAX;

export function subnetInfoOf(state: State, netuid: number) {
  return {
    netuid,
    rho: state.get(subtensor.Rho, netuid),
    kappa: state.get(subtensor.Kappa, netuid),
    difficulty: state.get(subtensor.Difficulty, netuid),
    immunity_period: state.get(subtensor.ImmunityPeriod, netuid),
    max_allowed_validators: state.get(subtensor.MaxAllowedValidators, netuid),
    min_allowed_weights: state.get(subtensor.MinAllowedWeights, netuid),
    max_weights_limit: MAX_WEIGHTS_LIMIT,
    scaling_law_power: state.get(subtensor.ScalingLawPower, netuid),
    subnetwork_n: state.get(subtensor.SubnetworkN, netuid),
    max_allowed_uids: state.get(subtensor.MaxAllowedUids, netuid),
    blocks_since_last_step: state.get(subtensor.BlocksSinceLastStep, netuid),
    tempo: state.get(subtensor.Tempo, netuid),
    network_modality: 0,
    network_connect: [],
    emission_values: 0n,
    emission_value: 0n,
    burn: state.get(subtensor.Burn, netuid),
    owner: state.get(subtensor.SubnetOwner, netuid),
    identity: state.get(subtensor.SubnetIdentitiesV3, netuid),
  };
}
