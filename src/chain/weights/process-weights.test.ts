import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { economyVectors } from '../economy/vectors.fixture.ts';
import { normalizeMaxWeight, pairwiseSum, processWeights, weightsForEmit } from './index.ts';

interface Lists {
  readonly uids: readonly number[];
  readonly weights: readonly number[];
}
interface Raw extends Lists {
  readonly num_neurons: number;
  readonly min_allowed_weights: number;
  readonly max_weight_limit: number;
  readonly exclude_quantile: number;
}
interface Processed extends Lists {
  readonly emit_uids: readonly number[];
  readonly emit_values: readonly number[];
}

const LIMITS = { n: 4, minAllowedWeights: 1, maxWeight: 1 };
/** Scores of up to 40 miners; some negative, some zero. */
const scores = fc.array(fc.float({ min: -1, max: 1000, noNaN: true, noDefaultInfinity: true }), {
  minLength: 1,
  maxLength: 40,
});
const upTo = (n: number) => Array.from({ length: n }, (_, uid) => uid);

describe('weights as the SDK processes them', () => {
  it.each(
    economyVectors<{ x: readonly number[]; limit: number }, { y: readonly number[] }>('sdk-normalize-max-weight'),
  )('are capped to the same bits: case $id', ({ input, expected }) => {
    expect([...normalizeMaxWeight(Float32Array.from(input.x), input.limit)]).toEqual(expected.y);
  });

  it.each(economyVectors<Raw, Processed>('sdk-process-weights'))(
    'are processed and emitted to the same bits: case $id',
    ({ input, expected }) => {
      const { uids, weights } = processWeights(input.uids, input.weights, {
        n: input.num_neurons,
        minAllowedWeights: input.min_allowed_weights,
        maxWeight: input.max_weight_limit,
        excludeQuantileU16: input.exclude_quantile,
      });
      expect({ uids, weights: [...weights] }).toEqual({ uids: expected.uids, weights: expected.weights });
      expect(weightsForEmit(uids, weights)).toEqual({ uids: expected.emit_uids, values: expected.emit_values });
    },
  );

  it.each(economyVectors<Lists, { uids: readonly number[]; values: readonly number[] }>('sdk-weights-for-emit'))(
    'are emitted to the same integers: case $id',
    ({ input, expected }) => {
      expect(weightsForEmit(input.uids, input.weights)).toEqual(expected);
    },
  );

  it('sum to about one and name each uid once', () => {
    fc.assert(
      fc.property(
        scores,
        fc.constantFrom(0, 1, 8, 64),
        fc.constantFrom(1, 0.5, 0.1),
        (raw, minAllowedWeights, maxWeight) => {
          const n = raw.length;
          const { uids, weights } = processWeights(upTo(n), raw, { n, minAllowedWeights, maxWeight });
          expect(new Set(uids).size).toBe(weights.length);
          expect([...weights].reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
        },
      ),
      { seed: 6 },
    );
  });

  it('exceed the limit only by rounding, where a distribution within it exists', () => {
    const positive = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 12, maxLength: 40 });
    fc.assert(
      fc.property(positive, (raw) => {
        expect(Math.max(...normalizeMaxWeight(Float32Array.from(raw), 0.1))).toBeLessThan(0.1 + 1e-5);
      }),
      { seed: 7 },
    );
  });

  it('reach 65535 when emitted, in the order of the scores', () => {
    fc.assert(
      fc.property(scores, (raw) => {
        const n = raw.length;
        const { uids, weights } = processWeights(upTo(n), raw, { n, minAllowedWeights: 0, maxWeight: 1 });
        const emitted = weightsForEmit(uids, weights);
        expect(Math.max(...emitted.values)).toBe(65_535);
        expect(emitted.uids).toEqual([...emitted.uids].sort((a, b) => a - b));
      }),
      { seed: 8 },
    );
  });

  it('leave out negative and zero scores', () => {
    expect(processWeights([4, 5, 6], [-1, 0, 2], { ...LIMITS, n: 3 }).uids).toEqual([6]);
  });

  it.each([
    ['weights/different-lengths', () => processWeights([0, 1], [1], LIMITS)],
    [
      'weights/different-lengths',
      () => processWeights([0, 1, 2], [1, 0, 0], { ...LIMITS, n: 2, minAllowedWeights: 2 }),
    ],
    ['weights/bad-weight', () => processWeights([0], [Number.NaN], LIMITS)],
    ['weights/bad-weight', () => processWeights([0], [Number.POSITIVE_INFINITY], LIMITS)],
    ['weights/bad-weight', () => processWeights([0], [1e300], LIMITS)],
    ['weights/bad-weight', () => processWeights([0, 1], [3e38, 3e38], LIMITS)],
    ['weights/bad-uid', () => processWeights([-1], [1], LIMITS)],
    ['weights/bad-limit', () => processWeights([0], [1], { ...LIMITS, n: 1e9 })],
    ['weights/bad-limit', () => processWeights([0], [1], { ...LIMITS, n: 0.5 })],
    ['weights/bad-limit', () => processWeights([0], [1], { ...LIMITS, minAllowedWeights: -1 })],
    ['weights/bad-limit', () => processWeights([0], [1], { ...LIMITS, excludeQuantileU16: 65_536 })],
    ['weights/bad-limit', () => processWeights([0], [1], { ...LIMITS, maxWeight: Number.NaN })],
    ['weights/bad-weight', () => normalizeMaxWeight(Float32Array.of(1, -1), 1)],
    ['weights/different-lengths', () => weightsForEmit([0], [])],
    ['weights/bad-weight', () => weightsForEmit([0], [-0.1])],
    ['weights/bad-weight', () => weightsForEmit([0], [Number.NaN])],
    ['weights/bad-uid', () => weightsForEmit([65_536], [1])],
    ['weights/bad-uid', () => weightsForEmit([-1], [1])],
  ])('are refused with %s', (code, work) => {
    expect(work).toThrow(expect.objectContaining({ code }));
  });
});

describe('the pairwise sum', () => {
  it('is exact for whole numbers of any length', () => {
    expect(pairwiseSum(new Float32Array())).toBe(0);
    for (const length of [1, 7, 8, 9, 128, 129, 136, 1000, 1001]) {
      expect(pairwiseSum(Float32Array.from({ length }, (_, i) => i + 1))).toBe((length * (length + 1)) / 2);
    }
  });

  // np.sqrt(np.arange(1, n + 1, dtype=np.float32)) / np.float32(3), then .sum(); numpy 2.4.6, x86-64.
  it.each([
    [7, 4.49252462387085],
    [8, 5.435333251953125],
    [127, 319.85845947265625],
    [128, 323.62969970703125],
    [129, 327.4156494140625],
    [300, 1157.518798828125],
    [1000, 7032.4853515625],
    [4097, 58286.15625],
  ])('gives the bits that numpy gives for %i roots', (length, expected) => {
    const values = Float32Array.from({ length }, (_, i) => Math.fround(Math.sqrt(i + 1)) / 3);
    expect(pairwiseSum(values)).toBe(expected);
  });

  it('adds in eight lanes and halves, not in a row', () => {
    // 2^24 absorbs a single 1 in float32: eight lanes keep seven eighths of the ones apart from it.
    const values = new Float32Array(128).fill(1).fill(2 ** 24, 0, 1);
    expect(pairwiseSum(values)).toBe(2 ** 24 + 112);
    const halves = new Float32Array(256).fill(1).fill(2 ** 24, 0, 1);
    expect(pairwiseSum(halves)).toBe(2 ** 24 + 112 + 128);
  });
});
