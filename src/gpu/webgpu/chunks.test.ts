import { describe, expect, it } from 'vitest';
import type { EpochCore, SparseRow } from '../../chain/yuma/index.ts';
import { seededRandom } from '../random.ts';
import { sampleCore } from '../sample-core.ts';
import type { EpochSeries } from '../types.ts';
import { type ChunkRules, longestStretch, nextChunk } from './chunks.ts';
import { assertFits, type DeviceLimits, excess, readbackBytes, roughBytes, stretchBytes } from './limits.ts';
import { packStretch } from './pack.ts';
import { planBatch } from './series-plan.ts';
import { type IsRead, planStretch } from './stretch.ts';
import { BUSY_COLUMNS } from './submissions.ts';
import { madeUpSeries, mixedSeries } from './testing/made-up-series.ts';
import { WeightsStore } from './weights-store.ts';

/** WebGPU's defaults. */
const LIMITS: DeviceLimits = {
  maxStorageBufferBindingSize: 2 ** 27,
  maxBufferSize: 2 ** 28,
  maxComputeWorkgroupsPerDimension: 65_535,
};
const EVERY: IsRead = () => true;
const RULES: ChunkRules = { limits: LIMITS, workgroupSize: 64, budget: 1, epochs: 'every', draw: undefined };

const row = (...columns: number[]): SparseRow => ({
  columns: Uint16Array.from(columns),
  values: new Uint16Array(columns.length),
});

describe('planBatch', () => {
  it('makes rows of the uids that have stake, weights or bonds in any epoch, and only of them', () => {
    const core: EpochCore = {
      ...sampleCore(seededRandom(1), { n: 5, validators: 2 }),
      activeStake: BigInt64Array.of(0n, 5n, 0n, 0n, 0n),
      weights: [row(), row(), row(3), row(), row()],
      bonds: [row(0), row(), row(), row(), row()],
    };
    const later = { ...core, weights: [row(), row(), row(), row(), row(1)] };
    const [one, both] = planBatch([{ steps: [{ core }] }, { steps: [{ core }, { core: later }] }]);
    expect([...one!.uids]).toEqual([0, 1, 2]);
    expect(one!.cells).toBe(15);
    expect([...both!.uids]).toEqual([0, 1, 2, 4]);
  });
});

describe('planStretch', () => {
  const core = sampleCore(seededRandom(2), { n: 30, validators: 6 });
  const scenario = (k: number): EpochSeries => ({
    steps: Array.from({ length: 10 }, () => ({ core: { ...core, bondsAlpha: BigInt(k) } })),
  });
  const plan = (series: readonly EpochSeries[]) => planStretch(planBatch(series), 0, 10, EVERY);

  it('has one group and one table of rows for scenarios that share weights, stakes and kappa', () => {
    const stretch = plan([0, 1, 2, 3].map(scenario));
    const count = (kind: string) => stretch.tasks.filter((task) => task.kind === kind).length;
    expect([count('group'), count('start'), count('epoch')]).toEqual([1, 4, 4]);
    // The rows of the epochs, and those of the starts.
    expect(stretch.tables).toHaveLength(2);
    expect(stretch.weightRows.size).toBe(6);
    expect(new Set(stretch.epochs).size).toBe(1);
  });

  it('has a group more where kappa changes, and a row of weights more where one row is edited', () => {
    const edited = core.weights.map((same) => (same.columns.length > 0 ? { ...same } : same));
    const one = edited.findIndex(({ columns }) => columns.length > 0);
    const weights = core.weights.map((same, uid) => (uid === one ? edited[uid]! : same));
    const steps = [{ core }, { core: { ...core, kappa: 5n } }, { core: { ...core, weights } }];
    const stretch = planStretch(planBatch([{ steps }]), 0, 3, EVERY);
    expect(stretch.tasks.filter(({ kind }) => kind === 'group')).toHaveLength(3);
    expect(stretch.weightRows.size).toBe(7);
  });

  it('reads back after an epoch only what is asked for', () => {
    const plans = planBatch([0, 1, 2].map(scenario));
    const stretch = planStretch(plans, 0, 10, ({ index }, epoch) => index === 1 && epoch === 4);
    expect(stretch.copies.filter(Boolean)).toEqual([{ firstSlot: 6, slots: 6, at: 0 }]);
    expect(stretch.historySlots).toBe(6);
  });
});

