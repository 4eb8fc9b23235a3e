import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import { createScoringTwin, type Forecasts, packRows, rmse } from './index.ts';
import { openNodeScoringWasm } from './scoring.node.ts';
import { randomForecasts } from './testing/random-scores.ts';

const twin = createScoringTwin();
const engines = [await openNodeScoringWasm('simd'), await openNodeScoringWasm('scalar')];

/** One ensemble. */
const single = (paths: readonly number[], observation: number): Forecasts => ({
  values: Float32Array.from(paths),
  observations: Float32Array.of(observation),
  miners: 1,
  steps: 1,
  paths: paths.length,
});
const scoreOf = (paths: readonly number[], observation: number) => twin.crps(single(paths, observation)).scores[0]!;

/** The estimator by its definition. */
function doubleSum(paths: ArrayLike<number>, observation: number): number {
  const m = paths.length;
  let error = 0;
  let spread = 0;
  for (let i = 0; i < m; i++) {
    error += Math.abs(paths[i]! - observation);
    for (let j = 0; j < m; j++) spread += Math.abs(paths[i]! - paths[j]!);
  }
  return error / m - spread / (2 * m * m);
}

describe('CRPS', () => {
  it('is the estimator of its definition', () => {
    for (const paths of [1, 2, 3, 10, 101]) {
      const forecasts = randomForecasts(seededRandom(paths), 4, 3, paths);
      const { scores, invalid } = twin.crps(forecasts);
      expect(invalid.length).toBe(0);
      scores.forEach((score, place) => {
        const members = forecasts.values.subarray(place * paths, (place + 1) * paths);
        // The definition cancels: its error is relative to the distances, not to the score.
        expect(Math.abs(score - doubleSum(members, forecasts.observations[place % 3]!))).toBeLessThan(1e-9);
      });
    }
  });

  it.each([
    [1, 1, 1],
    [7, 5, 3],
    [3, 4, 255],
    [2, 3, 1000],
    [300, 2, 120],
    [1, 1, 65_536],
  ])('gives the same bits on every engine for %i miners, %i steps, %i paths', (miners, steps, paths) => {
    const forecasts = randomForecasts(seededRandom(paths), miners, steps, paths);
    forecasts.values[0] = Number.NaN;
    const expected = twin.crps(forecasts);
    expect([...expected.invalid]).toEqual([0]);
    for (const engine of engines) expect(engine.crps(forecasts)).toEqual(expected);
  });

  it('sorts numbers of every sign and magnitude the same on every engine', () => {
    const random = seededRandom(5);
    const wild = () => {
      const value = new Float32Array(Uint32Array.of(random.u32()).buffer)[0]!;
      return Math.abs(value) <= 2 ** 100 ? value : -0;
    };
    const forecasts = single(Array.from({ length: 999 }, wild), 0);
    for (const engine of engines) expect(engine.crps(forecasts)).toEqual(twin.crps(forecasts));
  });

  it('is the distance for a single path', () => {
    expect(scoreOf([3], 5)).toBe(2);
    expect(scoreOf([5], 3)).toBe(2);
  });

  it('is never negative, and 0 only where every path is right', () => {
    const random = seededRandom(6);
    for (let round = 0; round < 200; round++) {
      const paths = Array.from({ length: 1 + random.below(20) }, () => random.below(5));
      const score = scoreOf(paths, 2);
      if (paths.every((path) => path === 2)) expect(score).toBe(0);
      else expect(score).toBeGreaterThan(0);
    }
  });

  it('does not change when everything is shifted or paths change places', () => {
    const paths = [5, 1, 4, 4, 9, -3];
    const score = scoreOf(paths, 2);
    expect(
      scoreOf(
        paths.map((path) => path + 1024),
        1026,
      ),
    ).toBe(score);
    expect(scoreOf([...paths].reverse(), 2)).toBe(score);
  });

  it('grows with the unit', () => {
    expect(scoreOf([40, 8, 72], 16)).toBe(8 * scoreOf([5, 1, 9], 2));
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** 101, -(2 ** 101)])(
    'is infinite for an ensemble with %d, which is named',
    (bad) => {
      const values = packRows([[1, 2], [bad, 2], [1, 2], [3]], 2);
      const forecasts = { values, observations: Float32Array.of(0, 1), miners: 2, steps: 2, paths: 2 };
      for (const engine of [twin, ...engines]) {
        const { scores, invalid } = engine.crps(forecasts);
        expect([...invalid]).toEqual([1, 3]);
        expect([...scores].map(Number.isFinite)).toEqual([true, false, true, false]);
      }
    },
  );

  it.each([
    ['compute/bad-scores', { miners: 0 }],
    ['compute/bad-scores', { steps: 0 }],
    ['compute/bad-scores', { paths: 0 }],
    ['compute/bad-scores', { miners: 2 }],
    ['compute/bad-scores', { observations: new Float32Array(3) }],
    ['compute/bad-scores', { observations: Float32Array.of(Number.NaN, 0) }],
    ['compute/bad-scores', { observations: Float32Array.of(0, 2 ** 101) }],
    ['compute/too-large', { paths: 65_537 }],
    ['compute/too-large', { miners: 2 ** 27, steps: 2 }],
  ])('is refused with %s for a shape or an observation that makes no sense', (code, change) => {
    const forecasts = { ...randomForecasts(seededRandom(1), 1, 2, 3), ...change };
    for (const engine of [twin, ...engines]) {
      expect(() => engine.crps(forecasts)).toThrow(expect.objectContaining({ code }));
    }
  });
});

describe('RMSE', () => {
  it('is the root of the mean square error', () => {
    const { scores, invalid } = rmse(Float32Array.of(1, 2, 3, 4, 0, 3), Float32Array.of(1, 2, 3), 2);
    expect([...scores]).toEqual([0, Math.sqrt(13 / 3)]);
    expect(invalid.length).toBe(0);
  });

  it('is infinite for a miner whose forecast is no number, whatever its other steps', () => {
    const predictions = packRows([[1, 2], [Number.NaN, 2], undefined, [1, Number.POSITIVE_INFINITY]], 2);
    const { scores, invalid } = rmse(predictions, Float32Array.of(1, 2), 4);
    expect([...scores]).toEqual([0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect([...invalid]).toEqual([1, 2, 3]);
  });

  it.each([
    [new Float32Array(2), new Float32Array(0), 1],
    [new Float32Array(2), new Float32Array(2), 0],
    [new Float32Array(3), new Float32Array(2), 2],
    [new Float32Array(2), Float32Array.of(0, Number.NaN), 1],
  ])('is refused for shapes and observations that make no sense', (predictions, observations, miners) => {
    expect(() => rmse(predictions, observations, miners)).toThrow(
      expect.objectContaining({ code: 'compute/bad-scores' }),
    );
  });
});

describe('packing responses', () => {
  it('makes NaN of what is missing or ragged, and of nothing else', () => {
    expect([...packRows([[1, 2], [3], undefined, [4, 5, 6], [7, 8]], 2)]).toEqual([
      1,
      2,
      ...new Array(6).fill(Number.NaN),
      7,
      8,
    ]);
  });

  it('refuses more than fits before it allocates', () => {
    expect(() => packRows([undefined, undefined], 2 ** 27)).toThrow(
      expect.objectContaining({ code: 'compute/too-large' }),
    );
    expect(() => packRows([], 2)).toThrow(expect.objectContaining({ code: 'compute/bad-scores' }));
  });
});
