/**
 * The WebAssembly engine: the kernel in the calling thread for small jobs, in a pool of workers for larger ones.
 *
 *   series ─ cut ─▶ parts ─ pack ─▶ transfer ─▶ kernel in a worker ─▶ transfer ─ unpack ─▶ results
 *                                └─ the worker fails: the same part in the calling thread, sliced
 *
 * Series outside the range for which the kernel is proved are computed by the reference, to the same bits. Overlapping
 * calls share the pool part by part, so that a short one does not wait for a long one to end.
 */
import type { Failure } from '../../chain/failure.ts';
import type { EpochCore } from '../../chain/yuma/index.ts';
import { checkSeries } from '../check.ts';
import { computeCoresAsSeries } from '../cores-as-series.ts';
import { countEpochs } from '../epoch-work.ts';
import { ComputeError } from '../error.ts';
import { createRowFinder, type FindFilledRows } from '../matrices.ts';
import { nextTurn } from '../next-turn.ts';
import { createReferenceEngine } from '../reference.ts';
import type {
  ComputeOptions,
  EpochCalculator,
  EpochEngine,
  EpochSeries,
  SeriesOptions,
  SeriesOutput,
  SeriesResult,
} from '../types.ts';
import { createWasmCalculator } from './calculator.ts';
import { packJob } from './job.ts';
import { openKernel, type WasmKernel } from './kernel.ts';
import { cutLanes, runLane } from './lanes.ts';
import { unpackOutcome } from './outcome.ts';
import { costOf, DEFAULT_LIMITS, type PartLimits, partCost } from './part-size.ts';
import type { KernelVariant, WasmPlatform } from './platform.ts';
import { WorkerPool } from './pool.ts';
import { isInRange } from './range.ts';

/** More gain little and take memory from everything else on the machine. */
export const MAX_DEFAULT_THREADS = 8;

/** Longest stretch of work in the calling thread before the page gets a turn, but for the slice that is under way. */
const STRETCH_MS = 8;

export interface WasmEngineOptions {
  /** Workers at most; 0 = everything in the calling thread. Default: all hardware threads but one, 1 … 8. */
  readonly threads?: number;
  /** For tests. Default: SIMD where it runs. */
  readonly variant?: KernelVariant;
  /** For tests, which would have to compute for long otherwise. */
  readonly limits?: Partial<PartLimits>;
  /** Hears of workers that failed. The results are right nevertheless, and later. */
  readonly onFailure?: (failure: Failure) => void;
}

export interface WasmEpochEngine extends EpochEngine {
  readonly name: 'wasm';
  readonly threads: number;
  /** The kernel in the calling thread, for single tasks. */
  readonly calculator: EpochCalculator;
  /** Workers alive, and jobs under way or waiting. */
  readonly load: WorkerPool['load'];
}

