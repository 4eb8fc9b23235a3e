/**
 * What each type of proxy may do (spec participation §9): the chain's own lists, as its runtime API shows them
 * (`ProxyFilterRuntimeApi`), in its order.
 *
 *   AllowAll   everything         Allow   what matches `calls` and no exception
 *   DenyAll    nothing            Deny    what matches nothing of `calls`
 *
 * QUIRK: types that deny lists let through every call that is new to the chain.
 */
import type { Arguments } from '../handlers.ts';

export type ProxyType = Arguments<'Proxy', 'add_proxy'>['proxy_type']['type'];

/** A condition on a call's arguments. */
export type CallCondition =
  | { readonly type: 'ParamLessThan'; readonly param: string; readonly limit: bigint }
  | { readonly type: 'NestedCallMustBe'; readonly param: string; readonly pallet: string; readonly call: string };

/** A call, or without `call` every call of a pallet. */
export interface FilterRule {
  readonly pallet: string;
  readonly call?: string;
  readonly condition?: CallCondition;
}

export interface ProxyFilter {
  readonly proxyType: ProxyType;
  /** The type allows nothing any more. */
  readonly deprecated: boolean;
  readonly mode: 'AllowAll' | 'DenyAll' | 'Allow' | 'Deny';
  readonly calls: readonly FilterRule[];
  readonly exceptions: readonly FilterRule[];
}

/** Rao, and alpha rao: half a unit; small transfers are below it. */
export const SMALL_TRANSFER_LIMIT = 500_000_000n;

const every = (pallet: string): FilterRule => ({ pallet });
const some = (pallet: string, ...calls: readonly string[]): FilterRule[] => calls.map((call) => ({ pallet, call }));
const below = (pallet: string, call: string, param: string): FilterRule => ({
  pallet,
  call,
  condition: { type: 'ParamLessThan', param, limit: SMALL_TRANSFER_LIMIT },
});

const filter = (
  proxyType: ProxyType,
  mode: ProxyFilter['mode'],
  calls: readonly FilterRule[] = [],
  exceptions: readonly FilterRule[] = [],
): ProxyFilter => ({ proxyType, deprecated: mode === 'DenyAll', mode, calls, exceptions });

const COLDKEY_SWAP_ANNOUNCED = [
  'announce_coldkey_swap',
  'swap_coldkey_announced',
  'clear_coldkey_swap_announcement',
  'dispute_coldkey_swap',
] as const;
const COLDKEY_SWAP = ['schedule_swap_coldkey', 'swap_coldkey', ...COLDKEY_SWAP_ANNOUNCED] as const;
const STAKE_MANAGEMENT = [
  'add_stake',
  'add_stake_limit',
  'remove_stake',
  'remove_stake_limit',
  'remove_stake_full_limit',
  'unstake_all',
  'unstake_all_alpha',
  'swap_stake',
  'swap_stake_limit',
  'move_stake',
] as const;

export const PROXY_FILTERS: readonly ProxyFilter[] = [
  filter('Any', 'AllowAll'),
  filter('NonTransfer', 'Deny', [every('Balances'), ...some('SubtensorModule', 'transfer_stake', ...COLDKEY_SWAP)]),
  filter('NonFungible', 'Deny', [
    every('Balances'),
    ...some('SubtensorModule', ...STAKE_MANAGEMENT, 'transfer_stake', 'burned_register', 'root_register'),
    ...some('SubtensorModule', ...COLDKEY_SWAP, 'swap_hotkey', 'swap_hotkey_v2'),
  ]),
  filter('Transfer', 'Allow', [
    ...some('Balances', 'transfer_keep_alive', 'transfer_allow_death', 'transfer_all'),
    ...some('SubtensorModule', 'transfer_stake'),
  ]),
  filter('SmallTransfer', 'Allow', [
    below('Balances', 'transfer_keep_alive', 'value'),
    below('Balances', 'transfer_allow_death', 'value'),
    below('SubtensorModule', 'transfer_stake', 'alpha_amount'),
  ]),
  filter(
    'Owner',
    'Allow',
    [every('AdminUtils'), ...some('SubtensorModule', 'set_subnet_identity', 'update_symbol')],
    some('AdminUtils', 'sudo_set_sn_owner_hotkey', 'sudo_set_subnet_owner_hotkey'),
  ),
  filter('NonCritical', 'Deny', [
    ...some('SubtensorModule', 'dissolve_network', 'root_register', 'burned_register'),
    every('Sudo'),
    ...some('SubtensorModule', ...COLDKEY_SWAP_ANNOUNCED),
  ]),
  filter('Triumvirate', 'DenyAll'),
  filter('Senate', 'DenyAll'),
  filter('Governance', 'DenyAll'),
  filter('Staking', 'Allow', some('SubtensorModule', ...STAKE_MANAGEMENT, 'set_root_claim_type')),
  filter('Registration', 'Allow', some('SubtensorModule', 'burned_register', 'register', 'register_limit')),
  filter('RootWeights', 'DenyAll'),
  filter('ChildKeys', 'Allow', some('SubtensorModule', 'set_children', 'set_childkey_take')),
  filter('SudoUncheckedSetCode', 'Allow', [
    {
      pallet: 'Sudo',
      call: 'sudo_unchecked_weight',
      condition: { type: 'NestedCallMustBe', param: 'call', pallet: 'System', call: 'set_code' },
    },
  ]),
  filter('SwapHotkey', 'Allow', some('SubtensorModule', 'swap_hotkey', 'swap_hotkey_v2')),
  filter('SubnetLeaseBeneficiary', 'Allow', [
    ...some('SubtensorModule', 'start_call'),
    ...some(
      'AdminUtils',
      'sudo_set_serving_rate_limit',
      'sudo_set_min_difficulty',
      'sudo_set_max_difficulty',
      'sudo_set_weights_version_key',
      'sudo_set_adjustment_alpha',
      'sudo_set_immunity_period',
      'sudo_set_min_allowed_weights',
      'sudo_set_kappa',
      'sudo_set_rho',
      'sudo_set_activity_cutoff',
      'sudo_set_network_registration_allowed',
      'sudo_set_network_pow_registration_allowed',
      'sudo_set_max_burn',
      'sudo_set_bonds_moving_average',
      'sudo_set_bonds_penalty',
      'sudo_set_commit_reveal_weights_enabled',
      'sudo_set_liquid_alpha_enabled',
      'sudo_set_alpha_values',
      'sudo_set_commit_reveal_weights_interval',
      'sudo_set_toggle_transfer',
    ),
  ]),
  filter('RootClaim', 'Allow', some('SubtensorModule', 'claim_root')),
];
