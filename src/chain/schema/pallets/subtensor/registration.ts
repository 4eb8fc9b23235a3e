/**
 * Registering neurons: the price and its movement, and what is left of older schemes.
 *
 * Each registration multiplies the price, each block lets it decay between its floor and ceiling.
 */
import { bool, bytes, u16, u64 } from '../../../scale/index.ts';
import { identity, item } from '../../storage-item.ts';
import { netuid } from '../../types/basic.ts';
import { u64f64 } from '../../types/fixed.ts';

export const registration = {
  NetworkRegistrationAllowed: item([identity(netuid)], bool, true, 'Whether neurons may register on the subnet.'),
  Burn: item(
    [identity(netuid)],
    u64,
    100_000_000n,
    'Price of registering a neuron now; it falls with every block and jumps with every registration.',
    'rao',
  ),
  MinBurn: item([identity(netuid)], u64, 500_000n, 'Floor of the registration price.', 'rao'),
  MaxBurn: item([identity(netuid)], u64, 100_000_000_000n, 'Ceiling of the registration price.', 'rao'),
  BurnHalfLife: item(
    [identity(netuid)],
    u16,
    360,
    'Blocks in which the registration price halves when nobody registers.',
    'blocks',
  ),
  BurnIncreaseMult: item(
    [identity(netuid)],
    u64f64,
    23_242_897_532_874_035_200n,
    'Factor by which each registration raises the price.',
    '/2^64',
  ),
  MaxRegistrationsPerBlock: item(
    [identity(netuid)],
    u16,
    1,
    'Most registrations on root in one block; other subnets have no such limit.',
    'registrations',
  ),
  RegistrationsThisBlock: item([identity(netuid)], u16, 0, 'Registrations in this block so far.', 'registrations'),
  TargetRegistrationsPerInterval: item(
    [identity(netuid)],
    u16,
    2,
    'A third of the most registrations on root in one interval; not used elsewhere.',
    'registrations',
  ),
  RegistrationsThisInterval: item(
    [identity(netuid)],
    u16,
    0,
    'Registrations on root in this interval; not used elsewhere.',
    'registrations',
  ),
  BurnRegistrationsThisInterval: item([identity(netuid)], u16, 0, 'Left over; not consulted.', 'registrations'),
  POWRegistrationsThisInterval: item(
    [identity(netuid)],
    u16,
    0,
    'Left over from proof of work; not consulted.',
    'registrations',
  ),
  NetworkPowRegistrationAllowed: item([identity(netuid)], bool, true, 'Left over from proof of work; not consulted.'),
  AdjustmentInterval: item(
    [identity(netuid)],
    u16,
    100,
    'Left over; the price no longer adjusts by intervals.',
    'blocks',
  ),
  AdjustmentAlpha: item(
    [identity(netuid)],
    u64,
    0n,
    'Left over; the price no longer adjusts by intervals.',
    '/(2^64-1)',
  ),
  LastAdjustmentBlock: item(
    [identity(netuid)],
    u64,
    0n,
    'Left over; the price no longer adjusts by intervals.',
    'block',
  ),
  Difficulty: item([identity(netuid)], u64, 10_000_000n, 'Left over from proof of work; not consulted.'),
  MinDifficulty: item([identity(netuid)], u64, 10_000_000n, 'Left over from proof of work; not consulted.'),
  MaxDifficulty: item(
    [identity(netuid)],
    u64,
    4_611_686_018_427_387_903n,
    'Left over from proof of work; not consulted.',
  ),
  UsedWork: item([identity(bytes)], u64, 0n, 'Left over from proof of work: nonces that were spent.'),
};
