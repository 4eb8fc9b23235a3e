/**
 * The scoring engines in a browser, a page or a worker. Kernels are fetched only when an engine is opened, and as files of
 * their own: the page's policy allows no data URLs, which the bundler would make of something so small.
 */
import scalarUrl from '../built/scoring.scalar.wasm?url&no-inline';
import simdUrl from '../built/scoring.simd.wasm?url&no-inline';
import { bestVariant, unavailable } from '../wasm/module.ts';
import { createScoringGpu, type OpenScoringGpuOptions } from './gpu.ts';
import crps from './kernels/crps.wgsl?raw';
import dotPacked from './kernels/dot-packed.wgsl?raw';
import dotShifts from './kernels/dot-shifts.wgsl?raw';
import similarityInt8 from './kernels/similarity-int8.wgsl?raw';
import type { ScoringGpu, ScoringKernels } from './types.ts';
import { createScoringWasm } from './wasm.ts';

const SHADERS = { crps, 'dot-packed': dotPacked, 'dot-shifts': dotShifts, 'similarity-int8': similarityInt8 };

const URLS = { simd: simdUrl, scalar: scalarUrl };

/** The best build that runs here. @throws ComputeError `wasm/unavailable` */
export async function openBrowserScoringWasm(): Promise<ScoringKernels> {
  const url = URLS[bestVariant()];
  try {
    return createScoringWasm(await WebAssembly.compileStreaming(fetch(url)));
  } catch (cause) {
    throw unavailable(`The scoring kernels ${url} did not load.`, cause);
  }
}

/** @throws ComputeError as `createScoringGpu` */
export async function openBrowserScoringGpu(options: OpenScoringGpuOptions): Promise<ScoringGpu> {
  // The types promise `gpu`, browsers do not.
  const { gpu } = navigator as { readonly gpu?: GPU };
  return createScoringGpu(gpu, SHADERS, options);
}
