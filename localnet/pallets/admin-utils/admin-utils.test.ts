import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { U64F64 } from '../../../src/chain/fixed/index.ts';
import type { InnerCall } from '../../../src/chain/schema/index.ts';
import { storage, TRANSACTION_KINDS } from '../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../block-execution.ts';
import {
  account,
  addNetwork,
  addNeuron,
  eventNames,
  nextBlock,
  ROOT_ORIGIN,
  run,
  stakeFromNowhere,
  storedEvents,
  TAO,
  testBlock,
} from '../execution.fixture.ts';
import { stakeOf } from '../subtensor/ledger.ts';
import { subnetAccount } from '../subtensor/treasury.ts';
import { adminUtilsCalls } from './index.ts';

const { AdminUtils, SubtensorModule: subtensor } = storage;
const NETUID = 3;
const owner = account('owner');

const call = (name: string, value: object): InnerCall => ({ type: 'AdminUtils', value: [{ type: name, value }] });
/** The subnet's parameter `key` by the call `name`. */
const set = (name: string, key: string, value: unknown, netuid = NETUID) => call(name, { netuid, [key]: value });
const rho = (value: number) => set('sudo_set_rho', 'rho', value);

let block: BlockExecution;
beforeEach(() => {
  block = testBlock(100);
  addNetwork(block, 0);
  addNetwork(block, NETUID, { owner, tempo: 360 });
});

afterEach(() => expect(storedEvents(block)).toEqual(block.events));

/** What stands in the state after root has set it. */
const OF_SUBNET = [
  ['sudo_set_serving_rate_limit', 'serving_rate_limit', 7n, subtensor.ServingRateLimit],
  ['sudo_set_min_difficulty', 'min_difficulty', 7n, subtensor.MinDifficulty],
  ['sudo_set_max_difficulty', 'max_difficulty', 7n, subtensor.MaxDifficulty],
  ['sudo_set_weights_version_key', 'weights_version_key', 7n, subtensor.WeightsVersionKey],
  ['sudo_set_weights_set_rate_limit', 'weights_set_rate_limit', 7n, subtensor.WeightsSetRateLimit],
  ['sudo_set_adjustment_interval', 'adjustment_interval', 7, subtensor.AdjustmentInterval],
  ['sudo_set_adjustment_alpha', 'adjustment_alpha', 7n, subtensor.AdjustmentAlpha],
  ['sudo_set_immunity_period', 'immunity_period', 7, subtensor.ImmunityPeriod],
  ['sudo_set_min_allowed_weights', 'min_allowed_weights', 7, subtensor.MinAllowedWeights],
  ['sudo_set_max_allowed_uids', 'max_allowed_uids', 77, subtensor.MaxAllowedUids],
  ['sudo_set_kappa', 'kappa', 7, subtensor.Kappa],
  ['sudo_set_rho', 'rho', 7, subtensor.Rho],
  ['sudo_set_activity_cutoff', 'activity_cutoff', 777, subtensor.ActivityCutoff],
  ['sudo_set_network_registration_allowed', 'registration_allowed', false, subtensor.NetworkRegistrationAllowed],
  [
    'sudo_set_target_registrations_per_interval',
    'target_registrations_per_interval',
    7,
    subtensor.TargetRegistrationsPerInterval,
  ],
  ['sudo_set_min_burn', 'min_burn', 7n, subtensor.MinBurn],
  ['sudo_set_max_burn', 'max_burn', 7n * TAO, subtensor.MaxBurn],
  ['sudo_set_difficulty', 'difficulty', 7n, subtensor.Difficulty],
  ['sudo_set_max_allowed_validators', 'max_allowed_validators', 7, subtensor.MaxAllowedValidators],
  ['sudo_set_bonds_moving_average', 'bonds_moving_average', 7n, subtensor.BondsMovingAverage],
  ['sudo_set_max_registrations_per_block', 'max_registrations_per_block', 7, subtensor.MaxRegistrationsPerBlock],
  ['sudo_set_tempo', 'tempo', 7, subtensor.Tempo],
  ['sudo_set_rao_recycled', 'rao_recycled', 7n, subtensor.RAORecycledForRegistration],
  ['sudo_set_commit_reveal_weights_enabled', 'enabled', false, subtensor.CommitRevealWeightsEnabled],
  ['sudo_set_liquid_alpha_enabled', 'enabled', true, subtensor.LiquidAlphaOn],
  ['sudo_set_commit_reveal_weights_interval', 'interval', 7n, subtensor.RevealPeriodEpochs],
  ['sudo_set_bonds_penalty', 'bonds_penalty', 7, subtensor.BondsPenalty],
  ['sudo_set_toggle_transfer', 'toggle', false, subtensor.TransferToggle],
  ['sudo_set_ema_price_halving_period', 'ema_halving', 7n, subtensor.EMAPriceHalvingBlocks],
  ['sudo_set_subtoken_enabled', 'subtoken_enabled', false, subtensor.SubtokenEnabled],
  ['sudo_set_alpha_sigmoid_steepness', 'steepness', -7, subtensor.AlphaSigmoidSteepness],
  ['sudo_set_yuma3_enabled', 'enabled', true, subtensor.Yuma3On],
  ['sudo_set_bonds_reset_enabled', 'enabled', true, subtensor.BondsResetOn],
  ['sudo_set_owner_immune_neuron_limit', 'immune_neurons', 7, subtensor.ImmuneOwnerUidsLimit],
  ['sudo_set_recycle_or_burn', 'recycle_or_burn', { type: 'Recycle', value: undefined }, subtensor.RecycleOrBurn],
  ['sudo_set_min_non_immune_uids', 'min', 7, subtensor.MinNonImmuneUids],
  ['sudo_set_burn_half_life', 'burn_half_life', 7, subtensor.BurnHalfLife],
  ['sudo_set_burn_increase_mult', 'burn_increase_mult', U64F64.fromInteger(2n), subtensor.BurnIncreaseMult],
  ['sudo_set_owner_cut_enabled', 'enabled', false, subtensor.OwnerCutEnabled],
  ['sudo_set_min_childkey_take_per_subnet', 'take', 7, subtensor.MinChildkeyTakePerSubnet],
  ['sudo_set_subnet_emission_enabled', 'enabled', false, subtensor.SubnetEmissionEnabled],
  ['sudo_set_owner_cut_auto_lock_enabled', 'enabled', true, subtensor.OwnerCutAutoLockEnabled],
] as const;

