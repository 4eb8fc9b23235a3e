/**
 * `get_subnet_hyperparams`, `_v2` and `_v3`: what the owner, root or nobody may change about a subnet.
 *
 * The first two are structs with fields that nothing uses any more; the third is a list of names with typed values that can
 * grow (spec storage §3).
 */
import { utf8 } from '../../src/chain/bytes.ts';
import { I32F32 } from '../../src/chain/fixed/index.ts';
import type { Value } from '../../src/chain/scale/index.ts';
import type { hyperparamEntry, hyperparamValue } from '../../src/chain/schema/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import type { State } from '../state.ts';
import { activityCutoffBlocks } from './networks.ts';
import { MAX_WEIGHTS_LIMIT } from './subnet-info.ts';

const subtensor = storage.SubtensorModule;

/** Yuma's versions, as the chain counts them. */
const YUMA_CLASSIC = 2;
const YUMA_3 = 3;

export function hyperparamsOf(state: State, netuid: number) {
  const [alphaLow, alphaHigh] = state.get(subtensor.AlphaValues, netuid);
  return {
    rho: state.get(subtensor.Rho, netuid),
    kappa: state.get(subtensor.Kappa, netuid),
    immunity_period: state.get(subtensor.ImmunityPeriod, netuid),
    min_allowed_weights: state.get(subtensor.MinAllowedWeights, netuid),
    max_weights_limit: MAX_WEIGHTS_LIMIT,
    tempo: state.get(subtensor.Tempo, netuid),
    min_difficulty: state.get(subtensor.MinDifficulty, netuid),
    max_difficulty: state.get(subtensor.MaxDifficulty, netuid),
    weights_version: state.get(subtensor.WeightsVersionKey, netuid),
    weights_rate_limit: state.get(subtensor.WeightsSetRateLimit, netuid),
    adjustment_interval: state.get(subtensor.AdjustmentInterval, netuid),
    activity_cutoff: activityCutoffBlocks(state, netuid),
    registration_allowed: state.get(subtensor.NetworkRegistrationAllowed, netuid),
    target_regs_per_interval: state.get(subtensor.TargetRegistrationsPerInterval, netuid),
    min_burn: state.get(subtensor.MinBurn, netuid),
    max_burn: state.get(subtensor.MaxBurn, netuid),
    bonds_moving_avg: state.get(subtensor.BondsMovingAverage, netuid),
    max_regs_per_block: state.get(subtensor.MaxRegistrationsPerBlock, netuid),
    serving_rate_limit: state.get(subtensor.ServingRateLimit, netuid),
    max_validators: state.get(subtensor.MaxAllowedValidators, netuid),
    adjustment_alpha: state.get(subtensor.AdjustmentAlpha, netuid),
    difficulty: state.get(subtensor.Difficulty, netuid),
    commit_reveal_period: state.get(subtensor.RevealPeriodEpochs, netuid),
    commit_reveal_weights_enabled: state.get(subtensor.CommitRevealWeightsEnabled, netuid),
    alpha_high: alphaHigh,
    alpha_low: alphaLow,
    liquid_alpha_enabled: state.get(subtensor.LiquidAlphaOn, netuid),
    alpha_sigmoid_steepness: I32F32.fromInteger(BigInt(state.get(subtensor.AlphaSigmoidSteepness, netuid))),
    yuma_version: state.get(subtensor.Yuma3On, netuid) ? YUMA_3 : YUMA_CLASSIC,
    subnet_is_active: state.get(subtensor.SubtokenEnabled, netuid),
    transfers_enabled: state.get(subtensor.TransferToggle, netuid),
    bonds_reset_enabled: state.get(subtensor.BondsResetOn, netuid),
    // Liquidity of users' own is a thing of the past.
    user_liquidity_enabled: false,
  };
}

type HyperparamValue = Value<typeof hyperparamValue>;
type Entry = Value<typeof hyperparamEntry>;

const bool = (value: boolean): HyperparamValue => ({ type: 'Bool', value: [value] });
const u16 = (value: number): HyperparamValue => ({ type: 'U16', value: [value] });
const u32 = (value: number): HyperparamValue => ({ type: 'U32', value: [value] });
const u64 = (value: bigint): HyperparamValue => ({ type: 'U64', value: [value] });
const tao = (rao: bigint): HyperparamValue => ({ type: 'TaoBalance', value: [rao] });

export function hyperparamListOf(state: State, netuid: number): Entry[] {
  const of = hyperparamsOf(state, netuid);
  const values: Readonly<Record<string, HyperparamValue>> = {
    kappa: u16(of.kappa),
    immunity_period: u16(of.immunity_period),
    min_allowed_weights: u16(of.min_allowed_weights),
    max_weights_limit: u16(of.max_weights_limit),
    tempo: u16(of.tempo),
    weights_version: u64(of.weights_version),
    weights_rate_limit: u64(of.weights_rate_limit),
    activity_cutoff: u64(of.activity_cutoff),
    activity_cutoff_factor: u32(state.get(subtensor.ActivityCutoffFactorMilli, netuid)),
    registration_allowed: bool(of.registration_allowed),
    target_regs_per_interval: u16(of.target_regs_per_interval),
    min_burn: tao(of.min_burn),
    max_burn: tao(of.max_burn),
    burn_half_life: u16(state.get(subtensor.BurnHalfLife, netuid)),
    burn_increase_mult: { type: 'U64F64', value: [state.get(subtensor.BurnIncreaseMult, netuid)] },
    bonds_moving_avg: u64(of.bonds_moving_avg),
    max_regs_per_block: u16(of.max_regs_per_block),
    serving_rate_limit: u64(of.serving_rate_limit),
    max_validators: u16(of.max_validators),
    commit_reveal_period: u64(of.commit_reveal_period),
    commit_reveal_weights_enabled: bool(of.commit_reveal_weights_enabled),
    alpha_high: u16(of.alpha_high),
    alpha_low: u16(of.alpha_low),
    liquid_alpha_enabled: bool(of.liquid_alpha_enabled),
    alpha_sigmoid_steepness: { type: 'I32F32', value: [of.alpha_sigmoid_steepness] },
    yuma_version: u16(of.yuma_version),
    subnet_is_active: bool(of.subnet_is_active),
    transfers_enabled: bool(of.transfers_enabled),
    bonds_reset_enabled: bool(of.bonds_reset_enabled),
    user_liquidity_enabled: bool(of.user_liquidity_enabled),
    owner_cut_enabled: bool(state.get(subtensor.OwnerCutEnabled, netuid)),
    owner_cut_auto_lock_enabled: bool(state.get(subtensor.OwnerCutAutoLockEnabled, netuid)),
    min_childkey_take: u16(state.get(subtensor.MinChildkeyTakePerSubnet, netuid)),
  };
  return Object.entries(values).map(([name, value]) => ({ name: utf8(name), value }));
}
