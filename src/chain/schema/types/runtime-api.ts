/**
 * What the runtime's own functions answer (`state_call`), where a client cannot read storage instead.
 *
 * Such answers are not provable: they are `claimed` at best. Numbers come in the compact form here.
 * Layouts as in `pallet_subtensor::rpc_info` and neighbours.
 */
import type { Codec, Value } from '../../scale/index.ts';
import {
  array,
  bool,
  bytes,
  compact,
  fixedBytes,
  option,
  struct,
  tuple,
  u8,
  u16,
  u32,
  u64,
  u128,
  variant,
  vec,
} from '../../scale/index.ts';
import { accountId, netuid } from './basic.ts';
import { i32f32, i96f32, u64f64 } from './fixed.ts';
import { axonInfo, chainIdentityV2, prometheusInfo, subnetIdentityV3 } from './subtensor.ts';

const rpc = (module: string, name: string) => ['pallet_subtensor', 'rpc_info', module, name];
const common = (name: string) => ['subtensor_runtime_common', name];
const byAccount = [{ name: 'AccountId', codec: accountId }];
const c8 = compact(u8);
const c16 = compact(u16);
const c32 = compact(u32);
const c64 = compact(u64);
const c128 = compact(u128);

export const dynamicInfo = struct(
  rpc('dynamic_info', 'DynamicInfo'),
  {
    netuid: c16,
    owner_hotkey: accountId,
    owner_coldkey: accountId,
    subnet_name: vec(c8),
    token_symbol: vec(c8),
    tempo: c16,
    last_step: c64,
    blocks_since_last_step: c64,
    emission: c64,
    alpha_in: c64,
    alpha_out: c64,
    tao_in: c64,
    alpha_out_emission: c64,
    alpha_in_emission: c64,
    tao_in_emission: c64,
    pending_alpha_emission: c64,
    pending_root_emission: c64,
    subnet_volume: c128,
    network_registered_at: c64,
    subnet_identity: option(subnetIdentityV3),
    moving_price: i96f32,
  },
  byAccount,
);

const subnetInfoFields = {
  netuid: c16,
  rho: c16,
  kappa: c16,
  difficulty: c64,
  immunity_period: c16,
  max_allowed_validators: c16,
  min_allowed_weights: c16,
  max_weights_limit: c16,
  scaling_law_power: c16,
  subnetwork_n: c16,
  max_allowed_uids: c16,
  blocks_since_last_step: c64,
  tempo: c16,
  network_modality: c16,
  network_connect: vec(array(u16, 2)),
};
export const subnetInfo = struct(
  rpc('subnet_info', 'SubnetInfo'),
  {
    ...subnetInfoFields,
    emission_values: c64,
    burn: c64,
    owner: accountId,
  },
  byAccount,
);
export const subnetInfov2 = struct(
  rpc('subnet_info', 'SubnetInfov2'),
  {
    ...subnetInfoFields,
    emission_value: c64,
    burn: c64,
    owner: accountId,
    identity: option(subnetIdentityV3),
  },
  byAccount,
);

const hyperparamFields = {
  rho: c16,
  kappa: c16,
  immunity_period: c16,
  min_allowed_weights: c16,
  max_weights_limit: c16,
  tempo: c16,
  min_difficulty: c64,
  max_difficulty: c64,
  weights_version: c64,
  weights_rate_limit: c64,
  adjustment_interval: c16,
  activity_cutoff: c64,
  registration_allowed: bool,
  target_regs_per_interval: c16,
  min_burn: c64,
  max_burn: c64,
  bonds_moving_avg: c64,
  max_regs_per_block: c16,
  serving_rate_limit: c64,
  max_validators: c16,
  adjustment_alpha: c64,
  difficulty: c64,
  commit_reveal_period: c64,
  commit_reveal_weights_enabled: bool,
  alpha_high: c16,
  alpha_low: c16,
  liquid_alpha_enabled: bool,
};
export const subnetHyperparams = struct(rpc('subnet_info', 'SubnetHyperparams'), hyperparamFields);
export const subnetHyperparamsV2 = struct(rpc('subnet_info', 'SubnetHyperparamsV2'), {
  ...hyperparamFields,
  alpha_sigmoid_steepness: i32f32,
  yuma_version: c16,
  subnet_is_active: bool,
  transfers_enabled: bool,
  bonds_reset_enabled: bool,
  user_liquidity_enabled: bool,
});

