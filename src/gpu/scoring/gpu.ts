/** The scoring kernels that pay on a graphics processor: many embeddings, and ensembles of forecasts. */
import { openDevice } from '../webgpu/device.ts';
import { gpuCrps } from './gpu-crps.ts';
import { ScoringDevice } from './gpu-runner.ts';
import { gpuSimilarity } from './gpu-similarity.ts';
import type { ScoringShaders } from './shaders.ts';
import type { ScoringGpu } from './types.ts';

export interface OpenScoringGpuOptions {
  /** Use an adapter that is a program on the CPU. Default false. */
  readonly allowSoftware?: boolean;
  /** Use the byte product of the language where it has one. Default true; false for tests of the way without. */
  readonly packedDot?: boolean;
}

/** WGSL's name for `dot4I8Packed` and its like. */
const PACKED_DOT = 'packed_4x8_integer_dot_product';

/**
 * Opens a device of its own. Kernels are compiled when they are first used.
 * @throws ComputeError `gpu/no-webgpu`, `gpu/no-adapter`, `gpu/software-adapter`, `gpu/no-device`
 */
export async function createScoringGpu(
  gpu: GPU | undefined,
  texts: ScoringShaders,
  options: OpenScoringGpuOptions = {},
): Promise<ScoringGpu> {
  const device = new ScoringDevice(await openDevice(gpu, options.allowSoftware ?? false), texts);
  const isPacked = (options.packedDot ?? true) && gpu?.wgslLanguageFeatures?.has(PACKED_DOT) === true;
  return {
    name: 'gpu',
    device: device.words,
    isSoftware: device.isSoftware,
    similarityInt8: (rows, { signal } = {}) => gpuSimilarity(device, rows, isPacked, signal),
    crps: (forecasts, { signal } = {}) => gpuCrps(device, forecasts, signal),
    close: () => device.close(),
  };
}
