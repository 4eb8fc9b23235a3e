/**
 * Methods that only a Subtensor node has: runtime functions under short names, the SCALE result as a list of numbers
 * (spec storage §3.1). Parameters as the function's, then the block; accounts as SS58 or hex.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes } from '../../src/chain/bytes.ts';
import { decode, encode, u8, u16, u64, vec } from '../../src/chain/scale/index.ts';
import { accountId } from '../../src/chain/schema/index.ts';
import type { RpcContext } from './context.ts';
import { blockAt } from './context.ts';
import { invalidParams } from './error.ts';
import type { Methods } from './json-rpc.ts';
import type { Params } from './params.ts';
import type { RuntimeCaller } from './runtime-call.ts';

type Kind = 'account' | 'netuid' | 'uid' | 'mechanism' | 'indexes';

const METHODS: Readonly<Record<string, readonly [method: string, ...kinds: Kind[]]>> = {
  delegateInfo_getDelegates: ['DelegateInfoRuntimeApi_get_delegates'],
  delegateInfo_getDelegate: ['DelegateInfoRuntimeApi_get_delegate', 'account'],
  delegateInfo_getDelegated: ['DelegateInfoRuntimeApi_get_delegated', 'account'],
  neuronInfo_getNeuronsLite: ['NeuronInfoRuntimeApi_get_neurons_lite', 'netuid'],
  neuronInfo_getNeuronLite: ['NeuronInfoRuntimeApi_get_neuron_lite', 'netuid', 'uid'],
  neuronInfo_getNeurons: ['NeuronInfoRuntimeApi_get_neurons', 'netuid'],
  neuronInfo_getNeuron: ['NeuronInfoRuntimeApi_get_neuron', 'netuid', 'uid'],
  subnetInfo_getSubnetInfo: ['SubnetInfoRuntimeApi_get_subnet_info', 'netuid'],
  subnetInfo_getSubnetsInfo: ['SubnetInfoRuntimeApi_get_subnets_info'],
  subnetInfo_getSubnetInfo_v2: ['SubnetInfoRuntimeApi_get_subnet_info_v2', 'netuid'],
  subnetInfo_getSubnetsInfo_v2: ['SubnetInfoRuntimeApi_get_subnets_info_v2'],
  subnetInfo_getSubnetHyperparams: ['SubnetInfoRuntimeApi_get_subnet_hyperparams', 'netuid'],
  subnetInfo_getSubnetHyperparamsV2: ['SubnetInfoRuntimeApi_get_subnet_hyperparams_v2', 'netuid'],
  subnetInfo_getAllDynamicInfo: ['SubnetInfoRuntimeApi_get_all_dynamic_info'],
  subnetInfo_getDynamicInfo: ['SubnetInfoRuntimeApi_get_dynamic_info', 'netuid'],
  subnetInfo_getAllMetagraphs: ['SubnetInfoRuntimeApi_get_all_metagraphs'],
  subnetInfo_getMetagraph: ['SubnetInfoRuntimeApi_get_metagraph', 'netuid'],
  subnetInfo_getAllMechagraphs: ['SubnetInfoRuntimeApi_get_all_mechagraphs'],
  subnetInfo_getMechagraph: ['SubnetInfoRuntimeApi_get_mechagraph', 'netuid', 'mechanism'],
  subnetInfo_getSubnetState: ['SubnetInfoRuntimeApi_get_subnet_state', 'netuid'],
  subnetInfo_getSelectiveMetagraph: ['SubnetInfoRuntimeApi_get_selective_metagraph', 'netuid', 'indexes'],
  subnetInfo_getColdkeyAutoStakeHotkey: ['SubnetInfoRuntimeApi_get_coldkey_auto_stake_hotkey', 'account', 'netuid'],
  subnetInfo_getSelectiveMechagraph: [
    'SubnetInfoRuntimeApi_get_selective_mechagraph',
    'netuid',
    'mechanism',
    'indexes',
  ],
  subnetInfo_getSubnetToPrune: ['SubnetInfoRuntimeApi_get_subnet_to_prune'],
  subnetInfo_getSubnetAccountId: ['SubnetInfoRuntimeApi_get_subnet_account_id', 'netuid'],
  stakeInfo_getColdkeyLock: ['StakeInfoRuntimeApi_get_coldkey_lock', 'account', 'netuid'],
};

export function nodeMethods({ chain }: RpcContext, callRuntime: RuntimeCaller): Methods {
  const wrappers = Object.entries(METHODS).map(([name, [method, ...kinds]]) => {
    const run = (params: Params) => {
      const args = concatBytes(...kinds.map((kind, place) => argument(params, place, kind)));
      return Array.from(callRuntime(blockAt(chain, params, kinds.length), method, args));
    };
    return [name, run] as const;
  });
  return {
    ...Object.fromEntries(wrappers),
    // The one that answers with a number.
    subnetInfo_getLockCost: (params) => {
      const cost = callRuntime(
        blockAt(chain, params, 0),
        'SubnetRegistrationRuntimeApi_get_network_registration_cost',
        new Uint8Array(),
      );
      return Number(decode(u64, cost));
    },
  };
}

function argument(params: Params, place: number, kind: Kind): Bytes {
  switch (kind) {
    case 'account':
      return encode(accountId, params.account(place, kind));
    case 'indexes':
      return encode(
        vec(u16),
        params.numbers(place, kind).map((index) => atMost(index, U16_MAX, kind)),
      );
    case 'mechanism':
      return encode(u8, atMost(params.u32(place, kind), U8_MAX, kind));
    default:
      return encode(u16, atMost(params.u32(place, kind), U16_MAX, kind));
  }
}

const U8_MAX = 0xff;
const U16_MAX = 0xffff;

function atMost(value: number, max: number, name: string): number {
  if (value > max) throw invalidParams(`${name}: expected at most ${max}, got ${value}`);
  return value;
}
