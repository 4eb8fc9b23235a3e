/**
 * Batches cut into many submissions, chunks and stretches, by workgroups of other sizes, give the same bits as whole ones:
 * the reference's.
 */
import { afterEach, expect, it, vi } from 'vitest';
import type { EpochCore } from '../../chain/yuma/index.ts';
import { knownCores } from '../known-cores.ts';
import { createReferenceCalculator } from '../reference.ts';
import type { EpochSeries } from '../types.ts';
import { firstWrongSeries, madeUpSeries, mixedSeries } from './testing/made-up-series.ts';
import { EPOCHS_ONLY, openTestEngine } from './testing/open-engine.ts';
import { spiedGpu } from './testing/spied-gpu.ts';
import type { GpuEpochEngine } from './types.ts';

const oneEpoch = (core: EpochCore): EpochSeries => ({ steps: [{ core }] });

let engine: GpuEpochEngine | undefined;
afterEach(() => {
  engine?.close();
  engine = undefined;
});

it('cut by epochs, kernels and tiles, on a device without a clock, with workgroups of 16', async () => {
  const { gpu } = await spiedGpu(new Set());
  engine = await openTestEngine({ gpu, submissionCost: 400, workgroupSize: 16, texts: EPOCHS_ONLY });
  expect(await firstWrongSeries(engine, mixedSeries(60))).toBeUndefined();
  expect(engine.lastRun!.submissions).toBeGreaterThan(40);
  // One kernel of one epoch alone: 70 columns are tiles of 16, and 600 rows as many tiles.
  const large = madeUpSeries(7, { n: 600, validators: 600, density: 2, epochs: 2 });
  expect(await firstWrongSeries(engine, [large], { epochs: 'last', bonds: true })).toBeUndefined();
  expect(engine.lastRun).toMatchObject({ gpuMs: undefined });
  expect(await firstWrongSeries(engine, knownCores().map(oneEpoch))).toBeUndefined();
});

it('cut by series, and by the epochs of one series, on a device with little memory and small grids that is rechecked, with workgroups of 256', async () => {
  const calculator = createReferenceCalculator();
  const computeSeries = vi.spyOn(calculator, 'computeSeries');
  const draws = [0, 0.5, 0.999];
  const recheck = { calculator, random: () => draws[computeSeries.mock.calls.length % draws.length]! };
  const limits = { maxStorageBufferBindingSize: 13_000, maxBufferSize: 20_000, maxComputeWorkgroupsPerDimension: 7 };
  engine = await openTestEngine({ limits, recheck, workgroupSize: 256, texts: EPOCHS_ONLY });
  for (const epochs of ['every', 'last'] as const) {
    computeSeries.mockClear();
    expect(await firstWrongSeries(engine, mixedSeries(80), { epochs, bonds: true })).toBeUndefined();
    // A chunk each; the expectation itself asks another calculator.
    expect(computeSeries.mock.calls.length).toBeGreaterThan(3);
    // Other weights in every epoch: far more than these limits hold at once.
    const long = madeUpSeries(90, { n: 40, validators: 8, liquidAlpha: true, bondsPenalty: 65_535, epochs: 24 });
    expect(await firstWrongSeries(engine, [long, long], { epochs, bonds: true })).toBeUndefined();
  }
  expect(await firstWrongSeries(engine, knownCores().map(oneEpoch))).toBeUndefined();
  const tooLarge = madeUpSeries(91, { n: 100, validators: 40, epochs: 1 });
  const onResult = vi.fn();
  await expect(engine.computeSeries([madeUpSeries(92), tooLarge], { onResult })).rejects.toMatchObject({
    code: 'compute/too-large',
  });
  expect(onResult).not.toHaveBeenCalled();
});
