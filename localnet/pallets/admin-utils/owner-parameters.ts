/**
 * Parameters of one subnet that its owner may set too, each with its clock: one row per call, in the order of the calls'
 * indices (spec participation §11).
 *
 * Bounds that the metadata does not show are those of the pallet; each constant says so.
 */
import { U64F64 } from '../../../src/chain/fixed/index.ts';
import { constants, storage } from '../../../src/chain/schema/index.ts';
import type { Outcome } from '../block-execution.ts';
import { emit } from '../block-execution.ts';
import type { Handlers } from '../handlers.ts';
import { fail, moduleError } from '../module-error.ts';
import { MAX_UIDS_OF_ALL_MECHANISMS } from '../subtensor/networks/mechanisms.ts';
import { changed } from './events.ts';
import type { Setting } from './setter.ts';
import { forSubnet, ofSubnet } from './setter.ts';

const subtensor = storage.SubtensorModule;
const { MinBurnUpperBound, MaxBurnLowerBound, InitialMaxAllowedUids } = constants.SubtensorModule;

/** Parts of 10^6 that bonds may keep by an owner's wish; root may go further. */
const OWNERS_MAX_BONDS_MOVING_AVERAGE = 975_000n;
/** Parts of 65535: the slowest speed that liquid alpha may have, a fortieth. */
const MIN_LIQUID_ALPHA = 1_638;
const REVEAL_PERIOD_EPOCHS = { least: 1n, most: 100n };
const IMMUNE_OWNER_UIDS = { least: 1, most: 10 };
const MAX_BURN_HALF_LIFE_BLOCKS = 36_100;
const BURN_INCREASE = { least: U64F64.fromInteger(1n), most: U64F64.fromInteger(3n) };

const outOfBounds = () => moduleError('AdminUtils', 'ValueNotInBounds');
const invalidValue = () => moduleError('AdminUtils', 'InvalidValue');

