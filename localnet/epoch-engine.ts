/** What a localnet's epochs run on: the WebAssembly kernel, which `scripts/wasm-kernels.ts` builds, or else the reference. */
import { type ComputeCore, computeCore as referenceCore } from '../src/chain/yuma/index.ts';
import { createNodeWasmCore } from '../src/gpu/node.ts';
import type { Log } from './log.ts';

/** Opens the kernel; where it was not built or cannot run, says so and takes the reference engine: equal results, later. */
export async function openEpochEngine(log: Log, openKernel = createNodeWasmCore): Promise<ComputeCore> {
  try {
    return await openKernel();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'wasm/unavailable')) throw error;
    log('warn', 'no-wasm', { reason: `${error.message} Epochs run on the reference engine, which is slower.` });
    return referenceCore;
  }
}