describe('stretchBytes', () => {
  it.each([16, 64, 256])('is what packing needs with workgroups of %i, and at least that for the tiles', (size) => {
    const stretch = planStretch(planBatch(mixedSeries(3)), 0, 4, EVERY);
    const bytes = stretchBytes(stretch, size);
    const packed = packStretch(stretch, new WeightsStore(), size);
    expect(bytes).toMatchObject({
      tasks: packed.tasks.byteLength,
      rows: packed.rows.byteLength,
      bondEntries: packed.bondEntries.byteLength,
      entries: packed.weights!.entries.byteLength,
      weights: packed.weights!.cells * 4,
    });
    expect(bytes.tiles).toBeGreaterThanOrEqual(packed.tiles.byteLength);
  });

  it('is never more than the rough bound, so that nothing is taken that does not fit', () => {
    for (const [k, series] of [...mixedSeries(9), madeUpSeries(1, { n: 300, validators: 200, epochs: 9 })].entries()) {
      const [plan] = planBatch([series]);
      const stretch = planStretch([plan!], 0, series.steps.length, EVERY);
      for (const size of [1, 16, 256]) {
        const largest = Math.max(readbackBytes(stretch), ...Object.values(stretchBytes(stretch, size)));
        expect(largest, `series ${k}`).toBeLessThanOrEqual(roughBytes(plan!));
      }
    }
  });
});

describe('assertFits', () => {
  const [plan] = planBatch([madeUpSeries(4, { n: 64, validators: 16, epochs: 6 })]);
  const { shares } = stretchBytes(planStretch([plan!], 0, 1, EVERY), 64);

  it('takes what fits epoch by epoch and refuses what does not', () => {
    const limits = { ...LIMITS, maxStorageBufferBindingSize: shares };
    expect(() => assertFits(plan!, limits, 64)).not.toThrow();
    for (const less of [
      { ...limits, maxStorageBufferBindingSize: shares - 1 },
      { ...limits, maxBufferSize: shares - 1 },
    ]) {
      expect(() => assertFits(plan!, less, 64)).toThrow(expect.objectContaining({ code: 'compute/too-large' }));
    }
  });

  it('takes the largest subnet of the chain with a thousand validators by WebGPU’s defaults', () => {
    const weights = Array.from({ length: 16_384 }, (_, uid) => (uid < 1_024 ? row(uid) : row()));
    const core = { ...sampleCore(seededRandom(1), { n: 0 }), n: 16_384, weights, bonds: weights };
    const [large] = planBatch([{ steps: [{ core: { ...core, activeStake: new BigInt64Array(16_384) } }] }]);
    expect(large!.cells).toBe(1_024 * 16_384);
    expect(() => assertFits(large!, LIMITS, 64)).not.toThrow();
  });
});

describe('nextChunk', () => {
  const plans = planBatch(Array.from({ length: 40 }, (_, k) => madeUpSeries(k, { n: 50, validators: 10 })));

  it('takes as many series as keep a device busy, however little may be submitted at once', () => {
    expect(nextChunk(plans, 0, RULES)[0].plans).toHaveLength(40);
    expect(nextChunk(plans, 38, RULES)[0].plans).toHaveLength(2);
    const wide = planBatch(
      Array.from({ length: 40 }, () => madeUpSeries(1, { n: BUSY_COLUMNS / 32, validators: 1, epochs: 1 })),
    );
    expect(nextChunk(wide, 0, RULES)[0].plans).toHaveLength(32);
    const budget = wide.reduce((sum, { cost }) => sum + cost, 0);
    expect(nextChunk(wide, 0, { ...RULES, budget })[0].plans).toHaveLength(40);
  });

  it('takes no more than fit the device, and of a long series no more epochs', () => {
    const limits = { ...LIMITS, maxStorageBufferBindingSize: 21_000, maxBufferSize: 25_000 };
    for (let first = 0; first < plans.length; ) {
      const [chunk, stretch] = nextChunk(plans, first, { ...RULES, limits });
      expect(excess(stretch, limits, 64)).toBeUndefined();
      expect(chunk.plans.length > 1 || stretch.to === 5).toBe(true);
      first += chunk.plans.length;
    }
    const [long] = planBatch([madeUpSeries(1, { n: 50, validators: 10, epochs: 60 })]);
    const rules = { ...RULES, limits };
    const [chunk, first] = nextChunk([long!], 0, rules);
    expect(first.from).toBe(0);
    expect(first.to).toBeLessThan(60);
    const next = longestStretch(chunk, first.to, rules);
    expect(next.from).toBe(first.to);
    for (const stretch of [first, next]) expect(excess(stretch, limits, 64)).toBeUndefined();
  });
});
