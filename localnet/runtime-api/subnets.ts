/**
 * `SubnetInfoRuntimeApi`: subnets, their parameters and their neurons (spec storage §3).
 */
import { nextEpochStartBlock } from '../../src/chain/economy/index.ts';
import { option, u8, u16, u64, vec } from '../../src/chain/scale/index.ts';
import {
  accountId,
  dynamicInfo,
  hyperparamEntry,
  metagraph,
  netuid,
  selectiveMetagraph,
  storage,
  subnetHyperparams,
  subnetHyperparamsV2,
  subnetInfo,
  subnetInfov2,
  subnetState,
} from '../../src/chain/schema/index.ts';
import { prunableSubnet } from '../pallets/subtensor/networks/index.ts';
import { subnetAccount } from '../pallets/subtensor/treasury.ts';
import type { State } from '../state.ts';
import { dynamicInfoOf } from './dynamic-info.ts';
import { hyperparamListOf, hyperparamsOf } from './hyperparams.ts';
import { emissionHistory, mechagraphOf, metagraphOf, neuronColumns } from './metagraph.ts';
import { method, type RuntimeApi } from './method.ts';
import { ascendingNetworks, blockOf, ifExists, networks } from './networks.ts';
import { selectiveMetagraphOf } from './selective-metagraph.ts';
import { subnetInfoOf } from './subnet-info.ts';

const subtensor = storage.SubtensorModule;
const indexes = vec(u16);

function subnetStateOf(state: State, of: number) {
  const columns = neuronColumns(state, of);
  return { netuid: of, ...columns, emission_history: emissionHistory(state, networks(state), columns.hotkeys) };
}

function nextEpoch(state: State, of: number): bigint | undefined {
  return nextEpochStartBlock({
    tempo: state.get(subtensor.Tempo, of),
    lastEpochBlock: state.get(subtensor.LastEpochBlock, of),
    pendingEpochAt: state.get(subtensor.PendingEpochAt, of),
    blocksSinceLastStep: state.get(subtensor.BlocksSinceLastStep, of),
  });
}

const mechagraphs = (state: State, of: number) =>
  Array.from({ length: state.get(subtensor.MechanismCountCurrent, of) }, (_, mecid) => mechagraphOf(state, of, mecid));

export const subnetInfoApi: RuntimeApi = {
  name: 'SubnetInfoRuntimeApi',
  version: 2,
  methods: {
    get_subnet_info: method({ netuid }, option(subnetInfo), (state, args) =>
      ifExists(state, args.netuid, subnetInfoOf),
    ),
    // The two lists of summaries alone count upwards; all others keep the order of the keys.
    get_subnets_info: method({}, vec(option(subnetInfo)), (state) =>
      ascendingNetworks(state).map((of) => subnetInfoOf(state, of)),
    ),
    get_subnet_info_v2: method({ netuid }, option(subnetInfov2), (state, args) =>
      ifExists(state, args.netuid, subnetInfoOf),
    ),
    get_subnets_info_v2: method({}, vec(option(subnetInfov2)), (state) =>
      ascendingNetworks(state).map((of) => subnetInfoOf(state, of)),
    ),
    get_subnet_hyperparams: method({ netuid }, option(subnetHyperparams), (state, args) =>
      ifExists(state, args.netuid, hyperparamsOf),
    ),
    get_subnet_hyperparams_v2: method({ netuid }, option(subnetHyperparamsV2), (state, args) =>
      ifExists(state, args.netuid, hyperparamsOf),
    ),
    get_all_dynamic_info: method({}, vec(option(dynamicInfo)), (state) =>
      networks(state).map((of) => dynamicInfoOf(state, of)),
    ),
    get_all_metagraphs: method({}, vec(option(metagraph)), (state) =>
      networks(state).map((of) => metagraphOf(state, of)),
    ),
    get_metagraph: method({ netuid }, option(metagraph), (state, args) => ifExists(state, args.netuid, metagraphOf)),
    get_all_mechagraphs: method({}, vec(option(metagraph)), (state) =>
      networks(state).flatMap((of) => mechagraphs(state, of)),
    ),
    get_mechagraph: method({ netuid, mecid: u8 }, option(metagraph), (state, args) =>
      mechagraphOf(state, args.netuid, args.mecid),
    ),
    get_dynamic_info: method({ netuid }, option(dynamicInfo), (state, args) =>
      ifExists(state, args.netuid, dynamicInfoOf),
    ),
    get_subnet_state: method({ netuid }, option(subnetState), (state, args) =>
      ifExists(state, args.netuid, subnetStateOf),
    ),
    get_selective_metagraph: method({ netuid, metagraph_indexes: indexes }, option(selectiveMetagraph), (state, args) =>
      selectiveMetagraphOf(state, args.netuid, 0, args.metagraph_indexes),
    ),
    get_coldkey_auto_stake_hotkey: method({ coldkey: accountId, netuid }, option(accountId), (state, args) =>
      state.get(subtensor.AutoStakeDestination, args.coldkey, args.netuid),
    ),
    get_selective_mechagraph: method(
      { netuid, subid: u8, metagraph_indexes: indexes },
      option(selectiveMetagraph),
      (state, args) => selectiveMetagraphOf(state, args.netuid, args.subid, args.metagraph_indexes),
    ),
    get_subnet_to_prune: method({}, option(netuid), (state) => prunableSubnet(state, blockOf(state))),
    get_subnet_account_id: method({ netuid }, option(accountId), (state, args) =>
      ifExists(state, args.netuid, () => subnetAccount(args.netuid)),
    ),
    get_next_epoch_start_block: method({ netuid }, option(u64), (state, args) => nextEpoch(state, args.netuid)),
    get_subnet_hyperparams_v3: method({ netuid }, option(vec(hyperparamEntry)), (state, args) =>
      ifExists(state, args.netuid, hyperparamListOf),
    ),
  },
};