const OF_CHAIN = [
  ['sudo_set_default_take', 'default_take', 7, subtensor.MaxDelegateTake],
  ['sudo_set_tx_rate_limit', 'tx_rate_limit', 7n, subtensor.TxRateLimit],
  ['sudo_set_subnet_owner_cut', 'subnet_owner_cut', 7, subtensor.SubnetOwnerCut],
  ['sudo_set_network_rate_limit', 'rate_limit', 7n, subtensor.NetworkRateLimit],
  ['sudo_set_network_immunity_period', 'immunity_period', 7n, subtensor.NetworkImmunityPeriod],
  ['sudo_set_network_min_lock_cost', 'lock_cost', 7n, subtensor.NetworkMinLockCost],
  ['sudo_set_subnet_limit', 'max_subnets', 7, subtensor.SubnetLimit],
  ['sudo_set_lock_reduction_interval', 'interval', 7n, subtensor.NetworkLockReductionInterval],
  ['sudo_set_stake_threshold', 'min_stake', 7n, subtensor.StakeThreshold],
  ['sudo_set_nominator_min_required_stake', 'min_stake', 7n, subtensor.NominatorMinRequiredStake],
  ['sudo_set_tx_delegate_take_rate_limit', 'tx_rate_limit', 7n, subtensor.TxDelegateTakeRateLimit],
  ['sudo_set_min_delegate_take', 'take', 7, subtensor.MinDelegateTake],
  ['sudo_set_dissolve_network_schedule_duration', 'duration', 7, subtensor.DissolveNetworkScheduleDuration],
  ['sudo_set_evm_chain_id', 'chain_id', 7n, storage.EVMChainId.ChainId],
  ['sudo_set_subnet_moving_alpha', 'alpha', 7n, subtensor.SubnetMovingAlpha],
  ['sudo_set_commit_reveal_version', 'version', 7, subtensor.CommitRevealWeightsVersion],
  ['sudo_set_ck_burn', 'burn', 7n, subtensor.CKBurn],
  ['sudo_set_admin_freeze_window', 'window', 7, subtensor.AdminFreezeWindow],
  ['sudo_set_owner_hparam_rate_limit', 'epochs', 7, subtensor.OwnerHyperparamRateLimit],
  ['sudo_set_tao_flow_cutoff', 'flow_cutoff', -7n, subtensor.TaoFlowCutoff],
  ['sudo_set_tao_flow_normalization_exponent', 'exponent', U64F64.fromInteger(2n), subtensor.FlowNormExponent],
  ['sudo_set_tao_flow_smoothing_factor', 'smoothing_factor', 7n, subtensor.FlowEmaSmoothingFactor],
  ['sudo_set_start_call_delay', 'delay', 7n, subtensor.StartCallDelay],
  ['sudo_set_coldkey_swap_announcement_delay', 'duration', 7, subtensor.ColdkeySwapAnnouncementDelay],
  ['sudo_set_coldkey_swap_reannouncement_delay', 'duration', 7, subtensor.ColdkeySwapReannouncementDelay],
  ['sudo_set_max_mechanism_count', 'max_mechanism_count', 7, subtensor.MaxMechanismCount],
  ['sudo_set_net_tao_flow_enabled', 'enabled', false, subtensor.NetTaoFlowEnabled],
  ['sudo_set_max_epochs_per_block', 'max_epochs_per_block', 7, subtensor.MaxEpochsPerBlock],
] as const;

