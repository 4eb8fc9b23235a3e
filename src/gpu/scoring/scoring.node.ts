/** The scoring engines in Node, for tests and benchmarks: the twin of `scoring.browser.ts`. */
import { readFile } from 'node:fs/promises';
import { unavailable } from '../wasm/module.ts';
import { createScoringGpu, type OpenScoringGpuOptions } from './gpu.ts';
import { SCORING_SHADERS, type ScoringShaders } from './shaders.ts';
import type { ScoringGpu, ScoringKernels } from './types.ts';
import { createScoringWasm } from './wasm.ts';

/** @throws ComputeError `wasm/unavailable` where the kernels were not built (scripts/wasm-kernels.ts) */
export async function openNodeScoringWasm(variant: 'simd' | 'scalar' = 'simd'): Promise<ScoringKernels> {
  try {
    const bytes = await readFile(new URL(`../built/scoring.${variant}.wasm`, import.meta.url));
    return createScoringWasm(await WebAssembly.compile(bytes));
  } catch (cause) {
    throw unavailable('The scoring kernels did not load.', cause);
  }
}

export async function loadScoringShaders(): Promise<ScoringShaders> {
  const texts = SCORING_SHADERS.map(async (name) => [
    name,
    await readFile(new URL(`./kernels/${name}.wgsl`, import.meta.url), 'utf8'),
  ]);
  return Object.fromEntries(await Promise.all(texts)) as ScoringShaders;
}

/** @throws ComputeError as `createScoringGpu`; `gpu/no-webgpu` where Dawn has no build for this platform */
export async function openNodeScoringGpu(options: OpenScoringGpuOptions = {}): Promise<ScoringGpu> {
  // Loaded only when a graphics processor is asked for.
  const { nodeGpu } = await import('../webgpu/engine.node.ts');
  return createScoringGpu(await nodeGpu(), await loadScoringShaders(), options);
}
