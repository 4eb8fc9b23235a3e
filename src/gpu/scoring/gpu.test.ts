import { afterAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import { nodeGpu } from '../webgpu/engine.node.ts';
import { createScoringGpu } from './gpu.ts';
import {
  CRPS_GPU_FLOOR,
  CRPS_GPU_TOLERANCE,
  createScoringTwin,
  type Forecasts,
  packRows,
  quantiseRows,
} from './index.ts';
import { loadScoringShaders, openNodeScoringGpu } from './scoring.node.ts';
import { randomEmbeddings, randomForecasts } from './testing/random-scores.ts';

const twin = createScoringTwin();
const gpu = await openNodeScoringGpu({ allowSoftware: true });
const gpuWithoutPacked = await openNodeScoringGpu({ allowSoftware: true, packedDot: false });
afterAll(() => {
  gpu.close();
  gpuWithoutPacked.close();
});

describe('similarity on the GPU', () => {
  it.each([
    [1, 1],
    [3, 5],
    [64, 64],
    [65, 63],
    [130, 67],
    [200, 260],
  ])('gives the bits of the twin for %i rows of %i, with and without the packed product', async (rows, dimensions) => {
    const quantised = quantiseRows(randomEmbeddings(seededRandom(rows), rows, dimensions));
    const expected = twin.similarityInt8(quantised);
    expect(await gpu.similarityInt8(quantised)).toEqual(expected);
    expect(await gpuWithoutPacked.similarityInt8(quantised)).toEqual(expected);
  });

  it('takes codes of every sign at their largest', async () => {
    const values = Float32Array.from({ length: 8 * 9 }, (_, i) => (seededRandom(i).oneIn(2) ? 1 : -1));
    const quantised = quantiseRows({ values, rows: 8, dimensions: 9 });
    for (const device of [gpu, gpuWithoutPacked]) {
      expect(await device.similarityInt8(quantised)).toEqual(twin.similarityInt8(quantised));
    }
  });

  it('gives no similarity to rows that are no numbers', async () => {
    const responses = [[1, 2], undefined, [0, 0], [2, 4]];
    const quantised = quantiseRows({ values: packRows(responses, 2), rows: 4, dimensions: 2 });
    const { scores, invalid } = await gpu.similarityInt8(quantised);
    expect([...invalid]).toEqual([1, 2]);
    expect([...scores]).toEqual([1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1]);
  });

  it('notices a device whose norms are not those of the codes', async () => {
    const quantised = quantiseRows(randomEmbeddings(seededRandom(1), 5, 8));
    quantised.norms[3]! += 1;
    await expect(gpu.similarityInt8(quantised)).rejects.toMatchObject({ code: 'gpu/recheck-failed' });
  });
});

describe('CRPS on the GPU', () => {
  /** The largest error in units of what is allowed. */
  async function worst(forecasts: Forecasts): Promise<number> {
    const expected = twin.crps(forecasts);
    const got = await gpu.crps(forecasts);
    expect(got.invalid).toEqual(expected.invalid);
    const errors = [...expected.scores].map((want, at) =>
      want === got.scores[at] ? 0 : Math.abs(got.scores[at]! - want) / (want * CRPS_GPU_TOLERANCE + CRPS_GPU_FLOOR),
    );
    return Math.max(...errors);
  }

  it.each([
    [3, 4, 1],
    [3, 4, 2],
    [5, 7, 100],
    [2, 3, 128],
    [2, 3, 129],
    [4, 5, 1000],
    [2, 2, 1024],
    [1, 2, 4096],
  ])('stays within its tolerance of the twin for %i miners, %i steps, %i paths', async (miners, steps, paths) => {
    expect(await worst(randomForecasts(seededRandom(paths), miners, steps, paths))).toBeLessThan(1);
  });

  it('sorts equal, ordered and opposite paths', async () => {
    const paths = 300;
    const up = Array.from({ length: paths }, (_, i) => i);
    const values = packRows([up, [...up].reverse(), up.map(() => 7), up.map((i) => (i % 2) * 1e30)], paths);
    expect(await worst({ values, observations: Float32Array.of(7), miners: 4, steps: 1, paths })).toBeLessThan(1);
  });

  it('is infinite where a path is no number, and only there', async () => {
    const forecasts = randomForecasts(seededRandom(9), 3, 3, 40);
    forecasts.values.set([Number.NaN], 40);
    forecasts.values.set([Number.POSITIVE_INFINITY], 200);
    forecasts.values.set([2 ** 101], 359);
    expect(await worst(forecasts)).toBeLessThan(1);
    expect([...(await gpu.crps(forecasts)).invalid]).toEqual([1, 5, 8]);
  });

  it('refuses ensembles that do not fit in workgroup memory', async () => {
    const forecasts = randomForecasts(seededRandom(1), 1, 1, 4097);
    await expect(gpu.crps(forecasts)).rejects.toMatchObject({ code: 'compute/too-large' });
  });
});

describe('the scoring device', () => {
  it('says that it is a program on the CPU, if it is', () => {
    expect(gpu.isSoftware).toBe(/swiftshader|llvmpipe/i.test(gpu.device));
  });

  it('refuses bad shapes as the twin does', async () => {
    const forecasts = { ...randomForecasts(seededRandom(1), 1, 2, 3), miners: 2 };
    await expect(gpu.crps(forecasts)).rejects.toMatchObject({ code: 'compute/bad-scores' });
    const quantised = { ...quantiseRows(randomEmbeddings(seededRandom(1), 2, 2)), rows: 3 };
    await expect(gpu.similarityInt8(quantised)).rejects.toMatchObject({ code: 'compute/bad-scores' });
  });

  it('computes calls that overlap', async () => {
    const inputs = [3, 4, 5].map((seed) => randomForecasts(seededRandom(seed), 2, 2, 50));
    const results = await Promise.all(inputs.map((forecasts) => gpu.crps(forecasts)));
    for (const [at, { scores }] of results.entries()) {
      const expected = twin.crps(inputs[at]!).scores;
      scores.forEach((score, place) => {
        expect(Math.abs(score - expected[place]!)).toBeLessThan(expected[place]! * CRPS_GPU_TOLERANCE);
      });
    }
  });

  it('frees every buffer, whether a call ends, is cancelled or fails', async () => {
    let living = 0;
    let onBuffer = () => {};
    const counting = await countingGpu((change) => {
      living += change;
      onBuffer();
    });
    const device = await createScoringGpu(counting, await loadScoringShaders(), { allowSoftware: true });
    const quantised = quantiseRows(randomEmbeddings(seededRandom(2), 70, 20));
    await device.similarityInt8(quantised);
    await device.crps(randomForecasts(seededRandom(2), 2, 2, 50));
    const reason = new Error('enough');
    await expect(device.similarityInt8(quantised, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    // More ensembles than fit in the first submission, which is under way when the call is cancelled.
    const many = randomForecasts(seededRandom(2), 150, 10, 100);
    for (let start = 0; start < 3; start++) {
      const controller = new AbortController();
      onBuffer = () => controller.abort(reason);
      await expect(device.crps(many, { signal: controller.signal })).rejects.toBe(reason);
    }
    onBuffer = () => {};
    quantised.norms[0] = 1;
    await expect(device.similarityInt8(quantised)).rejects.toMatchObject({ code: 'gpu/recheck-failed' });
    expect(living).toBe(0);
    device.close();
  });

  it('answers nothing after it was closed, and calls under way reject', async () => {
    const device = await openNodeScoringGpu({ allowSoftware: true });
    const forecasts = randomForecasts(seededRandom(4), 20, 10, 1000);
    const underWay = device.crps(forecasts);
    const rejected = expect(underWay).rejects.toMatchObject({ code: 'gpu/closed' });
    device.close();
    await rejected;
    await expect(device.crps(forecasts)).rejects.toMatchObject({ code: 'gpu/closed' });
    const quantised = quantiseRows(randomEmbeddings(seededRandom(1), 2, 2));
    await expect(device.similarityInt8(quantised)).rejects.toMatchObject({ code: 'gpu/closed' });
    device.close();
  });

  it('names the kernel and the line that do not compile', async () => {
    const texts = { ...(await loadScoringShaders()), crps: 'fn main() { broken }' };
    const device = await createScoringGpu(await nodeGpu(), texts, { allowSoftware: true });
    const work = device.crps(randomForecasts(seededRandom(4), 1, 1, 2));
    await expect(work).rejects.toMatchObject({ code: 'gpu/compile-failed', message: expect.stringContaining('crps') });
    device.close();
  });

  it('is not opened without WebGPU, nor on software that nobody asked for', async () => {
    const texts = await loadScoringShaders();
    await expect(createScoringGpu(undefined, texts)).rejects.toMatchObject({ code: 'gpu/no-webgpu' });
    if (gpu.isSoftware) {
      await expect(openNodeScoringGpu()).rejects.toMatchObject({ code: 'gpu/software-adapter' });
    }
  });
});

/** This machine's GPU; tells of every buffer that is made and destroyed. */
async function countingGpu(onChange: (change: 1 | -1) => void): Promise<GPU> {
  const real = await nodeGpu();
  const requestAdapter = async () => {
    const adapter = await real.requestAdapter();
    const requestDevice = async (descriptor?: GPUDeviceDescriptor) => {
      const device = await adapter!.requestDevice(descriptor);
      const create = device.createBuffer.bind(device);
      device.createBuffer = (descriptor) => {
        const buffer = create(descriptor);
        const destroy = buffer.destroy.bind(buffer);
        onChange(1);
        buffer.destroy = () => {
          onChange(-1);
          return destroy();
        };
        return buffer;
      };
      return device;
    };
    return { info: adapter!.info, features: adapter!.features, limits: adapter!.limits, requestDevice };
  };
  return { requestAdapter, wgslLanguageFeatures: real.wgslLanguageFeatures } as unknown as GPU;
}
