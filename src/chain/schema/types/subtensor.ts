/**
 * Types of the Subtensor pallet that stand in storage or in calls. (`pallet_subtensor::pallet` and neighbours)
 */
import type { Value } from '../../scale/index.ts';
import { bytes, i64, option, struct, u8, u16, u32, u64, u128, variant } from '../../scale/index.ts';
import { accountId, boundedBytes, btreeSet, netuid, percent } from './basic.ts';
import { u64f64 } from './fixed.ts';

const pallet = (name: string) => ['pallet_subtensor', 'pallet', name];

/** Where a neuron answers. `ip` is the address as a number; ip 0 means "not serving". */
export const axonInfo = struct(pallet('AxonInfo'), {
  block: u64,
  version: u32,
  ip: u128,
  port: u16,
  ip_type: u8,
  protocol: u8,
  placeholder1: u8,
  placeholder2: u8,
});
export type AxonInfo = Value<typeof axonInfo>;

export const prometheusInfo = struct(pallet('PrometheusInfo'), {
  block: u64,
  version: u32,
  ip: u128,
  port: u16,
  ip_type: u8,
});

export const neuronCertificate = struct(pallet('NeuronCertificate'), { public_key: boundedBytes, algorithm: u8 });

/** Who stands behind a coldkey; every field is free UTF-8 text. */
export const chainIdentityV2 = struct(pallet('ChainIdentityV2'), {
  name: bytes,
  url: bytes,
  github_repo: bytes,
  image: bytes,
  discord: bytes,
  description: bytes,
  additional: bytes,
});

/** What a subnet says about itself; every field is free UTF-8 text. */
export const subnetIdentityV3 = struct(pallet('SubnetIdentityV3'), {
  subnet_name: bytes,
  github_repo: bytes,
  subnet_contact: bytes,
  subnet_url: bytes,
  discord: bytes,
  description: bytes,
  logo_url: bytes,
  additional: bytes,
});
export type SubnetIdentityV3 = Value<typeof subnetIdentityV3>;

/** A share of a hotkey's pool: mantissa · 10^exponent. */
export const safeFloat = struct(['share_pool', 'SafeFloat'], { mantissa: u128, exponent: i64 });

/** Alpha that a coldkey has locked, with the conviction that it has gathered. */
export const lockState = struct(['pallet_subtensor', 'staking', 'lock', 'LockState'], {
  locked_mass: u64,
  conviction: u64f64,
  last_update: u64,
});

/** What happens to root dividends of a coldkey: sold for TAO, kept as alpha, or kept in some subnets only. */
export const rootClaimTypeEnum = variant(pallet('RootClaimTypeEnum'), {
  Swap: [0, []],
  Keep: [1, []],
  KeepSubnets: [2, { subnets: btreeSet(netuid) }],
});

/** What happens to miner incentive of the subnet owner: left unowned, or taken back from the supply. */
export const recycleOrBurnEnum = variant(pallet('RecycleOrBurnEnum'), { Burn: [0, []], Recycle: [1, []] });

export const subnetLease = struct(
  ['pallet_subtensor', 'subnets', 'leasing', 'SubnetLease'],
  {
    beneficiary: accountId,
    coldkey: accountId,
    hotkey: accountId,
    emissions_share: percent,
    end_block: option(u32),
    netuid,
    cost: u64,
  },
  [
    { name: 'AccountId', codec: accountId },
    { name: 'BlockNumber', codec: u32 },
    { name: 'Balance', codec: u64 },
  ],
);

/** Parameters that a subnet owner may change, each with its own rate limit. */
export const hyperparameter = variant(['pallet_subtensor', 'utils', 'rate_limiting', 'Hyperparameter'], {
  Unknown: [0, []],
  ServingRateLimit: [1, []],
  MaxDifficulty: [2, []],
  AdjustmentAlpha: [3, []],
  MaxWeightLimit: [4, []],
  ImmunityPeriod: [5, []],
  MinAllowedWeights: [6, []],
  Kappa: [7, []],
  Rho: [8, []],
  ActivityCutoff: [9, []],
  PowRegistrationAllowed: [10, []],
  MinBurn: [11, []],
  MaxBurn: [12, []],
  BondsMovingAverage: [13, []],
  BondsPenalty: [14, []],
  CommitRevealEnabled: [15, []],
  LiquidAlphaEnabled: [16, []],
  AlphaValues: [17, []],
  WeightCommitInterval: [18, []],
  TransferEnabled: [19, []],
  AlphaSigmoidSteepness: [20, []],
  Yuma3Enabled: [21, []],
  BondsResetEnabled: [22, []],
  ImmuneNeuronLimit: [23, []],
  RecycleOrBurn: [24, []],
  MaxAllowedUids: [25, []],
  BurnHalfLife: [26, []],
  BurnIncreaseMult: [27, []],
  SubnetEmissionEnabled: [28, []],
  MinChildkeyTake: [29, []],
  ActivityCutoffFactorMilli: [30, []],
  TriggerEpoch: [31, []],
});

/** What a rate limit is counted for. */
export const rateLimitKey = variant(
  ['pallet_subtensor', 'RateLimitKey'],
  {
    SetSNOwnerHotkey: [0, [netuid]],
    OwnerHyperparamUpdate: [1, [netuid, hyperparameter]],
    NetworkLastRegistered: [2, []],
    LastTxBlock: [3, [accountId]],
    LastTxBlockChildKeyTake: [4, [accountId]],
    LastTxBlockDelegateTake: [5, [accountId]],
    AddStakeBurn: [6, [netuid]],
  },
  [{ name: 'AccountId', codec: accountId }],
);

/** `TransactionKeyLastBlock`'s third key. 2 is unused. */
export const TRANSACTION_KINDS = {
  SetChildren: 0,
  SetChildkeyTake: 1,
  RegisterNetwork: 3,
  SetWeightsVersionKey: 4,
  SetSNOwnerHotkey: 5,
  OwnerHyperparamUpdate: 6,
  MechanismCountUpdate: 7,
  MechanismEmission: 8,
  MaxUidsTrimming: 9,
  AddStakeBurn: 10,
  TempoUpdate: 11,
} as const;
