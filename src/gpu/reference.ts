/**
 * The reference engine: the bigints of `src/chain/yuma` behind the engines' interface. Slower than the others, correct by
 * being the specification, and there on every machine.
 */
import { computeCore, type EpochCore, type EpochCoreResult } from '../chain/yuma/index.ts';
import { GpuError } from './error.ts';
import type { ComputeOptions, EpochEngine } from './types.ts';

/** Longest stretch of work before the page gets a turn. */
const SLICE_MS = 12;

export function createReferenceEngine(): EpochEngine {
  let isClosed = false;
  return {
    name: 'reference',
    device: 'CPU, plain bigints',
    async computeCores(cores: readonly EpochCore[], options: ComputeOptions = {}) {
      const results: EpochCoreResult[] = [];
      let sliceStartMs = performance.now();
      for (const core of cores) {
        if (performance.now() - sliceStartMs > SLICE_MS) {
          await new Promise((resolve) => setTimeout(resolve, 0));
          sliceStartMs = performance.now();
        }
        options.signal?.throwIfAborted();
        if (isClosed) throw new GpuError('gpu/closed', 'The reference engine was closed.');
        results.push(computeCore(core));
      }
      return results;
    },
    close() {
      isClosed = true;
    },
  };
}
