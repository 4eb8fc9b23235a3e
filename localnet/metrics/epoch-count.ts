/** Counts what an engine of epochs computes, and how long it takes. One subnet's epoch is one call per mechanism. */
import type { ComputeCore } from '../../src/chain/yuma/index.ts';

export interface EpochCount {
  /** Calls so far. */
  cores: number;
  /** Milliseconds in them. */
  ms: number;
}

/** The same engine, counting into `count`. */
export function countEpochCores(computeCore: ComputeCore, count: EpochCount, nowMs: () => number): ComputeCore {
  return (...core) => {
    const started = nowMs();
    try {
      return computeCore(...core);
    } finally {
      count.cores += 1;
      count.ms += nowMs() - started;
    }
  };
}
