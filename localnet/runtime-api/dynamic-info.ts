/**
 * `get_dynamic_info`: a subnet's pool, price and emission.
 *
 * QUIRK: `emission` and `pending_root_emission` are always 0; pending alpha is what validators and miners get together, and
 * not root or the owner (spec storage §3).
 */
import { clampU64 } from '../../src/chain/fixed/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import type { State } from '../state.ts';
import { blockOf, subnetName } from './networks.ts';

const subtensor = storage.SubtensorModule;

/** What `DynamicInfo` and `Metagraph` both tell, under the names of both. */
export function dynamicInfoOf(state: State, netuid: number) {
  const lastStep = state.get(subtensor.LastMechansimStepBlock, netuid);
  const pending =
    state.get(subtensor.PendingValidatorEmission, netuid) + state.get(subtensor.PendingServerEmission, netuid);
  return {
    netuid,
    owner_hotkey: state.get(subtensor.SubnetOwnerHotkey, netuid),
    owner_coldkey: state.get(subtensor.SubnetOwner, netuid),
    subnet_name: Array.from(subnetName(state, netuid)),
    token_symbol: Array.from(state.get(subtensor.TokenSymbol, netuid)),
    tempo: state.get(subtensor.Tempo, netuid),
    last_step: lastStep,
    blocks_since_last_step: clampU64(blockOf(state) - lastStep),
    emission: 0n,
    alpha_in: state.get(subtensor.SubnetAlphaIn, netuid),
    alpha_out: state.get(subtensor.SubnetAlphaOut, netuid),
    tao_in: state.get(subtensor.SubnetTAO, netuid),
    alpha_out_emission: state.get(subtensor.SubnetAlphaOutEmission, netuid),
    alpha_in_emission: state.get(subtensor.SubnetAlphaInEmission, netuid),
    tao_in_emission: state.get(subtensor.SubnetTaoInEmission, netuid),
    pending_alpha_emission: clampU64(pending),
    pending_root_emission: 0n,
    subnet_volume: state.get(subtensor.SubnetVolume, netuid),
    network_registered_at: state.get(subtensor.NetworkRegisteredAt, netuid),
    subnet_identity: state.get(subtensor.SubnetIdentitiesV3, netuid),
    moving_price: state.get(subtensor.SubnetMovingPrice, netuid),
  };
}
