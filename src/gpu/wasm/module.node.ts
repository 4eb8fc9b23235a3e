/** The epoch kernel's module, read from the files that `scripts/wasm-kernels.ts` built. */
import { readFile } from 'node:fs/promises';
import { bestVariant, type EpochModule, unavailable } from './module.ts';

/** By default the best build that runs here. @throws ComputeError `wasm/unavailable` */
export async function loadEpochModule(variant: 'simd' | 'scalar' = bestVariant()): Promise<EpochModule> {
  const file = new URL(`../built/epoch.${variant}.wasm`, import.meta.url);
  try {
    return { module: await WebAssembly.compile(await readFile(file)), isSimd: variant === 'simd' };
  } catch (cause) {
    throw unavailable(`The kernel ${file.pathname} did not load; node scripts/wasm-kernels.ts builds it.`, cause);
  }
}
