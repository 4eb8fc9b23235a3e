/**
 * Keys, delegation and stake: who owns what, on which hotkey, in which subnet.
 *
 * A coldkey's stake = the pool's alpha · its share / the sum of shares. Two generations of shares live side by side; where
 * an older entry is present it wins.
 */
import { bool, bytes, option, tuple, u16, u32, u64, u128, vec } from '../../../scale/index.ts';
import { blake2, identity, item, optional, twox } from '../../storage-item.ts';
import { accountId, h256, netuid, ZERO_ACCOUNT } from '../../types/basic.ts';
import { u64f64 } from '../../types/fixed.ts';
import { safeFloat } from '../../types/subtensor.ts';

export const stake = {
  Owner: item(
    [blake2(accountId)],
    accountId,
    ZERO_ACCOUNT,
    'Coldkey that owns a hotkey; the zero account means that the hotkey is unknown.',
  ),
  OwnedHotkeys: item([blake2(accountId)], vec(accountId), [], 'Hotkeys that a coldkey owns.'),
  StakingHotkeys: item([blake2(accountId)], vec(accountId), [], 'Hotkeys that a coldkey has stake on.'),
  Delegates: item(
    [blake2(accountId)],
    u16,
    11_796,
    "Share of its nominators' dividends that a hotkey takes.",
    '/65535',
  ),
  ChildkeyTake: item(
    [blake2(accountId), identity(netuid)],
    u16,
    0,
    "Share of its parents' dividends that a child key takes.",
    '/65535',
  ),
  ChildKeys: item(
    [blake2(accountId), identity(netuid)],
    vec(tuple(u64, accountId)),
    [],
    'Hotkeys to which a hotkey lends its stake in a subnet: (share of 2^64-1, child).',
  ),
  ParentKeys: item(
    [blake2(accountId), identity(netuid)],
    vec(tuple(u64, accountId)),
    [],
    'Hotkeys that lend their stake to a hotkey in a subnet: (share of 2^64-1, parent).',
  ),
  PendingChildKeys: item(
    [identity(netuid), blake2(accountId)],
    tuple(vec(tuple(u64, accountId)), u64),
    [[], 0n],
    'Children that take effect after a cool-down: (children, block).',
  ),
  AutoParentDelegationEnabled: item(
    [blake2(accountId)],
    bool,
    true,
    'Whether a root validator becomes a parent of the owner of each new subnet.',
  ),
  TotalHotkeyAlpha: item(
    [blake2(accountId), identity(netuid)],
    u64,
    0n,
    'Alpha staked on a hotkey in a subnet, by all its nominators together.',
    'rao',
  ),
  TotalHotkeySharesV2: item(
    [blake2(accountId), identity(netuid)],
    safeFloat,
    { mantissa: 0n, exponent: 0n },
    "Sum of all shares in a hotkey's pool.",
  ),
  TotalHotkeyShares: item(
    [blake2(accountId), identity(netuid)],
    u64f64,
    0n,
    "Sum of all shares in a hotkey's pool, in the older notation; wins where present.",
    '/2^64',
  ),
  AlphaV2: item(
    [blake2(accountId), blake2(accountId), identity(netuid)],
    safeFloat,
    { mantissa: 0n, exponent: 0n },
    "Share of a coldkey in a hotkey's pool.",
  ),
  Alpha: item(
    [blake2(accountId), blake2(accountId), identity(netuid)],
    u64f64,
    0n,
    "Share of a coldkey in a hotkey's pool, in the older notation; wins where present.",
    '/2^64',
  ),
  AlphaDividendsPerSubnet: item(
    [identity(netuid), blake2(accountId)],
    u64,
    0n,
    'Alpha dividends of a hotkey in the last epoch, after its take.',
    'rao',
  ),
  RootAlphaDividendsPerSubnet: item(
    [identity(netuid), blake2(accountId)],
    u64,
    0n,
    "Dividends of a hotkey's root stakers in the last epoch, after its take.",
    'rao',
  ),
  TotalHotkeyAlphaLastEpoch: item(
    [blake2(accountId), identity(netuid)],
    u64,
    0n,
    'Alpha on a hotkey right after the last epoch.',
    'rao',
  ),
  LastHotkeyEmissionOnNetuid: item(
    [blake2(accountId), identity(netuid)],
    u64,
    0n,
    'Left over; nothing updates it.',
    'rao',
  ),
  AutoStakeDestination: optional(
    [blake2(accountId), identity(netuid)],
    accountId,
    "Hotkey on which a coldkey's miner incentive in a subnet is staked.",
  ),
  AutoStakeDestinationColdkeys: item(
    [blake2(accountId), identity(netuid)],
    vec(accountId),
    [],
    'Coldkeys that stake their incentive on a hotkey.',
  ),
  StakingColdkeys: optional([identity(accountId)], u64, 'Place of a coldkey in the list of stakers.'),
  StakingColdkeysByIndex: optional([identity(u64)], accountId, 'The list of stakers, walked to claim root dividends.'),
  NumStakingColdkeys: item([], u64, 0n, 'Length of the list of stakers.', 'coldkeys'),
  LastColdkeyHotkeyStakeBlock: optional(
    [twox(accountId), twox(accountId)],
    u64,
    'Block in which a coldkey last staked on a hotkey.',
    'block',
  ),
  AlphaMapLastKey: item([], option(bytes), undefined, 'Where a walk over Alpha goes on.'),
  AlphaV2MapLastKey: item([], option(bytes), undefined, 'Where a walk over AlphaV2 goes on.'),
  AccountFlags: item([blake2(accountId)], u128, 0n, 'Switches of an account, one per bit.'),
  ColdkeySwapAnnouncements: optional(
    [twox(accountId)],
    tuple(u32, h256),
    'Announced coldkey swaps: (first block, hash of the new coldkey).',
  ),
  ColdkeySwapDisputes: optional(
    [twox(accountId)],
    u32,
    'Coldkeys that are frozen since a swap was disputed, and since when.',
    'block',
  ),
  ColdkeySwapAnnouncementDelay: item(
    [],
    u32,
    36_000,
    'Blocks from announcing a coldkey swap until it may be done.',
    'blocks',
  ),
  ColdkeySwapReannouncementDelay: item([], u32, 7_200, 'Blocks after that until it may be announced anew.', 'blocks'),
  LastHotkeySwapOnNetuid: item(
    [identity(netuid), blake2(accountId)],
    u64,
    0n,
    'Block in which a coldkey last swapped a hotkey in a subnet.',
    'block',
  ),
};
