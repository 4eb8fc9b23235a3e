/**
 * `NeuronInfoRuntimeApi`: neurons one by one, with or without their weights and bonds.
 *
 * Rank, trust and pruning score are not stored any more: 0, 0 and 65535. `stake` has one entry, the coldkey with all alpha
 * on the hotkey (spec storage §3).
 */
import { U16_MAX } from '../../src/chain/fixed/index.ts';
import { option, vec } from '../../src/chain/scale/index.ts';
import { netuid, neuronInfo, neuronInfoLite, storage, uid } from '../../src/chain/schema/index.ts';
import { hotkeyStake } from '../pallets/subtensor/ledger.ts';
import type { State } from '../state.ts';
import { method, type RuntimeApi } from './method.ts';
import { exists } from './networks.ts';

const subtensor = storage.SubtensorModule;

export const NO_AXON = {
  block: 0n,
  version: 0,
  ip: 0n,
  port: 0,
  ip_type: 0,
  protocol: 0,
  placeholder1: 0,
  placeholder2: 0,
} as const;
const NO_PROMETHEUS = { block: 0n, version: 0, ip: 0n, port: 0, ip_type: 0 } as const;

type Neuron = NonNullable<ReturnType<typeof neuron>>;

/** Everything but the pruning score, which stands after the weights; undefined where the uid has no hotkey. */
function neuron(state: State, of: number, id: number) {
  if (!state.has(subtensor.Keys, of, id)) return undefined;
  const hotkey = state.get(subtensor.Keys, of, id);
  const coldkey = state.get(subtensor.Owner, hotkey);
  return {
    hotkey,
    coldkey,
    uid: id,
    netuid: of,
    active: state.get(subtensor.Active, of)[id] ?? false,
    axon_info: state.get(subtensor.Axons, of, hotkey) ?? NO_AXON,
    prometheus_info: state.get(subtensor.Prometheus, of, hotkey) ?? NO_PROMETHEUS,
    stake: [[coldkey, hotkeyStake(state, hotkey, of)] as const],
    rank: 0,
    emission: state.get(subtensor.Emission, of)[id] ?? 0n,
    incentive: state.get(subtensor.Incentive, of)[id] ?? 0,
    consensus: state.get(subtensor.Consensus, of)[id] ?? 0,
    trust: 0,
    validator_trust: state.get(subtensor.ValidatorTrust, of)[id] ?? 0,
    dividends: state.get(subtensor.Dividends, of)[id] ?? 0,
    last_update: state.get(subtensor.LastUpdate, of)[id] ?? 0n,
    validator_permit: state.get(subtensor.ValidatorPermit, of)[id] ?? false,
    pruning_score: U16_MAX,
  };
}

/** The same with what it gives and holds; zeros are left out. */
function withRows(state: State, of: Neuron) {
  const positive = (row: readonly (readonly [number, number])[]) => row.filter(([, value]) => value > 0);
  return {
    ...of,
    weights: positive(state.get(subtensor.Weights, of.netuid, of.uid)),
    bonds: positive(state.get(subtensor.Bonds, of.netuid, of.uid)),
  };
}

/** Neurons 0…n−1, up to the first uid without a hotkey. */
function neurons(state: State, of: number): Neuron[] {
  const found: Neuron[] = [];
  const n = exists(state, of) ? state.get(subtensor.SubnetworkN, of) : 0;
  for (let id = 0; id < n; id++) {
    const next = neuron(state, of, id);
    if (!next) break;
    found.push(next);
  }
  return found;
}

const one = (state: State, of: number, id: number) => (exists(state, of) ? neuron(state, of, id) : undefined);

export const neuronInfoApi: RuntimeApi = {
  name: 'NeuronInfoRuntimeApi',
  version: 1,
  methods: {
    get_neurons: method({ netuid }, vec(neuronInfo), (state, args) =>
      neurons(state, args.netuid).map((of) => withRows(state, of)),
    ),
    get_neuron: method({ netuid, uid }, option(neuronInfo), (state, args) => {
      const found = one(state, args.netuid, args.uid);
      return found && withRows(state, found);
    }),
    get_neurons_lite: method({ netuid }, vec(neuronInfoLite), (state, args) => neurons(state, args.netuid)),
    get_neuron_lite: method({ netuid, uid }, option(neuronInfoLite), (state, args) =>
      one(state, args.netuid, args.uid),
    ),
  },
};
