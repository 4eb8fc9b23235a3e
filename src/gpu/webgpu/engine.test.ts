import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { I32F32 } from '../../chain/fixed/index.ts';
import {
  computeCore,
  decodeEpochInput,
  type EpochCore,
  encodeEpochOutput,
  encodeSubnetEpochOutput,
  finishEpoch,
  finishSubnetEpoch,
  prepareEpoch,
  prepareSubnetEpoch,
} from '../../chain/yuma/index.ts';
import { partitionMedian } from '../../chain/yuma/partition-median.ts';
import { firstDifference } from '../difference.ts';
import { ComputeError } from '../error.ts';

import { seededRandom } from '../random.ts';
import { type SampleShape, sampleCore } from '../sample-core.ts';
import { randomEpochInput } from '../testing/random-input.ts';
import { EPOCHS_ONLY, OPERATIONS_ONLY, openTestEngine, useTestEngine } from './testing/open-engine.ts';
import { spiedGpu } from './testing/spied-gpu.ts';
import type { GpuEpochEngine } from './types.ts';

const engine = useTestEngine(EPOCHS_ONLY);

/** The first core that the engine computes otherwise than the reference, and where. */
async function firstWrong(cores: readonly EpochCore[], on = engine()): Promise<string | undefined> {
  const results = await on.computeCores(cores);
  for (const [k, core] of cores.entries()) {
    const difference = firstDifference(computeCore(core), results[k]!);
    if (difference) return `core ${k}: ${difference}`;
  }
  return undefined;
}

