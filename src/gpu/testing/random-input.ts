/**
 * Made-up epoch inputs of the size and habits of real subnets: every validator scores most neurons, scores of one neuron
 * resemble each other, stakes are uneven, a few uids are new or inactive. The same for the same seed.
 */
import type { SparseRow, SubnetEpochInput } from '../../chain/yuma/index.ts';
import { type SeededRandom, seededRandom } from '../random.ts';

export interface RandomInputOptions extends Partial<SubnetEpochInput> {
  readonly seed: number;
  readonly validators: number;
  readonly neurons: number;
  /** Percent of the neurons that a validator scores. Default 90. */
  readonly density?: number;
}

const NOW = 4_000_000n;
const TEMPO = 360;
/** u64::MAX·0.0527, the chain's default. */
const TAO_WEIGHT = 971_718_665_099_567_868n;
const RAO = 1_000_000_000;

export function randomEpochInput(options: RandomInputOptions): SubnetEpochInput {
  const { seed, validators, neurons, density = 90, ...overrides } = options;
  const random = seededRandom(seed);
  const quality = Array.from({ length: neurons }, () => (random.u32() / 2 ** 32) ** 3);
  const isValidator = (uid: number) => uid < validators;
  const rows = (value: (column: number) => number): SparseRow[] =>
    Array.from({ length: neurons }, (_, uid) => (isValidator(uid) ? row(random, neurons, density, value) : EMPTY));
  const stake = (tao: number) =>
    BigUint64Array.from({ length: neurons }, (_, uid) =>
      isValidator(uid) ? BigInt(Math.floor((random.u32() / 2 ** 32) ** 4 * tao * RAO)) : 0n,
    );
  return {
    n: neurons,
    currentBlock: NOW,
    tempo: TEMPO,
    activityCutoffFactorMilli: 13_889,
    lastMechanismStepBlock: NOW - BigInt(TEMPO),
    stakeThreshold: 0n,
    taoWeight: TAO_WEIGHT,
    ownerUid: 0,
    maxAllowedValidators: 64,
    kappa: 32_767,
    bondsPenalty: 65_535,
    bondsMovingAverage: 900_000n,
    yuma3On: true,
    liquidAlphaOn: false,
    alphaLow: 45_875,
    alphaHigh: 58_982,
    alphaSigmoidSteepness: 1_000,
    commitRevealEnabled: false,
    epochIndex: 1_000n,
    revealPeriod: 1n,
    alphaStake: stake(100_000),
    taoStake: stake(200_000),
    // Some neurons are newer than some weights, so that masks remove something.
    blockAtRegistration: BigUint64Array.from({ length: neurons }, () => NOW - BigInt(random.below(20_000) + 1)),
    validatorPermit: Array.from({ length: neurons }, (_, uid) => isValidator(uid)),
    raoEmission: 150n * BigInt(RAO),
    mechanismCount: 1,
    mechanismEmissionSplit: undefined,
    mechanisms: [
      {
        lastUpdate: BigUint64Array.from(
          { length: neurons },
          () => NOW - BigInt(random.below(random.oneIn(8) ? 9_000 : 400)),
        ),
        weights: rows((column) =>
          Math.min(0xffff, Math.floor(0xffff * quality[column]! * (0.8 + random.below(400) / 1_000))),
        ),
        bonds: rows(() => (random.oneIn(10) ? 0xffff : random.below(0x1_0000))),
        weightCommits: [],
        timelockedCommits: [],
      },
    ],
    ...overrides,
  };
}

const EMPTY: SparseRow = { columns: new Uint16Array(), values: new Uint16Array() };

/** Columns mostly ascending, as most validators submit them; one row in four is turned round. */
function row(random: SeededRandom, n: number, density: number, value: (column: number) => number): SparseRow {
  const columns = Array.from({ length: n }, (_, column) => column).filter(() => random.below(100) < density);
  if (random.oneIn(4)) columns.reverse();
  return { columns: Uint16Array.from(columns), values: Uint16Array.from(columns, value) };
}
