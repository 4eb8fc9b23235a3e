import { describe, expect, it } from 'vitest';
import type { EpochCore, SparseRow } from '../../chain/yuma/index.ts';
import { seededRandom } from '../random.ts';
import { DEFAULT_SHAPE, type SampleShape, sampleCore } from '../sample-core.ts';
import { packTasks } from './pack.ts';
import { assertFits, bufferBytes, chunkLength, type DeviceLimits, planTask } from './plan.ts';

/** WebGPU's defaults. */
const LIMITS: DeviceLimits = {
  maxStorageBufferBindingSize: 2 ** 27,
  maxBufferSize: 2 ** 28,
};

const row = (...columns: number[]): SparseRow => ({
  columns: Uint16Array.from(columns),
  values: new Uint16Array(columns.length),
});
const core = (changes: Partial<EpochCore> = {}, shape: Partial<SampleShape> = {}): EpochCore => ({
  ...sampleCore(seededRandom(1), { n: 4, validators: 2, ...shape }),
  ...changes,
});

describe('planTask', () => {
  it('makes rows of the uids that have stake, weights or bonds, and only of them', () => {
    const plan = planTask(
      core({
        activeStake: BigInt64Array.of(0n, 5n, 0n, 0n),
        weights: [row(), row(), row(3), row()],
        bonds: [row(0), row(), row(), row()],
      }),
    );
    expect([...plan.uids]).toEqual([0, 1, 2]);
    expect(plan).toMatchObject({ entries: 1, cells: 12, records: 7 });
  });
});

describe('assertFits', () => {
  it('takes what is just within the limits and refuses what is not, before anything is allocated', () => {
    const plan = planTask(core({}, { n: 64, validators: 8 }));
    const { shares } = bufferBytes([plan], 64);
    const limits = { ...LIMITS, maxStorageBufferBindingSize: shares };
    expect(() => assertFits(plan, limits, 64)).not.toThrow();
    expect(() => assertFits(plan, { ...limits, maxStorageBufferBindingSize: shares - 1 }, 64)).toThrow(
      expect.objectContaining({ code: 'compute/too-large' }),
    );
    expect(() => assertFits(plan, { ...LIMITS, maxBufferSize: shares }, 64)).toThrow(
      expect.objectContaining({ code: 'compute/too-large' }),
    );
  });
});

describe('bufferBytes', () => {
  it('is what packing needs, and at least that for the tiles', () => {
    const random = seededRandom(5);
    const plans = Array.from({ length: 6 }, (_, k) =>
      planTask(sampleCore(random, { n: 30 * (k + 1), yuma3: k % 2 === 0, liquidAlpha: k % 3 === 0 })),
    );
    for (const workgroupSize of [16, 64, 256]) {
      const bytes = bufferBytes(plans, workgroupSize);
      const packed = packTasks(plans, workgroupSize);
      expect(bytes).toMatchObject({
        tasks: packed.tasks.byteLength,
        rows: packed.rows.byteLength,
        entries: packed.entries.byteLength,
        bonds: packed.bonds.byteLength,
        weights: packed.cells * 4,
        shares: packed.cells * 8,
        results: packed.records * 16,
      });
      expect(bytes.tiles).toBeGreaterThanOrEqual(packed.tiles.byteLength);
    }
  });
});

describe('chunkLength', () => {
  const plans = Array.from({ length: 10 }, (_, k) => planTask(sampleCore(seededRandom(k), DEFAULT_SHAPE)));
  const { cost } = plans[0]!;

  it('takes as many tasks as the budget allows', () => {
    expect(chunkLength(plans, 0, 3 * cost, LIMITS, 64)).toBe(3);
    expect(chunkLength(plans, 8, 100 * cost, LIMITS, 64)).toBe(2);
  });

  it('takes one task even if it alone exceeds the budget', () => {
    expect(chunkLength(plans, 4, 1, LIMITS, 64)).toBe(1);
  });

  it('takes no more than the device can bind at once', () => {
    const limits = { ...LIMITS, maxStorageBufferBindingSize: 3 * bufferBytes(plans.slice(0, 1), 64).shares };
    const length = chunkLength(plans, 0, Number.POSITIVE_INFINITY, limits, 64);
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThanOrEqual(3);
  });
});