/** @throws ComputeError `wasm/unavailable`; RangeError for a number of threads that is none */
export async function createWasmEngine(
  platform: WasmPlatform,
  options: WasmEngineOptions = {},
): Promise<WasmEpochEngine> {
  const threads = options.threads ?? Math.min(Math.max(platform.hardwareThreads - 1, 1), MAX_DEFAULT_THREADS);
  if (!Number.isSafeInteger(threads) || threads < 0)
    throw new RangeError(`threads: ${threads} is no number of threads`);
  try {
    const { module, isSimd } = await platform.loadModule(options.variant);
    const kernel = await openKernel(module, isSimd);
    const pool = new WorkerPool(platform, threads, { type: 'open', module, isSimd });
    return new WasmEngine(kernel, pool, threads, options);
  } catch (error) {
    if (error instanceof ComputeError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ComputeError('wasm/unavailable', `The WebAssembly kernel could not be opened: ${why}`, error);
  }
}

/** How a job is worked through. */
interface Plan {
  readonly output: SeriesOutput;
  /** Cost of a part. */
  readonly limit: number;
  /** Lanes at a time. */
  readonly width: number;
  readonly compute: (part: readonly EpochSeries[], output: SeriesOutput) => Promise<readonly SeriesResult[]>;
  readonly onEpochs: (count: number) => void;
  readonly onResult: (index: number, result: SeriesResult) => void;
}

class WasmEngine implements WasmEpochEngine {
  readonly name = 'wasm';
  readonly device: string;
  readonly threads: number;
  readonly calculator: EpochCalculator;
  readonly #kernel: WasmKernel;
  readonly #pool: WorkerPool;
  readonly #limits: PartLimits;
  readonly #onFailure: (failure: Failure) => void;
  readonly #closing = new AbortController();

  constructor(kernel: WasmKernel, pool: WorkerPool, threads: number, options: WasmEngineOptions) {
    this.device = deviceWords(kernel.isSimd, threads);
    this.threads = threads;
    this.calculator = createWasmCalculator(kernel);
    this.#kernel = kernel;
    this.#pool = pool;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#onFailure = options.onFailure ?? (() => undefined);
  }

  get load(): WorkerPool['load'] {
    return this.#pool.load;
  }

  computeCores(cores: readonly EpochCore[], options: ComputeOptions = {}) {
    return computeCoresAsSeries((series, asked) => this.computeSeries(series, asked), cores, options);
  }

  async computeSeries(series: readonly EpochSeries[], options: SeriesOptions = {}): Promise<readonly SeriesResult[]> {
    const filledRows = createRowFinder();
    checkSeries(series, options, 'refused', filledRows);
    // One controller for everything that ends the call: the caller, `close()`, or a part that failed.
    const stopping = new AbortController();
    const unlink = [options.signal, this.#closing.signal].map((signal) => follow(signal, stopping));
    try {
      return await this.#compute(series, options, filledRows, stopping.signal);
    } catch (error) {
      stopping.abort(error);
      throw error;
    } finally {
      for (const leave of unlink) leave();
    }
  }

  close(): void {
    this.#closing.abort(new ComputeError('compute/closed', 'The WebAssembly engine was closed.'));
    this.#pool.close();
  }

  async #compute(
    series: readonly EpochSeries[],
    options: SeriesOptions,
    filledRows: FindFilledRows,
    signal: AbortSignal,
  ): Promise<readonly SeriesResult[]> {
    signal.throwIfAborted();
    const { epochs = 'every', bonds = false } = options;
    const output = { epochs, bonds };
    const results = new Array<SeriesResult>(series.length);
    const total = countEpochs(series);
    let done = 0;
    const onEpochs = (count: number) => {
      done += count;
      options.onProgress?.({ done, total });
    };
    const onResult = (index: number, result: SeriesResult) => {
      results[index] = result;
      options.onResult?.(index, result);
    };

    const inside: number[] = [];
    const outside: number[] = [];
    for (let index = 0; index < series.length; index++) (isInRange(series[index]!) ? inside : outside).push(index);
    const work = inside.map((index) => series[index]!);
    const costs = costOf(work, filledRows);
    const cost = costs.reduce((sum, steps) => steps.reduce((total, step) => total + step, sum), 0);
    const isPooled = cost > this.#limits.callingThread && this.#pool.isUsable;
    await this.#work(work, costs, signal, {
      output,
      limit: isPooled ? partCost(cost, this.threads, this.#limits) : this.#limits.slice,
      // One more than there are threads: a part is packed while the others are computed.
      width: isPooled ? this.threads + 1 : 1,
      compute: isPooled ? this.#inWorker(filledRows, signal) : this.#here(filledRows, signal),
      onEpochs,
      onResult: (k, result) => onResult(inside[k]!, result),
    });

    if (outside.length === 0) return results;
    const wild = outside.map((index) => series[index]!);
    await createReferenceEngine().computeSeries(wild, {
      ...output,
      signal,
      onResult: (k, result) => onResult(outside[k]!, result),
      onProgress: () => onEpochs(1),
    });
    return results;
  }

  /** @param costs per series the cost of each step (`costOf`) */
  async #work(
    series: readonly EpochSeries[],
    costs: readonly (readonly number[])[],
    signal: AbortSignal,
    plan: Plan,
  ): Promise<void> {
    const lanes = cutLanes(costs, plan.limit).values();
    const thread = async () => {
      for (const lane of lanes) {
        signal.throwIfAborted();
        const results = await runLane(lane, series, plan.output, plan.compute, plan.onEpochs);
        for (const [k, index] of lane.indices.entries()) plan.onResult(index, results[k]!);
      }
    };
    await Promise.all(Array.from({ length: plan.width }, thread));
  }

  /** Computes in the calling thread, and gives the page its turn when a stretch was long. */
  #here(filledRows: FindFilledRows, signal: AbortSignal): Plan['compute'] {
    let stretchStartMs = performance.now();
    return async (part, output) => {
      if (performance.now() - stretchStartMs > STRETCH_MS) {
        await nextTurn();
        stretchStartMs = performance.now();
      }
      signal.throwIfAborted();
      return unpackOutcome(part, output, this.#kernel.run(packJob(part, output, filledRows)));
    };
  }

  /** Computes in a worker; what a worker fails at is computed here, in slices. */
  #inWorker(filledRows: FindFilledRows, signal: AbortSignal): Plan['compute'] {
    return async (part, output) => {
      signal.throwIfAborted();
      if (this.#pool.isUsable) {
        const job = packJob(part, output, filledRows);
        try {
          return unpackOutcome(part, output, await this.#pool.run(job, signal));
        } catch (error) {
          signal.throwIfAborted();
          this.#onFailure(failureOf(error));
        }
      }
      const results = new Array<SeriesResult>(part.length);
      await this.#work(part, costOf(part, filledRows), signal, {
        output,
        limit: this.#limits.slice,
        width: 1,
        compute: this.#here(filledRows, signal),
        onEpochs: () => undefined,
        onResult: (k, result) => {
          results[k] = result;
        },
      });
      return results;
    };
  }
}

function deviceWords(isSimd: boolean, threads: number): string {
  const counted = threads === 0 ? 'in the calling thread' : threads === 1 ? '1 thread' : `${threads} threads`;
  return `CPU, WebAssembly ${isSimd ? 'with' : 'without'} SIMD, ${counted}`;
}

/** Aborts `target` when the signal does. Returns how to stop that. */
function follow(signal: AbortSignal | undefined, target: AbortController): () => void {
  if (!signal) return () => undefined;
  const pass = () => target.abort(signal.reason);
  if (signal.aborted) pass();
  signal.addEventListener('abort', pass, { once: true });
  return () => signal.removeEventListener('abort', pass);
}

function failureOf(error: unknown): Failure {
  if (error instanceof ComputeError) return error.failure;
  const why = error instanceof Error ? error.message : String(error);
  return new ComputeError('wasm/worker-failed', `A worker's answer could not be read: ${why}`, error).failure;
}
