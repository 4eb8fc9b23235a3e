/**
 * Made-up epoch cores that reach every branch of the kernels: for the known-answer test and for tests.
 *
 * They keep the contract of `EpochCore` but not the chain's habits: rows are shuffled, zeros stored, weights and bonds
 * independent of each other, stakes equal or far out of range where asked.
 */
import { I32F32, u16Ratio } from '../chain/fixed/index.ts';
import type { EpochCore, SparseRow } from '../chain/yuma/index.ts';
import type { SeededRandom } from './random.ts';

export interface SampleShape {
  readonly n: number;
  /** Uids with rows, at most n. */
  readonly validators: number;
  readonly yuma3: boolean;
  readonly liquidAlpha: boolean;
  /** u16 parameters of the subnet. */
  readonly kappa: number;
  readonly bondsPenalty: number;
  readonly alphaLow: number;
  readonly alphaHigh: number;
  readonly alphaSigmoidSteepness: number;
  /** I32F32 bits. */
  readonly bondsAlpha: bigint;
  /**
   * `shares`: random parts of one; `equal`: ties; `single`: one validator has all;
   * `wild`: any bits, negative ones too, as no sane chain state gives.
   */
  readonly stake: 'shares' | 'equal' | 'single' | 'wild';
  /** Part of the cells that a row has, in percent. */
  readonly density: number;
}

/** α of the default BondsMovingAverage, 900000 millionths. */
const DEFAULT_BONDS_ALPHA = 429_496_730n;

/** A subnet with the chain's default parameters. */
export const DEFAULT_SHAPE: SampleShape = {
  n: 70,
  validators: 9,
  yuma3: true,
  liquidAlpha: false,
  kappa: 32_767,
  bondsPenalty: 65_535,
  alphaLow: 45_875,
  alphaHigh: 58_982,
  alphaSigmoidSteepness: 1_000,
  bondsAlpha: DEFAULT_BONDS_ALPHA,
  stake: 'shares',
  density: 60,
};

export function sampleCore(random: SeededRandom, shape: Partial<SampleShape> = {}): EpochCore {
  const { n, validators, stake, density, ...subnet } = { ...DEFAULT_SHAPE, ...shape };
  const uids = shuffled(
    Array.from({ length: n }, (_, uid) => uid),
    random,
  ).slice(0, validators);
  const isValidator = new Set(uids);
  const rows = (values: () => number) =>
    Array.from({ length: n }, (_, uid) => sampleRow(random, isValidator.has(uid) ? n : 0, density, values));
  // Neurons of a column get similar weights, as neurons of one quality do; a few exact ties with consensus follow.
  const qualities = Array.from({ length: 4 }, () => random.below(0x1_0000));
  return {
    n,
    activeStake: sampleStake(random, n, uids, stake),
    weights: rows(() => random.pick([...qualities, random.below(0x1_0000), random.below(16), 0, 0xffff])),
    bonds: rows(() => random.pick([random.below(0x1_0000), random.below(16), 0, 0xffff])),
    kappa: u16Ratio(subnet.kappa),
    bondsPenalty: u16Ratio(subnet.bondsPenalty),
    bondsAlpha: subnet.bondsAlpha,
    yuma3: subnet.yuma3,
    liquidAlpha: subnet.yuma3 && subnet.liquidAlpha,
    alphaLow: u16Ratio(subnet.alphaLow),
    alphaHigh: u16Ratio(subnet.alphaHigh),
    alphaSigmoidSteepness: subnet.alphaSigmoidSteepness,
  };
}

/** A row over some of `n` columns, shuffled. */
function sampleRow(random: SeededRandom, n: number, density: number, value: () => number): SparseRow {
  const all = Array.from({ length: n }, (_, column) => column);
  const columns = shuffled(
    all.filter(() => random.below(100) < density),
    random,
  );
  return { columns: Uint16Array.from(columns), values: Uint16Array.from(columns, value) };
}

function sampleStake(
  random: SeededRandom,
  n: number,
  uids: readonly number[],
  kind: SampleShape['stake'],
): BigInt64Array {
  const bits = new BigInt64Array(n);
  if (kind === 'wild') {
    for (const uid of uids) bits[uid] = random.oneIn(2) ? random.i64() : random.i64() << 32n;
    return bits;
  }
  // Some validators are inactive: rows without stake.
  const parts = uids.map((_, k) => {
    if (kind === 'single') return k === 0 ? 1 : 0;
    return kind === 'equal' ? 1 : random.oneIn(5) ? 0 : random.below(1_000_000);
  });
  const total = BigInt(parts.reduce((sum, part) => sum + part, 0));
  if (total === 0n) return bits;
  uids.forEach((uid, k) => {
    bits[uid] = (BigInt(parts[k]!) * I32F32.one) / total;
  });
  return bits;
}

function shuffled<T>(values: readonly T[], random: SeededRandom): T[] {
  return values
    .map((value) => ({ value, key: random.u32() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}