export const hyperparamValue = variant(rpc('subnet_info', 'HyperparamValue'), {
  Bool: [0, [bool]],
  U16: [1, [c16]],
  U32: [2, [c32]],
  U64: [3, [c64]],
  U128: [4, [c128]],
  TaoBalance: [5, [c64]],
  I32F32: [6, [i32f32]],
  U64F64: [7, [u64f64]],
});
export const hyperparamEntry = struct(rpc('subnet_info', 'HyperparamEntry'), { name: bytes, value: hyperparamValue });

const neuronFields = {
  hotkey: accountId,
  coldkey: accountId,
  uid: c16,
  netuid: c16,
  active: bool,
  axon_info: axonInfo,
  prometheus_info: prometheusInfo,
  stake: vec(tuple(accountId, c64)),
  rank: c16,
  emission: c64,
  incentive: c16,
  consensus: c16,
  trust: c16,
  validator_trust: c16,
  dividends: c16,
  last_update: c64,
  validator_permit: bool,
};
export const neuronInfoLite = struct(
  rpc('neuron_info', 'NeuronInfoLite'),
  { ...neuronFields, pruning_score: c16 },
  byAccount,
);
export const neuronInfo = struct(
  rpc('neuron_info', 'NeuronInfo'),
  {
    ...neuronFields,
    weights: vec(tuple(c16, c16)),
    bonds: vec(tuple(c16, c16)),
    pruning_score: c16,
  },
  byAccount,
);

const metagraphFields = {
  name: vec(c8),
  symbol: vec(c8),
  identity: option(subnetIdentityV3),
  network_registered_at: c64,
  owner_hotkey: accountId,
  owner_coldkey: accountId,
  block: c64,
  tempo: c16,
  last_step: c64,
  blocks_since_last_step: c64,
  subnet_emission: c64,
  alpha_in: c64,
  alpha_out: c64,
  tao_in: c64,
  alpha_out_emission: c64,
  alpha_in_emission: c64,
  tao_in_emission: c64,
  pending_alpha_emission: c64,
  pending_root_emission: c64,
  subnet_volume: c128,
  moving_price: i96f32,
  rho: c16,
  kappa: c16,
  min_allowed_weights: c16,
  max_weights_limit: c16,
  weights_version: c64,
  weights_rate_limit: c64,
  activity_cutoff: c64,
  max_validators: c16,
  num_uids: c16,
  max_uids: c16,
  burn: c64,
  difficulty: c64,
  registration_allowed: bool,
  pow_registration_allowed: bool,
  immunity_period: c16,
  min_difficulty: c64,
  max_difficulty: c64,
  min_burn: c64,
  max_burn: c64,
  adjustment_alpha: c64,
  adjustment_interval: c16,
  target_regs_per_interval: c16,
  max_regs_per_block: c16,
  serving_rate_limit: c64,
  commit_reveal_weights_enabled: bool,
  commit_reveal_period: c64,
  liquid_alpha_enabled: bool,
  alpha_high: c16,
  alpha_low: c16,
  bonds_moving_avg: c64,
  hotkeys: vec(accountId),
  coldkeys: vec(accountId),
  identities: vec(option(chainIdentityV2)),
  axons: vec(axonInfo),
  active: vec(bool),
  validator_permit: vec(bool),
  pruning_score: vec(c16),
  last_update: vec(c64),
  emission: vec(c64),
  dividends: vec(c16),
  incentives: vec(c16),
  consensus: vec(c16),
  trust: vec(c16),
  rank: vec(c16),
  block_at_registration: vec(c64),
  alpha_stake: vec(c64),
  tao_stake: vec(c64),
  total_stake: vec(c64),
  tao_dividends_per_hotkey: vec(tuple(accountId, c64)),
  alpha_dividends_per_hotkey: vec(tuple(accountId, c64)),
};
export const metagraph = struct(rpc('metagraph', 'Metagraph'), { netuid: c16, ...metagraphFields }, byAccount);

type Optional<F> = { readonly [K in keyof F]: Codec<(F[K] extends Codec<infer T> ? T : never) | undefined> };
/** Every field asked for is there, the others are not. */
const selectiveFields = Object.fromEntries(
  Object.entries(metagraphFields).map(([name, codec]) => [name, option<unknown>(codec)]),
) as Optional<typeof metagraphFields>;

