/**
 * Acting in the name of another account. (`pallet_subtensor_proxy`)
 *
 * At most 20 proxies per account; each costs a deposit. The inner call's outcome is an event, not that of `proxy`.
 */
import type { Codec } from '../../scale/index.ts';
import { bool, compact, option, struct, tuple, u16, u32, u64, variant } from '../../scale/index.ts';
import { constant, pallet } from '../pallet.ts';
import { item, optional, twox } from '../storage-item.ts';
import { accountId, boundedVec, h256, multiAddress, unit } from '../types/basic.ts';
import type { InnerCall } from '../types/call.ts';
import { dispatchResult } from '../types/dispatch.ts';

const path = (name: string) => ['pallet_subtensor_proxy', 'pallet', name];

/** What a proxy may do. Senate, Triumvirate, Governance and RootWeights allow nothing any more. */
export const proxyType = variant(['subtensor_runtime_common', 'ProxyType'], {
  Any: [0, []],
  Owner: [1, []],
  NonCritical: [2, []],
  NonTransfer: [3, []],
  Senate: [4, []],
  NonFungible: [5, []],
  Triumvirate: [6, []],
  Governance: [7, []],
  Staking: [8, []],
  Registration: [9, []],
  Transfer: [10, []],
  SmallTransfer: [11, []],
  RootWeights: [12, []],
  ChildKeys: [13, []],
  SudoUncheckedSetCode: [14, []],
  SwapHotkey: [15, []],
  SubnetLeaseBeneficiary: [16, []],
  RootClaim: [17, []],
});

const proxyDefinition = struct(
  ['pallet_subtensor_proxy', 'ProxyDefinition'],
  { delegate: accountId, proxy_type: proxyType, delay: u32 },
  [
    { name: 'AccountId', codec: accountId },
    { name: 'ProxyType', codec: proxyType },
    { name: 'BlockNumber', codec: u32 },
  ],
);

const announcement = struct(
  ['pallet_subtensor_proxy', 'Announcement'],
  { real: accountId, call_hash: h256, height: u32 },
  [
    { name: 'AccountId', codec: accountId },
    { name: 'Hash', codec: h256 },
    { name: 'BlockNumber', codec: u32 },
  ],
);

const depositKind = variant(['pallet_subtensor_proxy', 'DepositKind'], { Proxies: [0, []], Announcements: [1, []] });

/** `call` is the enum of all calls: this pallet's calls contain others. */
export const proxy = (call: Codec<InnerCall>) =>
  pallet({
    name: 'Proxy',
    index: 16,
    storage: {
      Proxies: item(
        [twox(accountId)],
        tuple(boundedVec(proxyDefinition), u64),
        [[], 0n],
        'Who may act for an account and in what: (list, deposit).',
      ),
      Announcements: item(
        [twox(accountId)],
        tuple(boundedVec(announcement), u64),
        [[], 0n],
        'Calls that delayed proxies have announced: (list, deposit).',
      ),
      LastCallResult: optional([twox(accountId)], dispatchResult, 'How the last call in the name of an account ended.'),
      RealPaysFee: optional(
        [twox(accountId), twox(accountId)],
        unit,
        'Whether an account pays the fees of a delegate that acts for it.',
      ),
    },
    calls: variant(path('Call'), {
      proxy: [0, { real: multiAddress, force_proxy_type: option(proxyType), call }],
      add_proxy: [1, { delegate: multiAddress, proxy_type: proxyType, delay: u32 }],
      remove_proxy: [2, { delegate: multiAddress, proxy_type: proxyType, delay: u32 }],
      remove_proxies: [3, []],
      create_pure: [4, { proxy_type: proxyType, delay: u32, index: u16 }],
      kill_pure: [
        5,
        { spawner: multiAddress, proxy_type: proxyType, index: u16, height: compact(u32), ext_index: compact(u32) },
      ],
      announce: [6, { real: multiAddress, call_hash: h256 }],
      remove_announcement: [7, { real: multiAddress, call_hash: h256 }],
      reject_announcement: [8, { delegate: multiAddress, call_hash: h256 }],
      proxy_announced: [9, { delegate: multiAddress, real: multiAddress, force_proxy_type: option(proxyType), call }],
      poke_deposit: [10, []],
      set_real_pays_fee: [11, { delegate: multiAddress, pays_fee: bool }],
    }),
    events: variant(path('Event'), {
      ProxyExecuted: [0, { result: dispatchResult }],
      PureCreated: [1, { pure: accountId, who: accountId, proxy_type: proxyType, disambiguation_index: u16 }],
      PureKilled: [2, { pure: accountId, spawner: accountId, proxy_type: proxyType, disambiguation_index: u16 }],
      Announced: [3, { real: accountId, proxy: accountId, call_hash: h256 }],
      ProxyAdded: [4, { delegator: accountId, delegatee: accountId, proxy_type: proxyType, delay: u32 }],
      ProxyRemoved: [5, { delegator: accountId, delegatee: accountId, proxy_type: proxyType, delay: u32 }],
      DepositPoked: [6, { who: accountId, kind: depositKind, old_deposit: u64, new_deposit: u64 }],
      RealPaysFeeSet: [7, { real: accountId, delegate: accountId, pays_fee: bool }],
    }),
    errors: {
      path: path('Error'),
      sentences: {
        TooMany: 'There are as many proxies or announcements as there may be.',
        NotFound: 'There is no such proxy.',
        NotProxy: 'The sender is no proxy for this account.',
        Unproxyable: 'This type of proxy may not make the call.',
        Duplicate: 'The proxy exists already.',
        NoPermission: 'The sender may not do this.',
        Unannounced: 'The call was not announced, or too recently.',
        NoSelfProxy: 'An account cannot be its own proxy.',
        AnnouncementDepositInvariantViolated: 'The deposits of announcements do not add up.',
        InvalidDerivedAccountId: 'The derived account is not valid.',
      },
    },
    constants: {
      ProxyDepositBase: constant(u64, 60_000_000n),
      ProxyDepositFactor: constant(u64, 33_000_000n),
      MaxProxies: constant(u32, 20),
      MaxPending: constant(u32, 75),
      AnnouncementDepositBase: constant(u64, 36_000_000n),
      AnnouncementDepositFactor: constant(u64, 68_000_000n),
    },
  });
