/**
 * Pools, prices and the emission that each subnet receives and has pending.
 *
 * Amounts are rao (10^-9) of TAO or of the subnet's alpha; prices are TAO per alpha.
 */
import { bool, i64, tuple, u64, u128 } from '../../../scale/index.ts';
import { identity, item, optional } from '../../storage-item.ts';
import { netuid } from '../../types/basic.ts';
import { i64f64, i96f32, u96f32 } from '../../types/fixed.ts';
import { recycleOrBurnEnum } from '../../types/subtensor.ts';

export const pools = {
  SubnetTAO: item([identity(netuid)], u64, 0n, "TAO in the subnet's pool.", 'rao'),
  SubnetAlphaIn: item([identity(netuid)], u64, 0n, "Alpha in the subnet's pool, ready to be bought.", 'rao'),
  SubnetAlphaOut: item([identity(netuid)], u64, 0n, 'Alpha outside the pool: staked, or owned by nobody.', 'rao'),
  SubnetProtocolAlpha: item(
    [identity(netuid)],
    u64,
    0n,
    'Alpha that the protocol bought with surplus TAO; never sold.',
    'rao',
  ),
  SubnetVolume: item([identity(netuid)], u128, 0n, 'TAO that has gone through the pool in both directions.', 'rao'),
  SubnetMovingPrice: item(
    [identity(netuid)],
    i96f32,
    0n,
    "Slow average of the alpha price, capped at one TAO; it decides the subnet's share of emission and which subnet is pruned.",
    '/2^32',
  ),
  EMAPriceHalvingBlocks: item(
    [identity(netuid)],
    u64,
    201_600n,
    'Age at which the newest price has half of its final weight in the moving price.',
    'blocks',
  ),
  SubnetTaoInEmission: item([identity(netuid)], u64, 0n, 'TAO put into the pool in the last block.', 'rao'),
  SubnetAlphaInEmission: item([identity(netuid)], u64, 0n, 'Alpha put into the pool in the last block.', 'rao'),
  SubnetAlphaOutEmission: item([identity(netuid)], u64, 0n, 'Alpha minted for participants in the last block.', 'rao'),
  SubnetExcessTao: item(
    [identity(netuid)],
    u64,
    0n,
    'TAO with which the protocol bought alpha in the last block.',
    'rao',
  ),
  SubnetRootSellTao: item(
    [identity(netuid)],
    u64,
    0n,
    'TAO that root dividends were sold for in the last block.',
    'rao',
  ),
  SubnetEmissionEnabled: item([identity(netuid)], bool, true, 'Whether root lets the subnet receive TAO emission.'),
  RootProp: item([identity(netuid)], u96f32, 0n, "Share of root in the subnet's emission.", '/2^32'),
  MinerBurned: item(
    [identity(netuid)],
    u96f32,
    0n,
    "Share of the last epoch's miner incentive that went to the owner's own hotkeys and was withheld.",
    '/2^32',
  ),
  SubnetTaoFlow: item([identity(netuid)], i64, 0n, 'Left over from flow-based emission; not consulted.', 'rao'),
  SubnetEmaTaoFlow: optional(
    [identity(netuid)],
    tuple(u64, i64f64),
    'Left over from flow-based emission; not consulted.',
  ),
  SubnetProtocolFlow: item([identity(netuid)], i64, 0n, 'Left over from flow-based emission; not consulted.', 'rao'),
  SubnetEmaProtocolFlow: optional(
    [identity(netuid)],
    tuple(u64, i64f64),
    'Left over from flow-based emission; not consulted.',
  ),
  PendingServerEmission: item([identity(netuid)], u64, 0n, 'Alpha that miners will get at the next epoch.', 'rao'),
  PendingValidatorEmission: item(
    [identity(netuid)],
    u64,
    0n,
    'Alpha that validators will get at the next epoch.',
    'rao',
  ),
  PendingRootAlphaDivs: item([identity(netuid)], u64, 0n, 'Alpha that root stakers will get at the next epoch.', 'rao'),
  PendingOwnerCut: item([identity(netuid)], u64, 0n, 'Alpha that the owner will get at the next epoch.', 'rao'),
  OwnerCutEnabled: item([identity(netuid)], bool, true, 'Whether the owner gets a cut of the emission.'),
  OwnerCutAutoLockEnabled: item([identity(netuid)], bool, false, "Whether the owner's cut is locked as it is paid."),
  RecycleOrBurn: item(
    [identity(netuid)],
    recycleOrBurnEnum,
    { type: 'Burn', value: undefined },
    'What happens to miner incentive that the owner earns itself: left unowned or taken back.',
  ),
  RAORecycledForRegistration: item([identity(netuid)], u64, 0n, 'TAO spent on registrations in this subnet.', 'rao'),
};