describe('root', () => {
  it.each(OF_SUBNET)('stores by %s on a subnet', (name, key, value, item) => {
    expect(run(block, ROOT_ORIGIN, set(name, key, value))).toBe('ok');
    expect(block.state.get<readonly [number], unknown, unknown>(item as never, NETUID)).toEqual(value);
  });

  it.each(OF_CHAIN)('stores by %s for the whole chain', (name, key, value, item) => {
    expect(run(block, ROOT_ORIGIN, call(name, { [key]: value }))).toBe('ok');
    expect(block.state.get<readonly [], unknown, unknown>(item as never)).toEqual(value);
  });

  it('switches EVM precompiles, and reports only changes', () => {
    const off = call('sudo_toggle_evm_precompile', {
      precompile_id: { type: 'Staking', value: undefined },
      enabled: false,
    });
    expect([run(block, ROOT_ORIGIN, off), run(block, ROOT_ORIGIN, off)]).toEqual(['ok', 'ok']);
    expect(block.state.get(AdminUtils.PrecompileEnable, { type: 'Staking', value: undefined })).toBe(false);
    expect(eventNames(block).filter((name) => name === 'AdminUtils.PrecompileUpdated')).toHaveLength(1);
  });

  it('has every setter covered here', () => {
    const covered = new Set<string>([...OF_SUBNET, ...OF_CHAIN].map(([name]) => name));
    const elsewhere = Object.keys(adminUtilsCalls).filter((name) => !covered.has(name));
    expect(elsewhere.sort()).toEqual([
      'schedule_grandpa_change',
      'sudo_set_alpha_values',
      'sudo_set_mechanism_count',
      'sudo_set_mechanism_emission_split',
      'sudo_set_min_allowed_uids',
      'sudo_set_network_pow_registration_allowed',
      'sudo_set_sn_owner_hotkey',
      'sudo_set_subnet_owner_hotkey',
      'sudo_set_total_issuance',
      'sudo_toggle_evm_precompile',
      'sudo_trim_to_max_allowed_uids',
      'swap_authorities',
    ]);
  });

  it('leaves the epoch clock alone when it sets the tempo, to any value', () => {
    block.state.put(subtensor.LastEpochBlock, NETUID, 40n);
    expect(run(block, ROOT_ORIGIN, set('sudo_set_tempo', 'tempo', 0))).toBe('ok');
    expect(block.state.get(subtensor.LastEpochBlock, NETUID)).toBe(40n);
  });

  it('reports what it set', () => {
    run(block, ROOT_ORIGIN, set('sudo_set_kappa', 'kappa', 9));
    run(block, ROOT_ORIGIN, call('sudo_set_tx_rate_limit', { tx_rate_limit: 5n }));
    expect(block.events.slice(-2).map(({ event }) => event.value[0])).toEqual([
      { type: 'KappaSet', value: [NETUID, 9] },
      { type: 'TxRateLimitSet', value: [5n] },
    ]);
  });
});

