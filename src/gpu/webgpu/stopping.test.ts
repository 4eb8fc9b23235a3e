/** Jobs that end early: stopped by the caller, by a device that is lost, by one that miscalculates. */
import { afterEach, describe, expect, it } from 'vitest';
import { seriesDifference } from '../difference.ts';
import { seededRandom } from '../random.ts';
import { createReferenceCalculator } from '../reference.ts';
import type { EpochSeries, SeriesResult } from '../types.ts';
import { loadShaderTexts } from './shaders.node.ts';
import { madeUpSeries } from './testing/made-up-series.ts';
import { EPOCHS_ONLY, OPERATIONS_ONLY, openTestEngine } from './testing/open-engine.ts';
import { spiedGpu } from './testing/spied-gpu.ts';
import type { GpuEpochEngine } from './types.ts';

let engine: GpuEpochEngine | undefined;
afterEach(() => {
  engine?.close();
  engine = undefined;
});

/** Memory for a few of these series at once, so that there are many chunks. */
const LITTLE = {
  maxStorageBufferBindingSize: 12_000,
  maxBufferSize: 30_000,
  maxComputeWorkgroupsPerDimension: 65_535,
};
const SHAPE = { n: 24, validators: 5, epochs: 3 };
const many = (count: number) => Array.from({ length: count }, (_, k) => madeUpSeries(k, SHAPE));

/** The first reported series that is not what the reference computes. */
function firstWrong(series: readonly EpochSeries[], reported: ReadonlyMap<number, SeriesResult>): string | undefined {
  for (const [index, result] of reported) {
    const [expected] = createReferenceCalculator().computeSeries([series[index]!]);
    const difference = seriesDifference(expected!, result);
    if (difference) return `series ${index}, ${difference}`;
  }
  return undefined;
}

describe('a job of several chunks', () => {
  it('that is stopped or whose device is lost leaves valid what it reported', async () => {
    const { gpu, devices } = await spiedGpu();
    const opened = await openTestEngine({ gpu, limits: LITTLE, texts: EPOCHS_ONLY });
    engine = opened;
    const series = many(30);
    const reported = new Map<number, SeriesResult>();
    const run = (at: number, stop: () => void, signal?: AbortSignal) => {
      reported.clear();
      const onResult = (index: number, result: SeriesResult) => {
        reported.set(index, result);
        if (index === at) stop();
      };
      return opened.computeSeries(series, signal ? { signal, onResult } : { onResult });
    };

    const control = new AbortController();
    await expect(run(9, () => control.abort(new Error('enough')), control.signal)).rejects.toThrow('enough');
    expect(reported.size).toBeGreaterThanOrEqual(10);
    expect(reported.size).toBeLessThan(30);
    expect(firstWrong(series, reported)).toBeUndefined();

    const lose = () => {
      for (const device of devices) device.destroy();
    };
    await expect(run(5, lose)).rejects.toMatchObject({ code: 'gpu/device-lost' });
    const { size } = reported;
    expect(size).toBeGreaterThan(5);
    expect(size).toBeLessThan(30);
    expect(firstWrong(series, reported)).toBeUndefined();
    await expect(opened.computeSeries(series)).rejects.toMatchObject({ code: 'gpu/device-lost' });
    expect(reported.size).toBe(size);
  });

  it('leaves nothing behind: after fifty starts and stops no more is held than after one', async () => {
    const spied = await spiedGpu();
    engine = await openTestEngine({
      gpu: spied.gpu,
      texts: OPERATIONS_ONLY,
      submissionCost: 2_000,
    });
    const series = many(20);
    await engine.computeSeries(series, { bonds: true });
    const before = spied.heldBytes;
    expect(before).toBeGreaterThan(0);
    const random = seededRandom(50);
    for (let k = 0; k < 50; k++) {
      const control = new AbortController();
      let left = random.below(3);
      const stop = () => (left-- <= 0 ? control.abort('stopped') : undefined);
      if (random.oneIn(4)) stop();
      const computing = engine.computeSeries(series, { bonds: true, signal: control.signal, onProgress: stop });
      await expect(computing).rejects.toBe('stopped');
      expect(spied.heldBytes).toBeLessThanOrEqual(before);
    }
    await engine.computeSeries(series, { bonds: true });
    expect(spied.heldBytes).toBeLessThanOrEqual(before);
    engine.close();
    expect(spied.heldBytes).toBe(0);
  });
});

describe('a device that miscalculates after it was tested', () => {
  it.each(['every', 'last'] as const)(
    'is found by the recheck and not asked again, reading %s epoch',
    async (epochs) => {
      const { trust } = loadShaderTexts();
      const from = '+ tile.y] = trust;';
      expect(trust).toContain(from);
      const wrong = trust.replace(from, '+ tile.y] = trust ^ vec2u(1u, 0u);');
      const recheck = { calculator: createReferenceCalculator(), random: () => 0.4 };
      engine = await openTestEngine({ texts: { ...EPOCHS_ONLY, trust: wrong }, recheck });
      const reported: number[] = [];
      const onResult = (index: number) => reported.push(index);
      const computing = engine.computeSeries(many(5), { epochs, onResult });
      await expect(computing).rejects.toMatchObject({
        code: 'gpu/recheck-failed',
        message: expect.stringMatching(/.+ computed otherwise than the CPU: series 2, epoch 0: validatorTrust of uid/),
      });
      expect(reported).toEqual([]);
      await expect(engine.answer([])).rejects.toMatchObject({ code: 'gpu/recheck-failed' });
    },
  );
});
