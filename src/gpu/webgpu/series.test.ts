import { describe, expect, it } from 'vitest';
import { seriesDifference } from '../difference.ts';
import { createReferenceCalculator } from '../reference.ts';
import type { EpochSeries } from '../types.ts';
import { firstWrongSeries, MODES, madeUpSeries, mixedSeries, withoutConsensus } from './testing/made-up-series.ts';
import { EPOCHS_ONLY, OPERATIONS_ONLY, openTestEngine, useTestEngine } from './testing/open-engine.ts';
import { spiedGpu } from './testing/spied-gpu.ts';

const engine = useTestEngine(EPOCHS_ONLY);

describe('series on the GPU equal the reference', () => {
  it.each(MODES)('%s', async (_, shape) => {
    const series = Array.from({ length: 12 }, (_, k) => madeUpSeries(100 + k, shape));
    expect(await firstWrongSeries(engine(), series)).toBeUndefined();
  });

  it('of all sizes and lengths in one batch, every epoch or the last alone, with bonds or without', async () => {
    const series = mixedSeries(500);
    for (const epochs of ['every', 'last'] as const) {
      for (const bonds of [true, false]) {
        expect(await firstWrongSeries(engine(), series, { epochs, bonds })).toBeUndefined();
      }
    }
  });

  it('where nobody’s bonds are stored, everybody’s, or every other one’s', async () => {
    const kinds = [() => false, () => true, (uid: number) => uid % 2 === 0];
    const series = kinds.flatMap((keeps, kind) =>
      MODES.map(([, shape], k): EpochSeries => {
        const { steps } = madeUpSeries(900 + k, shape);
        const keepsBonds = Array.from({ length: 24 }, (_, uid) => keeps(uid));
        return { steps: steps.map((step, epoch) => (epoch === kind ? step : { ...step, keepsBonds })) };
      }),
    );
    expect(await firstWrongSeries(engine(), series)).toBeUndefined();
  });

  it('with an epoch without any consensus in between, after which bonds are found by column', async () => {
    const liquid = MODES.filter(([name]) => name.startsWith('liquid'));
    const series = liquid.flatMap(([, shape]) =>
      Array.from({ length: 8 }, (_, seed) => withoutConsensus(madeUpSeries(40 + seed, shape), 2)),
    );
    const consensus = createReferenceCalculator()
      .computeSeries(series)
      .map(({ epochs }) => epochs.map((shares) => shares.consensus.some((score) => score > 0n)));
    // Such epochs come between others, or this would test nothing.
    expect(consensus.filter(([, before, at, after]) => before && !at && after).length).toBeGreaterThan(3);
    expect(await firstWrongSeries(engine(), series)).toBeUndefined();
  });

  it('also where some stakes are out of all range', async () => {
    const series = MODES.map(([, shape], k) => madeUpSeries(700 + k, { ...shape, stake: 'wild' }));
    expect(await firstWrongSeries(engine(), series)).toBeUndefined();
  });

  it('for subnets without neurons or without rows', async () => {
    const series = [
      { n: 0, validators: 0 },
      { n: 5, validators: 0 },
      { n: 1, validators: 1 },
    ].map((size) => madeUpSeries(3, size));
    expect(await firstWrongSeries(engine(), series)).toBeUndefined();
    expect(await firstWrongSeries(engine(), series.slice(0, 1), { epochs: 'last', bonds: false })).toBeUndefined();
    expect(await engine().computeSeries([])).toEqual([]);
  });
});

describe('inputs that are the same object', () => {
  it('give what copies of them give', async () => {
    const { steps } = madeUpSeries(11, { liquidAlpha: true });
    const shared = [0n, 1n << 31n, 1n << 32n].map((bondsPenalty): EpochSeries => {
      return { steps: steps.map((step) => ({ ...step, core: { ...step.core, bondsPenalty } })) };
    });
    const copies = shared.map((series) => ({ steps: series.steps.map((step) => structuredClone(step)) }));
    const [together, apart] = await Promise.all(
      [shared, copies].map((series) => engine().computeSeries(series, { bonds: true })),
    );
    for (const [k, result] of together!.entries()) expect(seriesDifference(result, apart![k]!)).toBeUndefined();
  });

  it('are sent once, and results do not share memory', async () => {
    const spied = await spiedGpu();
    const opened = await openTestEngine({ gpu: spied.gpu, texts: OPERATIONS_ONLY });
    try {
      const { steps } = madeUpSeries(5, { n: 128, validators: 32, epochs: 4 });
      const core = steps[0]!.core;
      const series = (count: number) =>
        Array.from({ length: count }, (_, k) => ({
          steps: steps.map(() => ({ core: { ...core, bondsAlpha: BigInt(k + 1) << 20n } })),
        }));
      await opened.computeSeries(series(1));
      const once = spied.sentBytes;
      const results = await opened.computeSeries(series(20));
      expect(spied.sentBytes - once).toBeLessThan(2 * once);
      const buffers = results.flatMap(({ epochs }) => epochs.flatMap((shares) => Object.values(shares)));
      expect(new Set(buffers.map(({ buffer }) => buffer)).size).toBe(buffers.length);
    } finally {
      opened.close();
    }
  });
});

describe('what a call tells meanwhile', () => {
  it('is every result in order, as soon as it is final, and how many epochs are done', async () => {
    const series = mixedSeries(20).slice(0, 9);
    const total = series.reduce((sum, { steps }) => sum + steps.length, 0);
    const reported: number[] = [];
    const done: number[] = [];
    const results = await engine().computeSeries(series, {
      onResult: (index, result) =>
        reported.push(index) && expect(result.epochs.length).toBe(series[index]!.steps.length),
      onProgress: (progress) => done.push(progress.done) && expect(progress.total).toBe(total),
    });
    expect(results).toHaveLength(9);
    expect(reported).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.at(-1)).toBe(total);
  });

  it('is afterwards what it took the device, where that can tell', async () => {
    await engine().computeSeries([madeUpSeries(1)]);
    expect(engine().lastRun).toMatchObject({ submissions: 1, gpuMs: expect.any(Number) });
    expect(engine().lastRun!.gpuMs).toBeGreaterThan(0);
  });
});
