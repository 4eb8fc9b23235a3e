/**
 * Chain-wide parameters and totals: what root governs for all subnets at once.
 *
 * "Left over" items are still in the state, but nothing consults them any more.
 */
import { bool, bytes, u8, u16, u32, u64 } from '../../../scale/index.ts';
import { identity, item } from '../../storage-item.ts';
import { i64f64, i96f32, u64f64 } from '../../types/fixed.ts';

export const parameters = {
  TotalIssuance: item([], u64, 0n, 'TAO issued so far; it drives the block emission.', 'rao'),
  TotalStake: item([], u64, 0n, 'TAO held by all subnet pools.', 'rao'),
  BlockEmission: item(
    [],
    u64,
    1_000_000_000n,
    'Result of the last evaluation of the emission curve, of TAO or of some alpha; not the TAO emission. Compute that from TotalIssuance.',
    'rao',
  ),
  TaoWeight: item(
    [],
    u64,
    971_718_665_099_567_868n,
    'How much one TAO staked on root weighs against one alpha in the stake weight of a validator.',
    '/(2^64-1)',
  ),
  SubnetOwnerCut: item([], u16, 11_796, "Share of a subnet's alpha emission that goes to its owner.", '/65535'),
  StakeThreshold: item(
    [],
    u64,
    0n,
    'Stake weight below which a hotkey counts as having none and may not set weights.',
    'rao',
  ),
  NominatorMinRequiredStake: item(
    [],
    u64,
    0n,
    'Nominations worth less than this fraction of the minimum stake are unstaked by the chain.',
    '/10^6',
  ),
  TxRateLimit: item([], u64, 1_000n, 'Blocks that a coldkey waits between two hotkey swaps.', 'blocks'),
  TxDelegateTakeRateLimit: item([], u64, 216_000n, "Blocks between two increases of a delegate's take.", 'blocks'),
  TxChildkeyTakeRateLimit: item([], u64, 216_000n, "Blocks between two increases of a child key's take.", 'blocks'),
  MaxDelegateTake: item([], u16, 11_796, 'Highest take that a delegate may ask of its nominators.', '/65535'),
  MinDelegateTake: item([], u16, 0, 'Lowest take that a delegate may set.', '/65535'),
  MaxChildkeyTake: item([], u16, 11_796, 'Highest take that a child key may ask of its parents.', '/65535'),
  MinChildkeyTake: item([], u16, 0, 'Lowest take that a child key may set on any subnet.', '/65535'),
  CKBurn: item(
    [],
    u64,
    0n,
    'Share of child-key dividends that is recycled before the parent gets the rest.',
    '/(2^64-1)',
  ),
  WeightsVersionKeyRateLimit: item(
    [],
    u64,
    5n,
    'Epochs that an owner waits between two changes of the weights version.',
    'epochs',
  ),
  OwnerHyperparamRateLimit: item(
    [],
    u16,
    2,
    'Epochs that an owner waits between two changes of the same hyperparameter.',
    'epochs',
  ),
  AdminFreezeWindow: item(
    [],
    u16,
    10,
    'Blocks before an epoch in which owners may not change hyperparameters.',
    'blocks',
  ),
  MinActivityCutoff: item([], u16, 360, 'Smallest value that the retired ActivityCutoff could take.', 'blocks'),
  MaxEpochsPerBlock: item(
    [],
    u8,
    2,
    'How many subnets may run their epoch in one block; the others wait for the next block.',
    'epochs',
  ),
  CommitRevealWeightsVersion: item([], u16, 4, 'Version that a time-locked weight commit must state.'),
  PendingChildKeyCooldown: item([], u64, 7_200n, 'Blocks from setting children until they take effect.', 'blocks'),
  NumRootClaim: item(
    [],
    u64,
    5n,
    'How many coldkeys get their root dividends claimed automatically in each block.',
    'coldkeys',
  ),
  MaturityRate: item([], u64, 934_866n, 'Time constant at which the conviction of a lock grows and fades.', 'blocks'),
  UnlockRate: item([], u64, 934_866n, 'Time constant at which a decaying lock releases its alpha.', 'blocks'),
  SubnetMovingAlpha: item(
    [],
    i96f32,
    12_885n,
    "Weight of the newest price in a subnet's moving price once the subnet is old.",
    '/2^32',
  ),
  NetTaoFlowEnabled: item([], bool, true, 'Left over from flow-based emission; not consulted.'),
  TaoFlowCutoff: item([], i64f64, 0n, 'Left over from flow-based emission; not consulted.', '/2^64'),
  FlowNormExponent: item(
    [],
    u64f64,
    18_446_744_073_709_551_616n,
    'Left over from flow-based emission; not consulted.',
    '/2^64',
  ),
  FlowEmaSmoothingFactor: item([], u64, 29_597_889_189_277n, 'Left over from flow-based emission; not consulted.'),
  TaoInRefundDeploymentBlock: item(
    [],
    u64,
    0n,
    "Subnets registered after this block count their pool alpha as the protocol's when they are dissolved.",
    'block',
  ),
  DissolveNetworkScheduleDuration: item(
    [],
    u32,
    36_000,
    'Blocks between scheduling the dissolution of a subnet and doing it.',
    'blocks',
  ),
  NextStakeJobId: item([], u64, 0n, 'Left over from queued stake operations; not consulted.'),
  HasMigrationRun: item([identity(bytes)], bool, false, 'Storage migrations that have been done, by name.'),
};
