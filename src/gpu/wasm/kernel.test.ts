/** What surrounds the kernel: its size, its memory, and what it makes of garbage. */
import { stat } from 'node:fs/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { I32F32 } from '../../chain/fixed/index.ts';
import { seededRandom } from '../random.ts';
import { sampleCore } from '../sample-core.ts';
import type { EpochSeries } from '../types.ts';
import { H_BYTES, H_MEMORY } from './assembly/layout.ts';
import { packJob } from './job.ts';
import { openKernel } from './kernel.ts';
import { loadEpochModule } from './module.node.ts';
import { unpackOutcome } from './outcome.ts';
import { isInRange } from './range.ts';

const { one } = I32F32;
const LARGEST_BYTES = 12_000;
const core = sampleCore(seededRandom(3), { n: 20, validators: 5 });
const series: readonly EpochSeries[] = [{ steps: [{ core }, { core }] }];

async function kernel() {
  const { module, isSimd } = await loadEpochModule();
  return openKernel(module, isSimd);
}

describe('the kernel', () => {
  it.each(['simd', 'scalar'])('has a %s build of at most 12 kB', async (variant) => {
    const { size } = await stat(new URL(`../built/epoch.${variant}.wasm`, import.meta.url));
    expect(size).toBeLessThanOrEqual(LARGEST_BYTES);
  });

  it('runs with SIMD where the engine has it', async () => {
    expect((await kernel()).isSimd).toBe(true);
  });

  it('leaves a job as it is, and gives the same for it again', async () => {
    const opened = await kernel();
    const job = packJob(series, { bonds: true });
    const before = job.slice();
    const outcome = opened.run(job);
    expect(new Uint8Array(job)).toEqual(new Uint8Array(before));
    opened.run(packJob([{ steps: [{ core: sampleCore(seededRandom(4)) }] }]));
    expect(new Uint8Array(opened.run(job))).toEqual(new Uint8Array(outcome));
  });

  it('gives back the memory of a very large job, and computes on', async () => {
    const opened = await kernel();
    const job = packJob(series);
    const large = job.slice();
    // A job may say that it needs more than it does.
    new Uint32Array(large)[H_MEMORY / 4] = 2 ** 29;
    const instances = vi.spyOn(WebAssembly, 'Instance');
    onTestFinished(() => instances.mockRestore());
    const outcome = opened.run(job);
    expect(instances).toHaveBeenCalledTimes(0);
    expect(new Uint8Array(opened.run(large))).toEqual(new Uint8Array(outcome));
    expect(instances).toHaveBeenCalledTimes(1);
    expect(new Uint8Array(opened.run(job))).toEqual(new Uint8Array(outcome));
  });

  it('refuses what is no job', async () => {
    const opened = await kernel();
    const longer = packJob(series);
    new Uint32Array(longer)[H_BYTES / 4] = longer.byteLength + 1;
    for (const garbage of [new ArrayBuffer(0), new ArrayBuffer(64), longer]) {
      expect(() => opened.run(garbage)).toThrow(expect.objectContaining({ code: 'wasm/worker-failed' }));
    }
  });
});

describe('a job', () => {
  it('has what is the same object only once', () => {
    const copies = Array.from({ length: 50 }, (_, k) => ({ steps: [{ core: { ...core, kappa: BigInt(k) } }] }));
    const one = packJob(copies.slice(0, 1)).byteLength;
    expect(packJob(copies).byteLength - one).toBeLessThan(50 * 512);
  });

  it('is refused before anything is allocated when wasm32 has not got the memory', () => {
    const n = 32_768;
    const columns = Uint16Array.from({ length: n }, (_, k) => k);
    const row = { columns, values: columns };
    const rows = Array.from({ length: n }, () => row);
    const huge = { ...core, n, activeStake: new BigInt64Array(n), weights: rows, bonds: rows };
    const pack = () => packJob([{ steps: [{ core: huge }] }]);
    expect(pack).toThrow(expect.objectContaining({ code: 'compute/too-large' }));
  });
});

describe('an outcome', () => {
  const output = { bonds: true };

  it('is refused where it is too short, too long or of other bonds', async () => {
    const outcome = (await kernel()).run(packJob(series, output));
    expect(unpackOutcome(series, output, outcome)).toHaveLength(1);
    const longer = new ArrayBuffer(outcome.byteLength + 8);
    const shares = 2 * 4 * 8 * core.n;
    const spoiled = [0, 1, 2, 3].map((word) => {
      const copy = outcome.slice();
      new Uint32Array(copy)[shares / 4 + word] = 0xffff_ffff;
      return copy;
    });
    const column = outcome.slice();
    const rowCount = new Uint32Array(column)[shares / 4]!;
    new Uint16Array(column)[(shares + 8 + 8 * rowCount) / 2] = core.n;
    const garbage = [new ArrayBuffer(0), outcome.slice(0, -8), outcome.slice(0, shares), longer, column, ...spoiled];
    for (const bytes of garbage) {
      const unpack = () => unpackOutcome(series, output, bytes);
      expect(unpack).toThrow(expect.objectContaining({ code: 'wasm/worker-failed' }));
    }
  });
});

describe('the range', () => {
  const inRange = (changes: Partial<typeof core>) =>
    isInRange({ steps: [{ core }, { core: { ...core, ...changes } }] });

  it('takes what prepared epochs of a chain have, to the last bit', () => {
    const whole = BigInt64Array.from(core.activeStake, (_, uid) => (uid === 0 ? one : 0n));
    expect(inRange({})).toBe(true);
    expect(inRange({ activeStake: BigInt64Array.of(-1n, ...whole, -1n).subarray(1, -1) })).toBe(true);
    expect(inRange({ activeStake: whole, kappa: one, bondsPenalty: one, bondsAlpha: one, alphaLow: one })).toBe(true);
    expect(inRange({ alphaSigmoidSteepness: -32_768, alphaHigh: 0n })).toBe(true);
  });

  it.each([
    ['a negative stake', { activeStake: BigInt64Array.from(core.activeStake, () => -1n) }],
    ['a negative stake among others', { activeStake: core.activeStake.with(3, -core.activeStake[3]! - 1n) }],
    ['the least stake there is', { activeStake: core.activeStake.with(3, -(2n ** 63n)) }],
    ['stakes above one together', { activeStake: BigInt64Array.from(core.activeStake, () => one / 2n) }],
    ['a stake above one', { activeStake: BigInt64Array.from(core.activeStake, (_, k) => (k ? 0n : one + 1n)) }],
    ['a negative α', { bondsAlpha: -1n }],
    ['an α above one', { bondsAlpha: one + 1n }],
    ['kappa above one', { kappa: one + 1n }],
    ['a penalty above one', { bondsPenalty: one + 1n }],
    ['a low α below 0', { alphaLow: -1n }],
    ['a high α above one', { alphaHigh: one + 1n }],
    ['a steepness beyond i16', { alphaSigmoidSteepness: 32_768 }],
    ['a broken steepness', { alphaSigmoidSteepness: 0.5 }],
  ])('leaves %s to the reference', (_, changes) => {
    expect(inRange(changes)).toBe(false);
  });
});