/** `Option<T>` within an option: `null` is the inner `None`, so that both kinds of nothing survive. */
function nullable<T>(of: Codec<T>): Codec<T | null> {
  const inner = option(of);
  return {
    shape: inner.shape,
    minBytes: inner.minBytes,
    write: (value, out) => inner.write(value ?? undefined, out),
    read: (input) => inner.read(input) ?? null,
  };
}
export const selectiveMetagraph = struct(
  rpc('metagraph', 'SelectiveMetagraph'),
  {
    netuid: c16,
    ...selectiveFields,
    identity: option(nullable(subnetIdentityV3)),
    validators: option(vec(c16)),
    commitments: option(vec(tuple(accountId, vec(c8)))),
  },
  byAccount,
);

export const subnetState = struct(
  rpc('show_subnet', 'SubnetState'),
  {
    netuid: c16,
    hotkeys: vec(accountId),
    coldkeys: vec(accountId),
    active: vec(bool),
    validator_permit: vec(bool),
    pruning_score: vec(c16),
    last_update: vec(c64),
    emission: vec(c64),
    dividends: vec(c16),
    incentives: vec(c16),
    consensus: vec(c16),
    trust: vec(c16),
    rank: vec(c16),
    block_at_registration: vec(c64),
    alpha_stake: vec(c64),
    tao_stake: vec(c64),
    total_stake: vec(c64),
    emission_history: vec(vec(c64)),
  },
  byAccount,
);

export const delegateInfo = struct(
  rpc('delegate_info', 'DelegateInfo'),
  {
    delegate_ss58: accountId,
    take: c16,
    nominators: vec(tuple(accountId, vec(tuple(c16, c64)))),
    owner_ss58: accountId,
    registrations: vec(c16),
    validator_permits: vec(c16),
    return_per_1000: c64,
    total_daily_return: c64,
  },
  byAccount,
);

export const stakeInfo = struct(
  rpc('stake_info', 'StakeInfo'),
  {
    hotkey: accountId,
    coldkey: accountId,
    netuid: c16,
    stake: c64,
    locked: c64,
    emission: c64,
    tao_emission: c64,
    drain: c64,
    is_registered: bool,
  },
  byAccount,
);
export const stakeAvailability = struct(rpc('stake_info', 'StakeAvailability'), {
  total: c64,
  locked: c64,
  available: c64,
});

const swapApi = (name: string) => ['pallet_subtensor_swap_runtime_api', name];
export const simSwapResult = struct(swapApi('SimSwapResult'), {
  tao_amount: u64,
  alpha_amount: u64,
  tao_fee: u64,
  alpha_fee: u64,
  tao_slippage: u64,
  alpha_slippage: u64,
});
export type SimSwapResult = Value<typeof simSwapResult>;
export const subnetPrice = struct(swapApi('SubnetPrice'), { netuid, price: u64 });

export const proxyTypeInfo = struct(common('ProxyTypeInfo'), { name: bytes, index: u8, deprecated: bool });
export const filterMode = variant(common('FilterMode'), {
  AllowAll: [0, []],
  DenyAll: [1, []],
  Allow: [2, []],
  Deny: [3, []],
});
export const callCondition = variant(common('CallCondition'), {
  ParamLessThan: [0, { param_name: bytes, limit: u128 }],
  NestedCallMustBe: [1, { pallet_name: bytes, call_name: bytes }],
});
export const callInfo = struct(common('CallInfo'), {
  pallet_name: bytes,
  pallet_index: u8,
  call_name: option(bytes),
  call_index: option(u8),
  condition: option(callCondition),
});
export const proxyFilterInfo = struct(common('ProxyFilterInfo'), {
  proxy_type: u8,
  name: bytes,
  deprecated: bool,
  filter_mode: filterMode,
  calls: vec(callInfo),
  exceptions: vec(callInfo),
});

export const shieldedTransaction = struct(['stp_shield', 'shielded_tx', 'ShieldedTransaction'], {
  key_hash: fixedBytes(16),
  kem_ct: bytes,
  aead_ct: bytes,
  nonce: fixedBytes(24),
});
