/**
 * Which engine computes a job: the one that a person forces, else the one that should be done first by what was measured.
 *
 * A GPU that is not open yet must win by more than opening takes; while it was never measured, it is tried once a job is
 * so large that it might pay.
 */
import { type Calibration, predictMs } from './calibration.ts';
import type { EpochWork } from './epoch-work.ts';
import type { EngineName } from './types.ts';
import { DEFAULT_LIMITS } from './wasm/part-size.ts';

export const ENGINE_SETTINGS = ['auto', 'gpu', 'wasm', 'reference'] as const;
/** What a person chose. */
export type EngineSetting = (typeof ENGINE_SETTINGS)[number];

/** Opening, compiling and testing a GPU take about this long on slow machines; a job must save that much. */
export const GPU_OPENING_MS = 2_000;

/** A GPU of which nothing is known is tried for jobs that take WebAssembly longer than this. */
export const GPU_TRY_MS = 5_000;

/** One engine that may compute. */
export interface Candidate {
  /** `closed`: would have to be opened first; `failed`: was tried and is not used. */
  readonly state: 'open' | 'closed' | 'failed';
  /** Undefined while it was not measured. */
  readonly calibration: Calibration | undefined;
}

export interface Candidates {
  /** Its calibration is of one thread. */
  readonly wasm: Candidate & { readonly threads: number };
  readonly gpu: Candidate;
}

/** The engine to try first. */
export function chooseEngine(setting: EngineSetting, work: EpochWork, { wasm, gpu }: Candidates): EngineName {
  const onCpu = wasm.state === 'failed' ? 'reference' : 'wasm';
  if (setting === 'reference') return 'reference';
  if (setting === 'wasm' || gpu.state === 'failed') return onCpu;
  // The reference is slower than any GPU.
  if (setting === 'gpu' || onCpu === 'reference') return 'gpu';
  if (!wasm.calibration) return onCpu;
  const wasmMs = predictMs(wasm.calibration, work) / (isSpread(work) ? Math.max(1, wasm.threads) : 1);
  if (!gpu.calibration) return wasmMs > GPU_TRY_MS ? 'gpu' : onCpu;
  const gpuMs = predictMs(gpu.calibration, work) + (gpu.state === 'open' ? 0 : GPU_OPENING_MS);
  return gpuMs < wasmMs ? 'gpu' : onCpu;
}

/** Whether WebAssembly spreads the work over its threads. */
function isSpread({ plainCells, liquidCells }: EpochWork): boolean {
  return plainCells + liquidCells > DEFAULT_LIMITS.callingThread;
}
