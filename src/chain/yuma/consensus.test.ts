import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { I32F32, u16Ratio } from '../fixed/index.ts';
import { SEED } from './arbitrary.fixture.ts';
import { normalise } from './columns.ts';
import { consensusScores } from './consensus.ts';
import { partitionMedian } from './partition-median.ts';

const { one } = I32F32;

/** One column of scores; undefined = the validator gives none. */
function consensusOf(stake: readonly bigint[], scores: readonly (bigint | undefined)[], kappa: bigint): bigint {
  const weights = scores.map((score) => (score === undefined ? [] : [[0, score] as const]));
  return consensusScores(stake, weights, 1, kappa)[0]!;
}

describe('consensus', () => {
  it('is the score that at least kappa of the stake supports', () => {
    const scores = [one / 4n, one / 2n, one];
    expect(consensusOf([one / 5n, one / 5n, (3n * one) / 5n], scores, u16Ratio(32_767))).toBe(one);
    expect(consensusOf([(3n * one) / 5n, one / 5n, one / 5n], scores, u16Ratio(32_767))).toBe(one / 4n);
  });

  it('takes the higher of two equal votes just below one half, the lower just above', () => {
    const half = one / 2n;
    expect(consensusOf([half, half], [1n, 2n], u16Ratio(32_767))).toBe(2n);
    expect(consensusOf([half, half], [1n, 2n], u16Ratio(32_768))).toBe(1n);
  });

  it('takes the next higher score where the cumulative stake equals the minority exactly', () => {
    expect(consensusOf([one / 2n, one / 2n], [1n, 2n], one / 2n)).toBe(2n);
  });

  it('counts a missing weight as zero', () => {
    expect(consensusOf([one / 2n, one / 4n, one / 4n], [undefined, one, one], u16Ratio(40_000))).toBe(0n);
  });

  it('is zero without voters', () => {
    expect(consensusOf([0n, 0n], [one, one], one / 2n)).toBe(0n);
  });

  it('lets the last entry count where a row names a neuron twice', () => {
    const twice = [
      [0, 5n],
      [0, 7n],
    ] as const;
    expect(consensusScores([one], [twice], 1, one / 2n)).toEqual([7n]);
  });

  it('is what the repeated partitioning of the pallet finds', () => {
    // Few different values, so that ties and exact hits of the minority are frequent.
    const stake = fc.oneof(fc.constantFrom(0n, 1n, one / 4n, one / 2n, one), fc.bigInt({ min: 0n, max: one }));
    const score = fc.option(fc.oneof(fc.constantFrom(0n, 1n, one / 2n, one), fc.bigInt({ min: 0n, max: one })), {
      nil: undefined,
    });
    const kappa = fc.oneof(
      fc.constantFrom(0n, one / 4n, one / 2n, (3n * one) / 4n, one),
      fc.bigInt({ min: 0n, max: one }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(stake, score), { maxLength: 12 }), kappa, (votes, k) => {
        const stakes = votes.map(([s]) => s);
        const scores = votes.map(([, x]) => x);
        expect(consensusOf(stakes, scores, k)).toBe(byPartition(stakes, scores, k));
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });

  it("equals the pallet's partition search where stake sums wrap", () => {
    const stake = fc.oneof(
      fc.bigInt({ min: 1n, max: (1n << 63n) - 1n }),
      fc.bigInt({ min: 1n << 60n, max: 1n << 62n }),
    );
    const score = fc.bigInt({ min: 0n, max: one });
    let wrapped = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(stake, score), { minLength: 2, maxLength: 12 }), (votes) => {
        const stakes = votes.map(([s]) => s);
        const scores = votes.map(([, x]) => x);
        if (normalise(stakes).some((share) => share < 0n)) wrapped++;
        expect(consensusOf(stakes, scores, one / 2n)).toBe(byPartition(stakes, scores, one / 2n));
      }),
      { seed: SEED, numRuns: 2000 },
    );
    expect(wrapped).toBeGreaterThan(100);
  });
});

function byPartition(stake: readonly bigint[], scores: readonly (bigint | undefined)[], kappa: bigint): bigint {
  const voters = stake.flatMap((s, k) => (s > 0n ? [k] : []));
  const shares = normalise(voters.map((k) => stake[k]!));
  const total = I32F32.wrappingSum(shares);
  const given = voters.map((k) => scores[k] ?? 0n);
  return partitionMedian(shares, given, [...voters.keys()], I32F32.sub(total, kappa), 0n, total);
}
