/** The epoch kernel's module, fetched from beside the page and compiled while it arrives. */
import scalarUrl from '../built/epoch.scalar.wasm?url';
import simdUrl from '../built/epoch.simd.wasm?url';
import { bestVariant, type EpochModule, unavailable } from './module.ts';

const URLS = { simd: simdUrl, scalar: scalarUrl };

/** By default the best build that runs here. @throws ComputeError `wasm/unavailable` */
export async function loadEpochModule(variant: 'simd' | 'scalar' = bestVariant()): Promise<EpochModule> {
  try {
    return { module: await WebAssembly.compileStreaming(fetch(URLS[variant])), isSimd: variant === 'simd' };
  } catch (cause) {
    throw unavailable(`The kernel ${URLS[variant]} did not load.`, cause);
  }
}
