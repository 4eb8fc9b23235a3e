/**
 * The GPU engine: epoch series in, exact results out, on one WebGPU device.
 *
 * The same code runs in the browser and in Node; `engine.browser.ts` and `engine.node.ts` bring `GPU` and shader texts.
 * Calls are worked through one after the other, because they share buffers; what a call does is in batch.ts.
 */
import type { EpochCore, EpochCoreResult } from '../../chain/yuma/index.ts';
import { checkSeries } from '../check.ts';
import { computeCoresAsSeries } from '../cores-as-series.ts';
import { ComputeError } from '../error.ts';
import type { ComputeOptions, EpochSeries, SeriesOptions, SeriesResult } from '../types.ts';
import { Batch, type BatchDevice } from './batch.ts';
import { BufferPool } from './buffers.ts';
import { openDevice } from './device.ts';
import { EpochKernels } from './epoch-kernels.ts';
import { functionCase } from './functions.ts';
import { GpuClock, TIMESTAMPS } from './gpu-clock.ts';
import { assertFits, type DeviceLimits } from './limits.ts';
import { OperationKernel } from './operation-kernel.ts';
import type { Question } from './operations.ts';
import type { Recheck } from './recheck.ts';
import { planBatch } from './series-plan.ts';
import type { ShaderTexts } from './shaders.ts';
import { SubmissionBudget } from './submissions.ts';
import type { GpuEpochEngine, GpuRun } from './types.ts';

/** Invocations per workgroup. Results do not depend on it; 64 suits every vendor. */
export const WORKGROUP_SIZE = 64;

export interface GpuEngineOptions {
  /** Use an adapter that is a program on the CPU. For tests, and for people who ask for it. Default false. */
  readonly allowSoftware?: boolean;
  /** Compute a random series of every chunk on the CPU too, and stop for good if it differs. Default: not. */
  readonly recheck?: Recheck;
  /** 1…256; for tests. */
  readonly workgroupSize?: number;
  /** Pretend that the device has less; for tests. Default: what it has. */
  readonly limits?: DeviceLimits;
  /** The most that a submission may cost, in plain cells; for tests. Default: what time allows. */
  readonly submissionCost?: number;
}

/** A device with everything compiled. */
interface Ready extends BatchDevice {
  readonly isSoftware: boolean;
  readonly operations: OperationKernel;
}

/**
 * Opens a device and compiles all kernels. The engine is not yet tested: `knownAnswerTest` does that.
 * @throws ComputeError `gpu/no-webgpu`, `gpu/no-adapter`, `gpu/software-adapter`, `gpu/no-device`, `gpu/compile-failed`
 */
export async function createGpuEngine(
  gpu: GPU | undefined,
  texts: ShaderTexts,
  options: GpuEngineOptions = {},
): Promise<GpuEpochEngine> {
  const { device, words, isSoftware } = await openDevice(gpu, options.allowSoftware ?? false);
  const { workgroupSize = WORKGROUP_SIZE, limits = device.limits, recheck } = options;
  const source = { device, texts, workgroupSize };
  const pool = new BufferPool(device, limits.maxBufferSize);
  try {
    const [kernels, operations] = await Promise.all([
      EpochKernels.compile(source, limits),
      OperationKernel.compile(source, pool),
    ]);
    const clock = device.features.has(TIMESTAMPS) ? new GpuClock(device) : undefined;
    const budget = new SubmissionBudget(options.submissionCost);
    const batches = { device, words, limits, workgroupSize, pool, kernels, clock, budget, recheck };
    return new GpuEngine({ ...batches, isSoftware, operations });
  } catch (error) {
    device.destroy();
    throw error;
  }
}

class GpuEngine implements GpuEpochEngine {
  readonly name = 'gpu';
  readonly device: string;
  readonly isSoftware: boolean;
  readonly lost: Promise<ComputeError>;

  readonly #ready: Ready;
  #lastRun: GpuRun | undefined;
  /** Why the engine stopped. */
  #stopped: ComputeError | undefined;
  /** How to reject each call under way. */
  readonly #calls = new Set<(reason: ComputeError) => void>();
  /** Settles when the call that has the buffers is done. */
  #last: Promise<void> = Promise.resolve();

  constructor(ready: Ready) {
    this.device = ready.words;
    this.isSoftware = ready.isSoftware;
    this.#ready = ready;
    this.lost = ready.device.lost.then((info) => {
      if (this.#stopped) return new Promise<never>(() => undefined);
      const reason = new ComputeError('gpu/device-lost', `${this.device} was lost: ${info.message || info.reason}.`);
      this.#stop(reason);
      return reason;
    });
  }

  get lastRun(): GpuRun | undefined {
    return this.#lastRun;
  }

  async computeCores(cores: readonly EpochCore[], options: ComputeOptions = {}): Promise<readonly EpochCoreResult[]> {
    return computeCoresAsSeries((series, asked) => this.computeSeries(series, asked), cores, options);
  }

  async computeSeries(series: readonly EpochSeries[], options: SeriesOptions = {}): Promise<readonly SeriesResult[]> {
    checkSeries(series, options);
    const { limits, workgroupSize } = this.#ready;
    const plans = planBatch(series);
    for (const plan of plans) assertFits(plan, limits, workgroupSize);
    return this.#inTurn(async () => {
      const batch = new Batch(this.#ready, plans, options, () => this.#assertAlive());
      const results = await batch.run();
      this.#lastRun = batch.report;
      return results;
    });
  }

  async answer(questions: readonly Question[]): Promise<BigInt64Array> {
    return this.#inTurn(() => this.#ready.operations.answer(questions));
  }

  runFunction(fn: string, input: unknown): Promise<unknown> | undefined {
    const asked = functionCase(fn, input);
    return asked && this.answer(asked.questions).then((answers) => asked.output(answers));
  }

  close(): void {
    this.#stop(new ComputeError('gpu/closed', 'The GPU engine was closed.'));
    this.#ready.pool.close();
    this.#ready.clock?.close();
    this.#ready.device.destroy();
  }

  #assertAlive(): void {
    if (this.#stopped) throw this.#stopped;
  }

  #stop(reason: ComputeError): void {
    this.#stopped ??= reason;
    for (const reject of this.#calls) reject(this.#stopped);
  }

  /** One call after the other; a call that failed does not keep the next from running. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => this.#whileAlive(work));
    const done = () => undefined;
    this.#last = turn.then(done, done);
    return turn;
  }

  /** `work`, unless the engine stops first. What fails because the engine has stopped fails with that reason. */
  async #whileAlive<T>(work: () => Promise<T>): Promise<T> {
    this.#assertAlive();
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#calls.add(reject);
    work().then(resolve, reject);
    try {
      return await promise;
    } catch (error) {
      const code = error instanceof ComputeError ? error.code : undefined;
      // A buffer that could not be made must not be found in the pool again.
      if (code === 'gpu/out-of-memory') this.#ready.pool.close();
      // A device that miscalculates is not asked again.
      if (code === 'gpu/recheck-failed') this.#stop(error as ComputeError);
      throw this.#stopped ?? error;
    } finally {
      this.#calls.delete(reject);
    }
  }
}
