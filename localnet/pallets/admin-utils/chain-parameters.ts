/**
 * Parameters of the whole chain, all for root alone: one row per call, in the order of the calls' indices.
 *
 * Left-over parameters (the flow of TAO, EVM) are kept like the others, though nothing here consults them.
 */
import { U64F64 } from '../../../src/chain/fixed/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import { BAD_ORIGIN, emit } from '../block-execution.ts';
import type { Handlers } from '../handlers.ts';
import { fail, moduleError } from '../module-error.ts';
import { ABSOLUTE_MAX_MECHANISMS } from '../subtensor/networks/mechanisms.ts';
import { changedEverywhere } from './events.ts';
import { setNominatorMinimum } from './nominator-minimum.ts';
import { ofChain } from './setter.ts';

const subtensor = storage.SubtensorModule;

const FLOW_EXPONENT_RANGE = [U64F64.fromInteger(1n), U64F64.fromInteger(2n)] as const;

export const chainParameters: Handlers<'AdminUtils'> = {
  sudo_set_default_take: ofChain(subtensor.MaxDelegateTake, 'default_take', {
    event: changedEverywhere('MaxDelegateTakeSet'),
  }),
  sudo_set_tx_rate_limit: ofChain(subtensor.TxRateLimit, 'tx_rate_limit', {
    event: changedEverywhere('TxRateLimitSet'),
  }),
  sudo_set_subnet_owner_cut: ofChain(subtensor.SubnetOwnerCut, 'subnet_owner_cut', {
    event: changedEverywhere('SubnetOwnerCutSet'),
  }),
  sudo_set_network_rate_limit: ofChain(subtensor.NetworkRateLimit, 'rate_limit', {
    event: changedEverywhere('NetworkRateLimitSet'),
  }),
  sudo_set_total_issuance: () => moduleError('AdminUtils', 'Deprecated'),
  sudo_set_network_immunity_period: ofChain(subtensor.NetworkImmunityPeriod, 'immunity_period', {
    event: changedEverywhere('NetworkImmunityPeriodSet'),
  }),
  sudo_set_network_min_lock_cost: ofChain(subtensor.NetworkMinLockCost, 'lock_cost', {
    event: changedEverywhere('NetworkMinLockCostSet'),
  }),
  sudo_set_subnet_limit: ofChain(subtensor.SubnetLimit, 'max_subnets', { event: changedEverywhere('SubnetLimitSet') }),
  sudo_set_lock_reduction_interval: ofChain(subtensor.NetworkLockReductionInterval, 'interval', {
    event: changedEverywhere('NetworkLockCostReductionIntervalSet'),
  }),
  sudo_set_stake_threshold: ofChain(subtensor.StakeThreshold, 'min_stake', {
    event: changedEverywhere('StakeThresholdSet'),
  }),
  sudo_set_nominator_min_required_stake: setNominatorMinimum,
  sudo_set_tx_delegate_take_rate_limit: ofChain(subtensor.TxDelegateTakeRateLimit, 'tx_rate_limit', {
    event: changedEverywhere('TxDelegateTakeRateLimitSet'),
  }),
  sudo_set_min_delegate_take: ofChain(subtensor.MinDelegateTake, 'take', {
    event: changedEverywhere('MinDelegateTakeSet'),
  }),
  sudo_set_dissolve_network_schedule_duration: ofChain(subtensor.DissolveNetworkScheduleDuration, 'duration', {
    event: changedEverywhere('DissolveNetworkScheduleDurationSet'),
  }),
  sudo_set_evm_chain_id: ofChain(storage.EVMChainId.ChainId, 'chain_id'),
  sudo_toggle_evm_precompile: (execution, origin, { precompile_id: precompile, enabled }) => {
    const { PrecompileEnable } = storage.AdminUtils;
    if (origin.type !== 'root') return BAD_ORIGIN;
    if (execution.state.get(PrecompileEnable, precompile) === enabled) return undefined;
    execution.state.put(PrecompileEnable, precompile, enabled);
    emit(execution, 'AdminUtils', 'PrecompileUpdated', { precompile_id: precompile, enabled });
    return undefined;
  },
  sudo_set_subnet_moving_alpha: ofChain(subtensor.SubnetMovingAlpha, 'alpha'),
  sudo_set_commit_reveal_version: ofChain(subtensor.CommitRevealWeightsVersion, 'version', {
    event: changedEverywhere('CommitRevealVersionSet'),
  }),
  sudo_set_ck_burn: ofChain(subtensor.CKBurn, 'burn'),
  sudo_set_admin_freeze_window: ofChain(subtensor.AdminFreezeWindow, 'window', {
    event: changedEverywhere('AdminFreezeWindowSet'),
  }),
  sudo_set_owner_hparam_rate_limit: ofChain(subtensor.OwnerHyperparamRateLimit, 'epochs', {
    event: changedEverywhere('OwnerHyperparamRateLimitSet'),
  }),
  sudo_set_tao_flow_cutoff: ofChain(subtensor.TaoFlowCutoff, 'flow_cutoff'),
  sudo_set_tao_flow_normalization_exponent: ofChain(subtensor.FlowNormExponent, 'exponent', {
    check: (exponent) =>
      exponent < FLOW_EXPONENT_RANGE[0] || exponent > FLOW_EXPONENT_RANGE[1]
        ? moduleError('AdminUtils', 'InvalidValue')
        : undefined,
  }),
  sudo_set_tao_flow_smoothing_factor: ofChain(subtensor.FlowEmaSmoothingFactor, 'smoothing_factor'),
  sudo_set_start_call_delay: ofChain(subtensor.StartCallDelay, 'delay', {
    event: changedEverywhere('StartCallDelaySet'),
  }),
  sudo_set_coldkey_swap_announcement_delay: ofChain(subtensor.ColdkeySwapAnnouncementDelay, 'duration', {
    event: changedEverywhere('ColdkeySwapAnnouncementDelaySet'),
  }),
  sudo_set_coldkey_swap_reannouncement_delay: ofChain(subtensor.ColdkeySwapReannouncementDelay, 'duration', {
    event: changedEverywhere('ColdkeySwapReannouncementDelaySet'),
  }),
  sudo_set_max_mechanism_count: ofChain(subtensor.MaxMechanismCount, 'max_mechanism_count', {
    check: (count) => (count < 1 || count > ABSOLUTE_MAX_MECHANISMS ? fail('InvalidValue') : undefined),
  }),
  sudo_set_net_tao_flow_enabled: ofChain(subtensor.NetTaoFlowEnabled, 'enabled'),
  sudo_set_max_epochs_per_block: ofChain(subtensor.MaxEpochsPerBlock, 'max_epochs_per_block', {
    check: (epochs) => (epochs < 1 ? moduleError('AdminUtils', 'ValueNotInBounds') : undefined),
    event: changedEverywhere('MaxEpochsPerBlockSet'),
  }),
};
