import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import { createReferenceCalculator } from '../reference.ts';
import { sampleCore } from '../sample-core.ts';
import type { EpochSeries } from '../types.ts';
import { cutLanes, runLane } from './lanes.ts';

const SEED = 20261120;

describe('cutting a job', () => {
  const costs = fc.array(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 12 }), { maxLength: 30 });

  it('covers every step of every series once, in parts within the limit', () => {
    fc.assert(
      fc.property(costs, fc.integer({ min: 1, max: 200 }), (series, limit) => {
        const lanes = cutLanes(series, limit);
        expect(lanes.flatMap(({ indices }) => indices).sort((a, b) => a - b)).toEqual([...series.keys()]);
        for (const { indices, ends } of lanes) {
          const steps = indices.flatMap((index) => series[index]!);
          const bounds = ends ?? [steps.length];
          expect(bounds.at(-1)).toBe(steps.length);
          for (const [k, end] of bounds.entries()) {
            const part = steps.slice(bounds[k - 1] ?? 0, end);
            expect(part.length).toBeGreaterThan(0);
            const cost = part.reduce((sum, step) => sum + step, 0);
            expect(part.length === 1 || cost <= limit, `a part of ${cost}, limit ${limit}`).toBe(true);
          }
        }
      }),
      { seed: SEED },
    );
  });

  it('begins with the longest series', () => {
    const lanes = cutLanes([[5], [30, 30], [5], [50, 50]], 40);
    expect(lanes.map(({ indices }) => indices)).toEqual([[3], [1], [0, 2]]);
  });
});

describe('a lane', () => {
  const random = seededRandom(SEED);
  const shape = { n: 12, validators: 4 } as const;
  const cores = Array.from({ length: 7 }, (_, k) => sampleCore(random, { ...shape, liquidAlpha: k % 2 === 0 }));
  const keepsBonds = Array.from({ length: shape.n }, (_, uid) => uid % 3 !== 0);
  const long: EpochSeries = {
    steps: cores.map((core, k) => ({ core, keepsBonds: k % 2 === 0 ? keepsBonds : undefined })),
  };
  const calculator = createReferenceCalculator();

  it.each([
    { epochs: 'every', bonds: true },
    { epochs: 'every', bonds: false },
    { epochs: 'last', bonds: true },
    { epochs: 'last', bonds: false },
  ] as const)('of a series in stretches gives what the whole series gives: %o', async (output) => {
    const counted: number[] = [];
    const parts: number[] = [];
    const results = await runLane(
      { indices: [0], ends: [2, 3, 6, 7] },
      [long],
      output,
      async (part, asked) => {
        parts.push(part[0]!.steps.length);
        return calculator.computeSeries(part, asked);
      },
      (count) => counted.push(count),
    );
    expect(results).toEqual(calculator.computeSeries([long], output));
    expect(parts).toEqual([2, 1, 3, 1]);
    expect(counted).toEqual([2, 1, 3, 1]);
  });

  it('of several series computes them together', async () => {
    const series = cores.map((core) => ({ steps: [{ core }] }));
    const results = await runLane(
      { indices: [1, 4, 5], ends: undefined },
      series,
      {},
      async (part) => calculator.computeSeries(part),
      () => undefined,
    );
    expect(results).toEqual(calculator.computeSeries([1, 4, 5].map((index) => series[index]!)));
  });
});
