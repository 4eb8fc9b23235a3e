/**
 * The list of subnets: their life cycle, ownership, identity, mechanisms and leases.
 *
 * Netuid 0 is root. A subnet is there when `NetworksAdded` says so; all its other items fall back to defaults.
 */
import { utf8 } from '../../../bytes.ts';
import { bool, bytes, u8, u16, u32, u64, vec } from '../../../scale/index.ts';
import { blake2, identity, item, optional, twox } from '../../storage-item.ts';
import { accountId, netuid, ZERO_ACCOUNT } from '../../types/basic.ts';
import { u64f64 } from '../../types/fixed.ts';
import { subnetIdentityV3, subnetLease } from '../../types/subtensor.ts';

export const subnets = {
  NetworksAdded: item([identity(netuid)], bool, false, 'Whether a subnet of this number exists.'),
  TotalNetworks: item([], u16, 0, 'Number of subnets, root included.', 'subnets'),
  SubnetLimit: item(
    [],
    u16,
    128,
    'How many subnets may exist beside root; a new one then replaces the one that is pruned.',
    'subnets',
  ),
  NetworkRegisteredAt: item([identity(netuid)], u64, 0n, 'Block in which the subnet was created.', 'block'),
  RegisteredSubnetCounter: item([identity(netuid)], u64, 0n, 'How often a subnet was created under this number.'),
  NetworkImmunityPeriod: item(
    [],
    u64,
    1_296_000n,
    'Blocks after its creation during which a subnet cannot be pruned.',
    'blocks',
  ),
  NetworkRateLimit: item([], u64, 7_200n, 'Blocks between two creations of subnets on the whole chain.', 'blocks'),
  NetworkMinLockCost: item([], u64, 1_000_000_000_000n, 'Lowest price of creating a subnet.', 'rao'),
  NetworkLastLockCost: item(
    [],
    u64,
    1_000_000_000_000n,
    'What the last new subnet paid; the price starts from twice this and falls.',
    'rao',
  ),
  NetworkLockReductionInterval: item(
    [],
    u64,
    100_800n,
    'Blocks in which the price of a new subnet falls by the last price paid.',
    'blocks',
  ),
  NetworkRegistrationStartBlock: item(
    [],
    u64,
    0n,
    'Subnets can be created from this block on; the lock of later ones is not paid back.',
    'block',
  ),
  StartCallDelay: item([], u64, 0n, 'Blocks after creation before the owner may start the subnet.', 'blocks'),
  FirstEmissionBlockNumber: optional(
    [identity(netuid)],
    u64,
    'Block from which the subnet earns emission; absent until the owner starts it.',
    'block',
  ),
  SubtokenEnabled: item(
    [identity(netuid)],
    bool,
    false,
    "Whether the subnet's alpha can be bought and sold, that is, whether the subnet has been started.",
  ),
  SubnetMechanism: item(
    [identity(netuid)],
    u16,
    0,
    'How the pool prices alpha: 1 = dynamic pool, 0 = stable at one TAO.',
  ),
  SubnetOwner: item([identity(netuid)], accountId, ZERO_ACCOUNT, 'Coldkey that owns the subnet.'),
  SubnetOwnerHotkey: item(
    [identity(netuid)],
    accountId,
    ZERO_ACCOUNT,
    "Hotkey of the owner; it always counts as permitted and receives the owner's cut.",
  ),
  SubnetLocked: item([identity(netuid)], u64, 0n, 'TAO paid to create the subnet.', 'rao'),
  LargestLocked: item([identity(netuid)], u64, 0n, 'Left over; not consulted.', 'rao'),
  SubnetIdentitiesV3: optional(
    [blake2(netuid)],
    subnetIdentityV3,
    'What the subnet says about itself: name, links, contact, logo.',
  ),
  TokenSymbol: item([identity(netuid)], bytes, utf8('𝜏'), "Symbol of the subnet's alpha token, as UTF-8."),
  TransferToggle: item(
    [identity(netuid)],
    bool,
    true,
    'Whether stake on this subnet may be transferred to another coldkey.',
  ),
  MechanismCountCurrent: item(
    [twox(netuid)],
    u8,
    1,
    'Number of mechanisms (independent weight matrices) of the subnet.',
    'mechanisms',
  ),
  MaxMechanismCount: item([], u8, 2, 'Most mechanisms that a subnet may have.', 'mechanisms'),
  MechanismEmissionSplit: optional(
    [twox(netuid)],
    vec(u16),
    'How emission is split over the mechanisms; absent means evenly.',
    '/65535',
  ),
  SubnetLeases: optional([twox(u32)], subnetLease, 'Leased subnets: who benefits, until when, at what cost.'),
  SubnetLeaseShares: item(
    [twox(u32), identity(accountId)],
    u64f64,
    0n,
    "Share of a contributor in a lease's dividends.",
    '/2^64',
  ),
  SubnetUidToLeaseId: optional([twox(netuid)], u32, 'Lease under which a subnet is run.'),
  NextSubnetLeaseId: item([], u32, 0, 'Number that the next lease gets.'),
  AccumulatedLeaseDividends: item([twox(u32)], u64, 0n, 'Alpha of a lease that waits to be shared out.', 'rao'),
};
