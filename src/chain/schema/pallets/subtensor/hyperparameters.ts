/**
 * The rules of a subnet: how weights become consensus, bonds and permits.
 *
 * Most are the owner's to set; the sentences are what a page shows beside the value.
 */
import { bool, i16, tuple, u16, u32, u64 } from '../../../scale/index.ts';
import { blake2, identity, item, twox } from '../../storage-item.ts';
import { netuid } from '../../types/basic.ts';

export const hyperparameters = {
  Rho: item([identity(netuid)], u16, 10, 'Left over from trust-based consensus; it no longer enters an epoch.'),
  Kappa: item(
    [identity(netuid)],
    u16,
    32_767,
    'Majority that consensus needs: a weight counts up to the level that this share of stake agrees on.',
    '/65535',
  ),
  AlphaSigmoidSteepness: item(
    [identity(netuid)],
    i16,
    1_000,
    'How sharply liquid alpha turns from its low to its high value as weights leave the consensus.',
    '/100',
  ),
  AlphaValues: item(
    [identity(netuid)],
    tuple(u16, u16),
    [45_875, 58_982],
    'Lowest and highest speed of bonds under liquid alpha.',
    '/65535',
  ),
  LiquidAlphaOn: item(
    [blake2(netuid)],
    bool,
    false,
    'Whether bonds move faster for validators who agree with the consensus early (with Yuma3 only).',
  ),
  Yuma3On: item(
    [blake2(netuid)],
    bool,
    false,
    'Whether bonds follow Yuma3: kept per pair of neurons, so that small validators earn in proportion.',
  ),
  BondsMovingAverage: item(
    [identity(netuid)],
    u64,
    900_000n,
    'How much of the old bonds each epoch keeps; the rest is new.',
    '/10^6',
  ),
  BondsPenalty: item(
    [identity(netuid)],
    u16,
    65_535,
    'How far weights above the consensus are cut before they become bonds: 0 not at all, 65535 down to the consensus.',
    '/65535',
  ),
  BondsResetOn: item(
    [identity(netuid)],
    bool,
    false,
    'Whether a neuron may clear the bonds towards it by a commitment.',
  ),
  ImmunityPeriod: item(
    [identity(netuid)],
    u16,
    4_096,
    'Blocks after registration during which a neuron is spared from replacement.',
    'blocks',
  ),
  MinAllowedWeights: item(
    [identity(netuid)],
    u16,
    1_024,
    'Fewest weights that a validator must set, unless it only weighs itself.',
    'weights',
  ),
  MaxWeightsLimit: item([identity(netuid)], u16, 65_535, 'Left over; the chain uses the constant 65535.', '/65535'),
  WeightsVersionKey: item([identity(netuid)], u64, 0n, 'Lowest version that set_weights must state; 0 accepts any.'),
  WeightsSetRateLimit: item(
    [identity(netuid)],
    u64,
    100n,
    'Blocks that a validator waits between two settings or commits of weights.',
    'blocks',
  ),
  CommitRevealWeightsEnabled: item(
    [identity(netuid)],
    bool,
    true,
    'Whether weights are committed first and revealed later, so that they cannot be copied.',
  ),
  RevealPeriodEpochs: item([twox(netuid)], u64, 1n, 'Epochs between committing weights and revealing them.', 'epochs'),
  MaxAllowedUids: item([identity(netuid)], u16, 256, 'Most neurons that the subnet may have.', 'uids'),
  MinAllowedUids: item([identity(netuid)], u16, 64, 'Fewest neurons that the owner may trim the subnet to.', 'uids'),
  MinNonImmuneUids: item(
    [identity(netuid)],
    u16,
    10,
    'While at most this many neurons are out of immunity, a registration replaces an immune one instead.',
    'uids',
  ),
  ImmuneOwnerUidsLimit: item(
    [identity(netuid)],
    u16,
    1,
    "How many of the owner's neurons can never be replaced.",
    'uids',
  ),
  MaxAllowedValidators: item(
    [identity(netuid)],
    u16,
    128,
    'How many neurons get a validator permit: those with most stake weight.',
    'validators',
  ),
  ActivityCutoffFactorMilli: item(
    [identity(netuid)],
    u32,
    13_889,
    'Thousandths of a tempo without new weights after which a validator counts as inactive.',
    '/1000 tempo',
  ),
  ActivityCutoff: item(
    [identity(netuid)],
    u16,
    5_000,
    'Left over; inactivity is counted by ActivityCutoffFactorMilli.',
    'blocks',
  ),
  ServingRateLimit: item(
    [identity(netuid)],
    u64,
    50n,
    'Blocks that a neuron waits between two changes of its endpoint.',
    'blocks',
  ),
  MinChildkeyTakePerSubnet: item(
    [identity(netuid)],
    u16,
    0,
    'Lowest take that a child key may set on this subnet.',
    '/65535',
  ),
  VotingPowerTrackingEnabled: item(
    [identity(netuid)],
    bool,
    false,
    'Whether the average stake of each hotkey is recorded as voting power.',
  ),
  VotingPowerDisableAtBlock: item(
    [identity(netuid)],
    u64,
    0n,
    'Block at which the recording of voting power ends; 0 means no end is set.',
    'block',
  ),
  VotingPowerEmaAlpha: item(
    [identity(netuid)],
    u64,
    3_570_000_000_000_000n,
    'Weight of the newest stake in the voting power.',
    '/10^18',
  ),
  ScalingLawPower: item([identity(netuid)], u16, 50, 'Left over; not consulted.'),
  ValidatorPruneLen: item([identity(netuid)], u64, 1n, 'Left over; not consulted.'),
};
