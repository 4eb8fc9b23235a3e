/**
 * Parameters of one subnet that only root may set: one row per call, in the order of the calls' indices.
 *
 * `frozen` stands where the freeze window holds even root back.
 */
import { storage } from '../../../src/chain/schema/index.ts';
import { emit } from '../block-execution.ts';
import type { Handlers } from '../handlers.ts';
import { moduleError } from '../module-error.ts';
import { changed } from './events.ts';
import { ofSubnet } from './setter.ts';

const subtensor = storage.SubtensorModule;

export const rootParameters: Handlers<'AdminUtils'> = {
  sudo_set_min_difficulty: ofSubnet(subtensor.MinDifficulty, 'min_difficulty', {
    frozen: true,
    event: changed('MinDifficultySet'),
  }),
  sudo_set_weights_set_rate_limit: ofSubnet(subtensor.WeightsSetRateLimit, 'weights_set_rate_limit', {
    event: changed('WeightsSetRateLimitSet'),
  }),
  sudo_set_adjustment_interval: ofSubnet(subtensor.AdjustmentInterval, 'adjustment_interval', {
    event: changed('AdjustmentIntervalSet'),
  }),
  sudo_set_kappa: ofSubnet(subtensor.Kappa, 'kappa', { event: changed('KappaSet') }),
  sudo_set_network_registration_allowed: ofSubnet(subtensor.NetworkRegistrationAllowed, 'registration_allowed', {
    on: 'any',
    event: changed('RegistrationAllowed'),
  }),
  sudo_set_network_pow_registration_allowed: () => moduleError('AdminUtils', 'POWRegistrationDisabled'),
  sudo_set_target_registrations_per_interval: ofSubnet(
    subtensor.TargetRegistrationsPerInterval,
    'target_registrations_per_interval',
    { frozen: true, event: changed('RegistrationPerIntervalSet') },
  ),
  sudo_set_difficulty: ofSubnet(subtensor.Difficulty, 'difficulty', { frozen: true, event: changed('DifficultySet') }),
  sudo_set_max_allowed_validators: ofSubnet(subtensor.MaxAllowedValidators, 'max_allowed_validators', {
    frozen: true,
    check: (validators, { state, netuid }) =>
      validators > state.get(subtensor.MaxAllowedUids, netuid)
        ? moduleError('AdminUtils', 'MaxValidatorsLargerThanMaxUIds')
        : undefined,
    event: changed('MaxAllowedValidatorsSet'),
  }),
  sudo_set_max_registrations_per_block: ofSubnet(subtensor.MaxRegistrationsPerBlock, 'max_registrations_per_block', {
    frozen: true,
    event: changed('MaxRegistrationsPerBlockSet'),
  }),
  // Owners have `SubtensorModule.set_tempo`, with bounds; only that one restarts the epoch clock.
  sudo_set_tempo: ofSubnet(subtensor.Tempo, 'tempo', { frozen: true, event: changed('TempoSet') }),
  sudo_set_rao_recycled: ofSubnet(subtensor.RAORecycledForRegistration, 'rao_recycled', {
    event: changed('RAORecycledForRegistrationSet'),
  }),
  sudo_set_ema_price_halving_period: ofSubnet(subtensor.EMAPriceHalvingBlocks, 'ema_halving', { on: 'any' }),
  sudo_set_subtoken_enabled: ofSubnet(subtensor.SubtokenEnabled, 'subtoken_enabled', { on: 'any', frozen: true }),
  sudo_set_min_allowed_uids: ofSubnet(subtensor.MinAllowedUids, 'min_allowed_uids', {
    frozen: true,
    check: (least, { state, netuid }) => {
      if (least >= state.get(subtensor.MaxAllowedUids, netuid)) {
        return moduleError('AdminUtils', 'MinAllowedUidsGreaterThanMaxAllowedUids');
      }
      return least >= state.get(subtensor.SubnetworkN, netuid)
        ? moduleError('AdminUtils', 'MinAllowedUidsGreaterThanCurrentUids')
        : undefined;
    },
    event: changed('MinAllowedUidsSet'),
  }),
  sudo_set_min_non_immune_uids: ofSubnet(subtensor.MinNonImmuneUids, 'min', {
    on: 'any',
    event: changed('MinNonImmuneUidsSet'),
  }),
  sudo_set_subnet_emission_enabled: ofSubnet(subtensor.SubnetEmissionEnabled, 'enabled', {
    on: 'not-root',
    event: (execution, netuid, enabled) =>
      emit(execution, 'AdminUtils', 'SubnetEmissionEnabledSet', { netuid, enabled }),
  }),
};
