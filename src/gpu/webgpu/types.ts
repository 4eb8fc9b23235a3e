/** What the GPU engine is beyond an epoch engine: it answers single operations, and it can be lost. */
import type { ComputeError } from '../error.ts';
import type { EpochEngine } from '../types.ts';
import type { Question } from './operations.ts';

/** What a call cost the device. */
export interface GpuRun {
  /** The device's own time in ms, where it can tell (timestamp queries). */
  readonly gpuMs: number | undefined;
  readonly submissions: number;
}

/** The GPU engine can also answer single operations, for tests on the user's own device and for function vectors. */
export interface GpuEpochEngine extends EpochEngine {
  readonly name: 'gpu';
  /** The adapter is a program on the CPU: exact, but slow. Only ever true where the caller allowed it. */
  readonly isSoftware: boolean;
  /** Settles when the device is lost without `close()`; stays pending otherwise. */
  readonly lost: Promise<ComputeError>;
  /** What the last epochs or series took that were computed without a failure; for benchmarks. */
  readonly lastRun: GpuRun | undefined;
  /** One answer per question, as i64 bits. */
  answer(questions: readonly Question[]): Promise<BigInt64Array>;
  /**
   * One case of a function vector (`in` and `out` as in test/vectors/yuma/README.md), computed on the GPU.
   * Undefined where the GPU has no such function.
   */
  runFunction(fn: string, input: unknown): Promise<unknown> | undefined;
}