export const ownerParameters: Handlers<'AdminUtils'> = {
  sudo_set_serving_rate_limit: ofSubnet(subtensor.ServingRateLimit, 'serving_rate_limit', {
    by: 'owner',
    limit: 'ServingRateLimit',
    on: 'any',
    event: changed('ServingRateLimitSet'),
  }),
  sudo_set_max_difficulty: ofSubnet(subtensor.MaxDifficulty, 'max_difficulty', {
    by: 'owner',
    limit: 'MaxDifficulty',
    event: changed('MaxDifficultySet'),
  }),
  sudo_set_weights_version_key: ofSubnet(subtensor.WeightsVersionKey, 'weights_version_key', {
    by: 'owner',
    limit: 'SetWeightsVersionKey',
    event: changed('WeightsVersionKeySet'),
  }),
  sudo_set_adjustment_alpha: ofSubnet(subtensor.AdjustmentAlpha, 'adjustment_alpha', {
    by: 'owner',
    limit: 'AdjustmentAlpha',
    event: changed('AdjustmentAlphaSet'),
  }),
  sudo_set_immunity_period: ofSubnet(subtensor.ImmunityPeriod, 'immunity_period', {
    by: 'owner',
    limit: 'ImmunityPeriod',
    event: changed('ImmunityPeriodSet'),
  }),
  sudo_set_min_allowed_weights: ofSubnet(subtensor.MinAllowedWeights, 'min_allowed_weights', {
    by: 'owner',
    limit: 'MinAllowedWeights',
    event: changed('MinAllowedWeightSet'),
  }),
  sudo_set_max_allowed_uids: ofSubnet(subtensor.MaxAllowedUids, 'max_allowed_uids', {
    by: 'owner',
    limit: 'MaxAllowedUids',
    check: maxUidsError,
    event: changed('MaxAllowedUidsSet'),
  }),
  // The chain reports no event for it.
  sudo_set_rho: ofSubnet(subtensor.Rho, 'rho', { by: 'owner', limit: 'Rho' }),
  sudo_set_activity_cutoff: ofSubnet(subtensor.ActivityCutoff, 'activity_cutoff', {
    by: 'owner',
    limit: 'ActivityCutoff',
    check: (cutoff, { state }) =>
      cutoff < state.get(subtensor.MinActivityCutoff) ? fail('ActivityCutoffTooLow') : undefined,
    event: changed('ActivityCutoffSet'),
  }),
  sudo_set_min_burn: ofSubnet(subtensor.MinBurn, 'min_burn', {
    by: 'owner',
    limit: 'MinBurn',
    check: (rao, { state, netuid }) =>
      rao >= MinBurnUpperBound.value || rao >= state.get(subtensor.MaxBurn, netuid) ? outOfBounds() : undefined,
    event: changed('MinBurnSet'),
  }),
  sudo_set_max_burn: ofSubnet(subtensor.MaxBurn, 'max_burn', {
    by: 'owner',
    limit: 'MaxBurn',
    check: (rao, { state, netuid }) =>
      rao <= MaxBurnLowerBound.value || rao <= state.get(subtensor.MinBurn, netuid) ? outOfBounds() : undefined,
    event: changed('MaxBurnSet'),
  }),
  sudo_set_bonds_moving_average: ofSubnet(subtensor.BondsMovingAverage, 'bonds_moving_average', {
    by: 'owner',
    limit: 'BondsMovingAverage',
    check: (kept, { byRoot }) =>
      !byRoot && kept > OWNERS_MAX_BONDS_MOVING_AVERAGE
        ? moduleError('AdminUtils', 'BondsMovingAverageMaxReached')
        : undefined,
    event: changed('BondsMovingAverageSet'),
  }),
  sudo_set_commit_reveal_weights_enabled: ofSubnet(subtensor.CommitRevealWeightsEnabled, 'enabled', {
    by: 'owner',
    limit: 'CommitRevealEnabled',
    event: changed('CommitRevealEnabled'),
  }),
  sudo_set_liquid_alpha_enabled: ofSubnet(subtensor.LiquidAlphaOn, 'enabled', {
    by: 'owner',
    limit: 'LiquidAlphaEnabled',
    on: 'any',
  }),
  sudo_set_alpha_values: forSubnet(
    { by: 'owner', limit: 'AlphaValues', on: 'any' },
    ({ state }, { netuid, alpha_low: low, alpha_high: high }: AlphaValues) => {
      if (!state.get(subtensor.LiquidAlphaOn, netuid)) return fail('LiquidAlphaDisabled');
      if (high < MIN_LIQUID_ALPHA) return fail('AlphaHighTooLow');
      if (low < MIN_LIQUID_ALPHA || low > high) return fail('AlphaLowOutOfRange');
      state.put(subtensor.AlphaValues, netuid, [low, high]);
      return undefined;
    },
  ),
  sudo_set_commit_reveal_weights_interval: ofSubnet(subtensor.RevealPeriodEpochs, 'interval', {
    by: 'owner',
    limit: 'WeightCommitInterval',
    check: (epochs) => {
      if (epochs > REVEAL_PERIOD_EPOCHS.most) return fail('RevealPeriodTooLarge');
      return epochs < REVEAL_PERIOD_EPOCHS.least ? fail('RevealPeriodTooSmall') : undefined;
    },
    event: changed('CommitRevealPeriodsSet'),
  }),
  sudo_set_bonds_penalty: ofSubnet(subtensor.BondsPenalty, 'bonds_penalty', {
    by: 'owner',
    limit: 'BondsPenalty',
    event: changed('BondsPenaltySet'),
  }),
  sudo_set_toggle_transfer: ofSubnet(subtensor.TransferToggle, 'toggle', {
    by: 'owner',
    limit: 'TransferEnabled',
    on: 'any',
    event: changed('TransferToggle'),
  }),
  sudo_set_alpha_sigmoid_steepness: ofSubnet(subtensor.AlphaSigmoidSteepness, 'steepness', {
    by: 'owner',
    limit: 'AlphaSigmoidSteepness',
    check: (steepness, { byRoot }) =>
      !byRoot && steepness < 0 ? moduleError('AdminUtils', 'NegativeSigmoidSteepness') : undefined,
  }),
  sudo_set_yuma3_enabled: ofSubnet(subtensor.Yuma3On, 'enabled', {
    by: 'owner',
    limit: 'Yuma3Enabled',
    on: 'any',
    event: (execution, netuid, enabled) => emit(execution, 'AdminUtils', 'Yuma3EnableToggled', { netuid, enabled }),
  }),
  sudo_set_bonds_reset_enabled: ofSubnet(subtensor.BondsResetOn, 'enabled', {
    by: 'owner',
    limit: 'BondsResetEnabled',
    on: 'any',
    event: (execution, netuid, enabled) => {
      emit(execution, 'SubtensorModule', 'BondsResetOnSet', [netuid, enabled]);
      emit(execution, 'AdminUtils', 'BondsResetToggled', { netuid, enabled });
    },
  }),
  sudo_set_owner_immune_neuron_limit: ofSubnet(subtensor.ImmuneOwnerUidsLimit, 'immune_neurons', {
    by: 'owner',
    limit: 'ImmuneNeuronLimit',
    on: 'any',
    check: (uids) =>
      uids < IMMUNE_OWNER_UIDS.least || uids > IMMUNE_OWNER_UIDS.most ? fail('InvalidValue') : undefined,
  }),
  sudo_set_recycle_or_burn: ofSubnet(subtensor.RecycleOrBurn, 'recycle_or_burn', {
    by: 'owner',
    limit: 'RecycleOrBurn',
    on: 'any',
  }),
  sudo_set_burn_half_life: ofSubnet(subtensor.BurnHalfLife, 'burn_half_life', {
    by: 'owner',
    limit: 'BurnHalfLife',
    on: 'not-root',
    check: (blocks) => (blocks < 1 || blocks > MAX_BURN_HALF_LIFE_BLOCKS ? invalidValue() : undefined),
    event: (execution, netuid, blocks) =>
      emit(execution, 'AdminUtils', 'BurnHalfLifeSet', { netuid, burn_half_life: blocks }),
  }),
  sudo_set_burn_increase_mult: ofSubnet(subtensor.BurnIncreaseMult, 'burn_increase_mult', {
    by: 'owner',
    limit: 'BurnIncreaseMult',
    on: 'not-root',
    check: (factor) => (factor < BURN_INCREASE.least || factor > BURN_INCREASE.most ? invalidValue() : undefined),
    event: (execution, netuid, factor) =>
      emit(execution, 'AdminUtils', 'BurnIncreaseMultSet', { netuid, burn_increase_mult: factor }),
  }),
  sudo_set_owner_cut_enabled: ofSubnet(subtensor.OwnerCutEnabled, 'enabled', { by: 'owner', on: 'not-root' }),
  sudo_set_min_childkey_take_per_subnet: ofSubnet(subtensor.MinChildkeyTakePerSubnet, 'take', {
    by: 'owner',
    limit: 'MinChildkeyTake',
    check: (take, { state }) =>
      take < state.get(subtensor.MinChildkeyTake) || take > state.get(subtensor.MaxChildkeyTake)
        ? invalidValue()
        : undefined,
    event: changed('MinChildKeyTakePerSubnetSet'),
  }),
  sudo_set_owner_cut_auto_lock_enabled: ofSubnet(subtensor.OwnerCutAutoLockEnabled, 'enabled', {
    by: 'owner',
    on: 'not-root',
  }),
};

interface AlphaValues {
  readonly netuid: number;
  readonly alpha_low: number;
  readonly alpha_high: number;
}

function maxUidsError(uids: number, { state, netuid }: Setting): Outcome {
  if (uids < state.get(subtensor.MinAllowedUids, netuid)) {
    return moduleError('AdminUtils', 'MaxAllowedUidsLessThanMinAllowedUids');
  }
  if (uids < state.get(subtensor.SubnetworkN, netuid)) {
    return moduleError('AdminUtils', 'MaxAllowedUIdsLessThanCurrentUIds');
  }
  if (uids > InitialMaxAllowedUids.value) {
    return moduleError('AdminUtils', 'MaxAllowedUidsGreaterThanDefaultMaxAllowedUids');
  }
  const mechanisms = state.get(subtensor.MechanismCountCurrent, netuid);
  return uids * mechanisms > MAX_UIDS_OF_ALL_MECHANISMS ? fail('TooManyUIDsPerMechanism') : undefined;
}