describe('who may', () => {
  it.each(OF_CHAIN)('not the owner of a subnet by %s', (name, key, value) => {
    expect(run(block, owner, call(name, { [key]: value }))).toBe('BadOrigin');
  });

  it('the owner sets exactly the parameters that are for owners', () => {
    const refused = OF_SUBNET.filter(([name, key, value]) => {
      const fresh = nextBlock(block);
      // Root's privilege of negative steepness is another matter.
      return run(fresh, owner, set(name, key, name.endsWith('steepness') ? 7 : value)) === 'BadOrigin';
    });
    expect(refused.map(([name]) => name.replace('sudo_set_', '')).sort()).toEqual(
      [
        'adjustment_interval',
        'difficulty',
        'ema_price_halving_period',
        'kappa',
        'max_allowed_validators',
        'max_registrations_per_block',
        'min_difficulty',
        'min_non_immune_uids',
        'network_registration_allowed',
        'rao_recycled',
        'subnet_emission_enabled',
        'subtoken_enabled',
        'target_registrations_per_interval',
        'tempo',
        'weights_set_rate_limit',
      ].sort(),
    );
  });

  it('no stranger, and no owner of another subnet', () => {
    addNetwork(block, 4, { owner: account('other owner') });
    expect(run(block, account('stranger'), rho(1))).toBe('BadOrigin');
    expect(run(block, account('other owner'), rho(1))).toBe('BadOrigin');
    expect(run(block, { type: 'none' }, rho(1))).toBe('BadOrigin');
  });

  it('nobody by calls that no longer do anything', () => {
    expect(run(block, ROOT_ORIGIN, call('sudo_set_total_issuance', { total_issuance: 1n }))).toBe(
      'AdminUtils.Deprecated',
    );
    expect(
      run(block, ROOT_ORIGIN, set('sudo_set_network_pow_registration_allowed', 'registration_allowed', true)),
    ).toBe('AdminUtils.POWRegistrationDisabled');
  });
});

describe('the rate limit of owners', () => {
  it('lets one parameter change once in two tempos, and others meanwhile', () => {
    expect(run(block, owner, rho(1))).toBe('ok');
    expect(run(nextBlock(block, 110), owner, rho(2))).toBe('SubtensorModule.TxRateLimitExceeded');
    expect(run(nextBlock(block, 110), owner, set('sudo_set_immunity_period', 'immunity_period', 2))).toBe('ok');
    const later = (number: number) => {
      const next = nextBlock(block, number);
      next.state.put(subtensor.LastEpochBlock, NETUID, 720n);
      return next;
    };
    expect(run(later(819), owner, rho(2))).toBe('SubtensorModule.TxRateLimitExceeded');
    expect(run(later(820), owner, rho(2))).toBe('ok');
  });

  it('does not count for root', () => {
    expect([run(block, owner, rho(1)), run(block, ROOT_ORIGIN, rho(2)), run(block, ROOT_ORIGIN, rho(3))]).toEqual([
      'ok',
      'ok',
      'ok',
    ]);
    const key = {
      type: 'OwnerHyperparamUpdate',
      value: [NETUID, { type: 'Rho', value: undefined }],
    } as const;
    expect(block.state.get(subtensor.LastRateLimitedBlock, key)).toBe(100n);
  });

  it('is not touched by a change that failed', () => {
    expect(run(block, owner, set('sudo_set_min_burn', 'min_burn', 10n ** 12n))).toBe('AdminUtils.ValueNotInBounds');
    expect(run(block, owner, set('sudo_set_min_burn', 'min_burn', 1n))).toBe('ok');
  });

  it('of the weights version is five tempos, by owner', () => {
    const version = set('sudo_set_weights_version_key', 'weights_version_key', 1n);
    expect(run(block, owner, version)).toBe('ok');
    const { SetWeightsVersionKey } = TRANSACTION_KINDS;
    expect(block.state.get(subtensor.TransactionKeyLastBlock, owner, NETUID, SetWeightsVersionKey)).toBe(100n);
    const late = (number: number) => {
      const next = nextBlock(block, number);
      next.state.put(subtensor.LastEpochBlock, NETUID, 1_800n);
      return run(next, owner, version);
    };
    expect([late(1_899), late(1_900)]).toEqual(['SubtensorModule.TxRateLimitExceeded', 'ok']);
  });

  it('is absent for the owner cut', () => {
    const cut = set('sudo_set_owner_cut_enabled', 'enabled', false);
    expect([run(block, owner, cut), run(block, owner, cut)]).toEqual(['ok', 'ok']);
  });
});

