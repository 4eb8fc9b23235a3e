/** The GPU engine in Node, on Dawn (npm `webgpu`): for tests, benchmarks and the vectors script. */

import { ComputeError } from '../error.ts';
import { createGpuEngine, type GpuEngineOptions } from './engine.ts';
import { loadShaderTexts } from './shaders.node.ts';
import type { GpuEpochEngine } from './types.ts';

/**
 * Dawn finds the driver through the environment (`LD_LIBRARY_PATH`, `VK_DRIVER_FILES`), which must be set before the
 * process starts. An open engine keeps Node alive: close it.
 * @throws ComputeError as `createGpuEngine`; `gpu/no-webgpu` where Dawn has no build for this platform
 */
export async function createNodeGpuEngine(options: GpuEngineOptions = {}): Promise<GpuEpochEngine> {
  return createGpuEngine(await nodeGpu(), loadShaderTexts(), options);
}

/**
 * Dawn's instance, one per process and never let go: when it is collected while one of its devices still works, the
 * process dies in native code.
 */
let dawn: GPU | undefined;

/** Node's twin of `navigator.gpu`. @throws ComputeError `gpu/no-webgpu` */
export async function nodeGpu(): Promise<GPU> {
  if (dawn) return dawn;
  try {
    const { create } = await import('webgpu');
    dawn = create([]);
    return dawn;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ComputeError('gpu/no-webgpu', `Dawn, WebGPU for Node, could not be loaded: ${why}`, error);
  }
}