describe('epochs on the GPU equal the chain', () => {
  const folder = new URL('../../../test/vectors/yuma/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.startsWith('functions'));

  it('has vectors', () => {
    expect(files.length).toBeGreaterThan(60);
  });

  it.each(files)('%s', async (file) => {
    const document = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    for (const step of document.kind === 'scenario' ? document.steps : [document]) {
      const input = decodeEpochInput(step.input);
      if (step.kind === 'epoch') {
        const prepared = prepareEpoch(input, step.input.mechanism ?? 0);
        const [result] = await engine().computeCores([prepared.core]);
        expect(encodeEpochOutput(finishEpoch(prepared, result!, input.raoEmission))).toEqual(step.expected);
      } else {
        const prepared = prepareSubnetEpoch(input);
        const results = await engine().computeCores(prepared.map((epoch) => epoch.core));
        expect(encodeSubnetEpochOutput(finishSubnetEpoch(input, prepared, results))).toEqual(step.expected);
      }
    }
  });
});

/** Consensus by the pallet's search: equal to the reference's closed form where cumulative stake is monotone. */
function pallets(core: EpochCore): bigint[] {
  const voters = Array.from({ length: core.n }, (_, uid) => uid).filter((uid) => core.activeStake[uid]! > 0n);
  const sum = I32F32.wrappingSum(voters.map((uid) => core.activeStake[uid]!));
  const votes = voters.map((uid) => (sum === 0n ? core.activeStake[uid]! : I32F32.div(core.activeStake[uid]!, sum)));
  const total = I32F32.wrappingSum(votes);
  const weights = voters.map((uid) => {
    const { columns, values } = core.weights[uid]!;
    const rowSum = BigInt(values.reduce((a, b) => a + b, 0));
    return new Map(Array.from(columns, (column, k) => [column, I32F32.div(BigInt(values[k]!), rowSum)]));
  });
  return Array.from({ length: core.n }, (_, column) => {
    const scores = weights.map((row) => row.get(column) ?? 0n);
    return partitionMedian(votes, scores, [...votes.keys()], I32F32.sub(total, core.kappa), 0n, total);
  });
}

describe('epochs on the GPU equal the reference', () => {
  /** Every parameter drawn from values that matter. */
  function anyShape(seed: number): Partial<SampleShape> {
    const random = seededRandom(seed);
    const n = 1 + random.below(random.pick([8, 40, 140]));
    return {
      n,
      validators: Math.min(n, random.below(14)),
      yuma3: !random.oneIn(3),
      liquidAlpha: random.oneIn(2),
      kappa: random.pick([0, 1, 21_845, 32_767, 32_768, 65_534, 65_535]),
      bondsPenalty: random.pick([0, 65_535, 1, 32_768, 65_534, 20_000]),
      alphaLow: random.below(0x1_0000),
      alphaHigh: random.below(0x1_0000),
      alphaSigmoidSteepness: random.pick([0, 1_000, 200, -200, 777, -300, 32_767, -32_768]),
      bondsAlpha: random.pick([0n, I32F32.one, 429_496_730n, -429_496_730n, random.i64()]),
      stake: random.pick(['shares', 'equal', 'single', 'wild']),
      density: random.pick([5, 30, 60, 100]),
    };
  }

  it.each([1, 2, 3, 4, 5])('on 60 made-up cores of any kind, seed %i', async (block) => {
    const cores = Array.from({ length: 60 }, (_, k) => {
      const seed = block * 1_000 + k;
      return sampleCore(seededRandom(seed), anyShape(seed));
    });
    expect(await firstWrong(cores)).toBeUndefined();
  });

  it('for subnets of real size, many at once and in several submissions', async () => {
    const cores = Array.from({ length: 6 }, (_, k) => {
      const rules = { yuma3On: k % 2 === 0, liquidAlphaOn: k % 4 === 0 };
      return prepareSubnetEpoch(randomEpochInput({ seed: k, validators: 64, neurons: 256, ...rules }))[0]!.core;
    });
    expect(await firstWrong(cores)).toBeUndefined();
  });

  it.each([0, 32_767, 32_768, 65_535])('where stakes tie exactly at kappa %i', async (kappa) => {
    const cores = [2, 4, 8].flatMap((validators) =>
      [0, 1, 2].map((seed) =>
        sampleCore(seededRandom(seed), { n: 20, validators, kappa, stake: 'equal', yuma3: seed > 0 }),
      ),
    );
    // Halves and quarters of exactly one: cumulative stake meets the minority to the bit.
    const exact = cores.map((core) => ({ ...core, kappa: kappa === 32_768 ? I32F32.one / 2n : core.kappa }));
    expect(await firstWrong(exact)).toBeUndefined();
  });

  it('by the pallet’s own search where votes wrap and no median is defined', async () => {
    const stakes = [1n << 62n, (1n << 62n) + 1n, I32F32.max, 3n << 60n];
    for (const count of [2, 3, 4, 5]) {
      const core = sampleCore(seededRandom(count), { n: 12, validators: 12 });
      const activeStake = BigInt64Array.from({ length: 12 }, (_, uid) => (uid < count ? stakes[uid % 4]! : 0n));
      const [result] = await engine().computeCores([{ ...core, activeStake }]);
      expect([...result!.consensus]).toEqual(pallets({ ...core, activeStake }));
    }
  });

  it('for subnets without neurons, without rows and without entries', async () => {
    const empty = { columns: new Uint16Array(), values: new Uint16Array() };
    const none = sampleCore(seededRandom(1), { n: 0, validators: 0 });
    const silent = sampleCore(seededRandom(1), { n: 5, validators: 0 });
    const noEntries = { ...sampleCore(seededRandom(1), { n: 3, validators: 3 }), weights: [empty, empty, empty] };
    expect(await firstWrong([none])).toBeUndefined();
    expect(await firstWrong([silent])).toBeUndefined();
    expect(await firstWrong([none, noEntries, silent, none])).toBeUndefined();
    expect(await engine().computeCores([])).toEqual([]);
  });

  it('again after larger and smaller epochs have used the same buffers', async () => {
    const small = sampleCore(seededRandom(1), { n: 10, validators: 4 });
    const large = sampleCore(seededRandom(2), { n: 200, validators: 30 });
    for (const core of [small, large, small, large]) expect(await firstWrong([core])).toBeUndefined();
  });
});

describe('the GPU engine', () => {
  let opened: GpuEpochEngine | undefined;
  afterEach(() => {
    opened?.close();
    opened = undefined;
  });
  const core = sampleCore(seededRandom(1));
  /** For engines that never get to computing. */
  const texts = OPERATIONS_ONLY;

  it('says what it runs on', () => {
    expect(engine()).toMatchObject({ name: 'gpu', device: expect.stringMatching(/\w/) });
  });

  it('refuses a core that it cannot do exactly, and computes the next', async () => {
    const twice = { columns: Uint16Array.of(1, 1), values: Uint16Array.of(5, 6) };
    const hostile = { ...core, weights: core.weights.map((row, uid) => (uid === 0 ? twice : row)) };
    await expect(engine().computeCores([core, hostile])).rejects.toMatchObject({ code: 'compute/duplicate-column' });
    expect(await firstWrong([core])).toBeUndefined();
  });

  it('works through overlapping calls in order', async () => {
    const done: number[] = [];
    const cores = [0, 1, 2, 3].map((seed) => sampleCore(seededRandom(seed)));
    const results = await Promise.all(
      cores.map(async (one, k) => {
        const [result] = await engine().computeCores([one]);
        done.push(k);
        return result!;
      }),
    );
    expect(done).toEqual([0, 1, 2, 3]);
    for (const [k, one] of cores.entries()) expect(firstDifference(computeCore(one), results[k]!)).toBeUndefined();
  });

  it('stops between submissions when it is told to', async () => {
    const control = new AbortController();
    const many = Array.from({ length: 200 }, (_, k) => sampleCore(seededRandom(k), { n: 128, validators: 16 }));
    const computing = engine().computeCores(many, { signal: control.signal });
    control.abort(new Error('the page was closed'));
    await expect(computing).rejects.toThrow('the page was closed');
    expect(await firstWrong([core])).toBeUndefined();
  });

  it('rejects what is under way and all that follows when the device is lost, and says so', async () => {
    const { gpu, devices } = await spiedGpu();
    opened = await openTestEngine({ gpu, texts });
    const many = Array.from({ length: 50 }, (_, k) => sampleCore(seededRandom(k), { n: 128, validators: 32 }));
    const computing = opened.computeCores(many);
    const waiting = opened.computeCores([core]);
    for (const device of devices) device.destroy();
    await expect(computing).rejects.toMatchObject({ code: 'gpu/device-lost' });
    await expect(waiting).rejects.toMatchObject({ code: 'gpu/device-lost' });
    await expect(opened.computeCores([core])).rejects.toMatchObject({ code: 'gpu/device-lost' });
    await expect(opened.answer([])).rejects.toBeInstanceOf(ComputeError);
    expect((await opened.lost).failure).toMatchObject({
      code: 'gpu/device-lost',
      next: expect.stringMatching(/again/),
    });
  });

  it('rejects what is under way when it is closed, and can be closed twice', async () => {
    opened = await openTestEngine({ texts });
    const computing = opened.computeCores([core]);
    opened.close();
    opened.close();
    await expect(computing).rejects.toMatchObject({ code: 'gpu/closed' });
    await expect(opened.computeCores([core])).rejects.toMatchObject({ code: 'gpu/closed' });
  });
});