describe('the freeze window', () => {
  const frozen = 'SubtensorModule.AdminActionProhibitedDuringWeightsWindow';
  it('holds owners back, and root with them', () => {
    const late = nextBlock(block, 351);
    expect(run(late, owner, rho(1))).toBe(frozen);
    expect(run(late, ROOT_ORIGIN, rho(1))).toBe(frozen);
    expect(run(nextBlock(block, 350), owner, rho(1))).toBe('ok');
  });

  it('does not hold what is root’s alone, but for some', () => {
    const late = nextBlock(block, 351);
    expect(run(late, ROOT_ORIGIN, set('sudo_set_kappa', 'kappa', 1))).toBe('ok');
    expect(run(late, ROOT_ORIGIN, set('sudo_set_subnet_emission_enabled', 'enabled', true))).toBe('ok');
    expect(run(late, ROOT_ORIGIN, set('sudo_set_tempo', 'tempo', 10))).toBe(frozen);
  });

  it('is of the length that root gives it', () => {
    run(block, ROOT_ORIGIN, call('sudo_set_admin_freeze_window', { window: 300 }));
    expect(run(block, owner, rho(1))).toBe(frozen);
  });
});

describe('the bounds', () => {
  it.each([
    ['sudo_set_kappa', 'kappa', 1, 9, 'AdminUtils.SubnetDoesNotExist'],
    ['sudo_set_rho', 'rho', 1, 9, 'AdminUtils.SubnetDoesNotExist'],
    ['sudo_set_subnet_emission_enabled', 'enabled', true, 0, 'AdminUtils.NotPermittedOnRootSubnet'],
    ['sudo_set_burn_half_life', 'burn_half_life', 7, 0, 'AdminUtils.NotPermittedOnRootSubnet'],
    ['sudo_set_min_burn', 'min_burn', TAO, NETUID, 'AdminUtils.ValueNotInBounds'],
    ['sudo_set_min_burn', 'min_burn', TAO - 1n, NETUID, 'ok'],
    ['sudo_set_max_burn', 'max_burn', TAO / 10n, NETUID, 'AdminUtils.ValueNotInBounds'],
    ['sudo_set_max_burn', 'max_burn', TAO / 10n + 1n, NETUID, 'ok'],
    ['sudo_set_max_allowed_uids', 'max_allowed_uids', 63, NETUID, 'AdminUtils.MaxAllowedUidsLessThanMinAllowedUids'],
    [
      'sudo_set_max_allowed_uids',
      'max_allowed_uids',
      257,
      NETUID,
      'AdminUtils.MaxAllowedUidsGreaterThanDefaultMaxAllowedUids',
    ],
    ['sudo_set_max_allowed_uids', 'max_allowed_uids', 256, NETUID, 'ok'],
    [
      'sudo_set_max_allowed_validators',
      'max_allowed_validators',
      257,
      NETUID,
      'AdminUtils.MaxValidatorsLargerThanMaxUIds',
    ],
    [
      'sudo_set_min_allowed_uids',
      'min_allowed_uids',
      256,
      NETUID,
      'AdminUtils.MinAllowedUidsGreaterThanMaxAllowedUids',
    ],
    ['sudo_set_min_allowed_uids', 'min_allowed_uids', 0, NETUID, 'AdminUtils.MinAllowedUidsGreaterThanCurrentUids'],
    ['sudo_set_activity_cutoff', 'activity_cutoff', 359, NETUID, 'SubtensorModule.ActivityCutoffTooLow'],
    ['sudo_set_commit_reveal_weights_interval', 'interval', 0n, NETUID, 'SubtensorModule.RevealPeriodTooSmall'],
    ['sudo_set_commit_reveal_weights_interval', 'interval', 101n, NETUID, 'SubtensorModule.RevealPeriodTooLarge'],
    ['sudo_set_commit_reveal_weights_interval', 'interval', 100n, NETUID, 'ok'],
    ['sudo_set_owner_immune_neuron_limit', 'immune_neurons', 0, NETUID, 'SubtensorModule.InvalidValue'],
    ['sudo_set_owner_immune_neuron_limit', 'immune_neurons', 11, NETUID, 'SubtensorModule.InvalidValue'],
    ['sudo_set_burn_half_life', 'burn_half_life', 0, NETUID, 'AdminUtils.InvalidValue'],
    ['sudo_set_burn_half_life', 'burn_half_life', 36_101, NETUID, 'AdminUtils.InvalidValue'],
    ['sudo_set_burn_increase_mult', 'burn_increase_mult', (1n << 64n) - 1n, NETUID, 'AdminUtils.InvalidValue'],
    ['sudo_set_burn_increase_mult', 'burn_increase_mult', 3n << 64n, NETUID, 'ok'],
    ['sudo_set_burn_increase_mult', 'burn_increase_mult', (3n << 64n) + 1n, NETUID, 'AdminUtils.InvalidValue'],
    ['sudo_set_min_childkey_take_per_subnet', 'take', 11_797, NETUID, 'AdminUtils.InvalidValue'],
  ] as const)('of %s (%s := %s) on subnet %s: %s', (name, key, value, netuid, result) => {
    expect(run(block, ROOT_ORIGIN, set(name, key, value, netuid))).toBe(result);
  });

  it.each([
    ['sudo_set_max_epochs_per_block', 'max_epochs_per_block', 0, 'AdminUtils.ValueNotInBounds'],
    ['sudo_set_max_mechanism_count', 'max_mechanism_count', 0, 'SubtensorModule.InvalidValue'],
    ['sudo_set_max_mechanism_count', 'max_mechanism_count', 17, 'SubtensorModule.InvalidValue'],
    ['sudo_set_tao_flow_normalization_exponent', 'exponent', (2n << 64n) + 1n, 'AdminUtils.InvalidValue'],
  ] as const)('of %s (%s := %s): %s', (name, key, value, result) => {
    expect(run(block, ROOT_ORIGIN, call(name, { [key]: value }))).toBe(result);
  });

  it('of the number of uids are the neurons that there are, and 256 over all mechanisms', () => {
    block.state.put(subtensor.MinAllowedUids, NETUID, 1);
    for (const name of ['a', 'b', 'c']) addNeuron(block, NETUID, account(name), owner);
    const uids = (count: number) => set('sudo_set_max_allowed_uids', 'max_allowed_uids', count);
    expect(run(block, ROOT_ORIGIN, uids(2))).toBe('AdminUtils.MaxAllowedUIdsLessThanCurrentUIds');
    expect(run(block, ROOT_ORIGIN, uids(3))).toBe('ok');
    block.state.put(subtensor.MechanismCountCurrent, NETUID, 2);
    expect(run(block, ROOT_ORIGIN, uids(128))).toBe('ok');
    expect(run(block, ROOT_ORIGIN, uids(129))).toBe('SubtensorModule.TooManyUIDsPerMechanism');
  });

  it('are narrower for owners where root may go further', () => {
    const average = (value: bigint) => set('sudo_set_bonds_moving_average', 'bonds_moving_average', value);
    expect(run(block, owner, average(975_001n))).toBe('AdminUtils.BondsMovingAverageMaxReached');
    expect(run(block, ROOT_ORIGIN, average(975_001n))).toBe('ok');
    expect(run(block, owner, average(975_000n))).toBe('ok');
    const steepness = (value: number) => set('sudo_set_alpha_sigmoid_steepness', 'steepness', value);
    expect(run(block, owner, steepness(-1))).toBe('AdminUtils.NegativeSigmoidSteepness');
    expect(run(block, ROOT_ORIGIN, steepness(-1))).toBe('ok');
  });

  it.each([
    [1_638, 1_638, 'ok'],
    [1_637, 1_638, 'SubtensorModule.AlphaLowOutOfRange'],
    [1_638, 1_637, 'SubtensorModule.AlphaHighTooLow'],
    [2_001, 2_000, 'SubtensorModule.AlphaLowOutOfRange'],
    [45_875, 65_535, 'ok'],
  ])('of liquid alpha from %s to %s: %s', (low, high, result) => {
    const values = call('sudo_set_alpha_values', { netuid: NETUID, alpha_low: low, alpha_high: high });
    expect(run(block, owner, values)).toBe('SubtensorModule.LiquidAlphaDisabled');
    run(block, ROOT_ORIGIN, set('sudo_set_liquid_alpha_enabled', 'enabled', true));
    expect(run(block, owner, values)).toBe(result);
    if (result === 'ok') expect(block.state.get(subtensor.AlphaValues, NETUID)).toEqual([low, high]);
  });
});

