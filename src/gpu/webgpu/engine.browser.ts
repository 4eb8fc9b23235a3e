/** The GPU engine in a browser: a page or a worker. Loads its shaders only when it is opened. */
import { createGpuEngine, type GpuEngineOptions } from './engine.ts';
import type { GpuEpochEngine } from './types.ts';

/** @throws ComputeError as `createGpuEngine` */
export async function createBrowserGpuEngine(options: GpuEngineOptions = {}): Promise<GpuEpochEngine> {
  const { SHADER_TEXTS } = await import('./shaders.browser.ts');
  // The types promise `gpu`, browsers do not.
  const { gpu } = navigator as { readonly gpu?: GPU };
  return createGpuEngine(gpu, SHADER_TEXTS, options);
}
