/**
 * What every epoch engine is to the rest of the house, whichever machine it runs on.
 *
 * An engine computes `EpochCore` → `EpochCoreResult` to the last bit; all engines give the same bits. It is opened once,
 * used many times and closed. Calls may overlap: an engine works through them in the order they came.
 *
 *   open ──▶ ready ──computeCores()*──▶ ready ──close()──▶ closed
 *                      └─ device lost ─▶ lost (every call rejects; open another engine)
 */
import type { EpochCore, EpochCoreResult } from '../chain/yuma/index.ts';
import type { GpuError } from './error.ts';
import type { Question } from './operations.ts';

export interface ComputeOptions {
  /** Looked at between pieces of work; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface EpochEngine {
  readonly name: 'gpu' | 'wasm' | 'reference';
  /** Adapter or CPU in words. */
  readonly device: string;
  /**
   * One result per core, in order; arrays by uid, I32F32 bits.
   * @throws GpuError (GPU engine) when a core is refused, the device is lost or the engine is closed
   */
  computeCores(cores: readonly EpochCore[], options?: ComputeOptions): Promise<readonly EpochCoreResult[]>;
  /** Frees what the engine holds. Calls under way reject. Nothing may be called afterwards; closing twice is fine. */
  close(): void;
}

/** The GPU engine can also answer single operations, for tests on the user's own device and for function vectors. */
export interface GpuEpochEngine extends EpochEngine {
  readonly name: 'gpu';
  /** The adapter is a program on the CPU: exact, but slow. Only ever true where the caller allowed it. */
  readonly isSoftware: boolean;
  /** Settles when the device is lost without `close()`; stays pending otherwise. */
  readonly lost: Promise<GpuError>;
  /** One answer per question, as i64 bits. */
  answer(questions: readonly Question[]): Promise<BigInt64Array>;
  /**
   * One case of a function vector (`in` and `out` as in test/vectors/yuma/README.md), computed on the GPU.
   * Undefined where the GPU has no such function.
   */
  runFunction(fn: string, input: unknown): Promise<unknown> | undefined;
}