describe('mechanisms and size', () => {
  beforeEach(() => {
    block.state.put(subtensor.MaxAllowedUids, NETUID, 100);
    block.state.put(subtensor.MinAllowedUids, NETUID, 10);
  });
  const TOO_SOON = 'SubtensorModule.TxRateLimitExceeded';

  it.each([
    ['sudo_set_mechanism_count', { mechanism_count: 2 }, 7_300],
    ['sudo_set_mechanism_emission_split', { maybe_split: [65_535] }, 7_300],
    ['sudo_trim_to_max_allowed_uids', { max_n: 90 }, 216_100],
  ])('change by %s of the owner, with a clock of their own', (name, value, again) => {
    const change = call(name, { netuid: NETUID, ...value });
    const late = (number: number) => {
      const next = nextBlock(block, number);
      next.state.put(subtensor.LastEpochBlock, NETUID, BigInt(number - 100));
      return next;
    };
    expect(run(block, account('stranger'), change)).toBe('BadOrigin');
    expect(run(late(350 + 100), owner, change)).toBe('ok');
    expect(run(block, owner, change)).toBe('ok');
    expect(run(late(again - 1), owner, change)).toBe(TOO_SOON);
    expect(run(late(again - 1), ROOT_ORIGIN, change)).toBe('ok');
    expect(run(late(again), owner, change)).toBe('ok');
    expect(run(nextBlock(block, 355), ROOT_ORIGIN, change)).toBe(
      'SubtensorModule.AdminActionProhibitedDuringWeightsWindow',
    );
  });

  it('keep to the rules of mechanisms, and a refusal starts no clock', () => {
    const count = (mechanisms: number) => set('sudo_set_mechanism_count', 'mechanism_count', mechanisms);
    expect(run(block, owner, count(3))).toBe('SubtensorModule.InvalidValue');
    expect(run(block, owner, count(2))).toBe('ok');
    expect(block.state.get(subtensor.MechanismCountCurrent, NETUID)).toBe(2);
  });
});

describe('the nominators’ minimum', () => {
  const minimum = (millionths: bigint) => call('sudo_set_nominator_min_required_stake', { min_stake: millionths });
  it('pays out at once what a raise makes too small, but never the owner of the hotkey', () => {
    const [hotkey, coldkey, nominator] = [account('hotkey'), account('coldkey'), account('nominator')];
    addNeuron(block, NETUID, hotkey, coldkey, 1_000_000n);
    stakeFromNowhere(block, hotkey, nominator, NETUID, 1_000_000n);
    expect(run(block, ROOT_ORIGIN, minimum(100_000n))).toBe('ok');
    expect(stakeOf(block.state, hotkey, nominator, NETUID)).toBe(1_000_000n);
    expect(run(block, ROOT_ORIGIN, minimum(1_000_000n))).toBe('ok');
    expect(stakeOf(block.state, hotkey, nominator, NETUID)).toBe(0n);
    expect(stakeOf(block.state, hotkey, coldkey, NETUID)).toBe(1_000_000n);
  });
});

describe('the owner hotkey', () => {
  const hotkey = (name: string) => set('sudo_set_sn_owner_hotkey', 'hotkey', account(name));
  it('changes once a week, whoever asks', () => {
    expect(run(block, owner, hotkey('first'))).toBe('ok');
    expect(block.state.get(subtensor.SubnetOwnerHotkey, NETUID)).toEqual(account('first'));
    expect(run(nextBlock(block, 50_499), ROOT_ORIGIN, hotkey('second'))).toBe('SubtensorModule.TxRateLimitExceeded');
    expect(run(nextBlock(block, 50_500), ROOT_ORIGIN, hotkey('second'))).toBe('ok');
  });

  it('has two calls with one clock', () => {
    const alias = set('sudo_set_subnet_owner_hotkey', 'hotkey', account('x'));
    expect([run(block, owner, alias), run(block, owner, hotkey('y'))]).toEqual([
      'ok',
      'SubtensorModule.TxRateLimitExceeded',
    ]);
  });

  it('is no account of a subnet, and of no subnet that does not exist', () => {
    const system = set('sudo_set_sn_owner_hotkey', 'hotkey', subnetAccount(NETUID));
    expect(run(block, owner, system)).toBe('SubtensorModule.CannotUseSystemAccount');
    const nowhere = set('sudo_set_sn_owner_hotkey', 'hotkey', account('x'), 9);
    expect(run(block, ROOT_ORIGIN, nowhere)).toBe('SubtensorModule.SubnetNotExists');
    expect(run(block, account('stranger'), hotkey('x'))).toBe('BadOrigin');
  });
});
