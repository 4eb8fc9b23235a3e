/**
 * The GPU engine: epoch cores in, exact results out, on one WebGPU device.
 *
 *   cores ─ plan ─▶ chunks ─ pack ─▶ upload ─▶ kernels ─▶ one readback ─ unpack ─▶ results
 *
 * The same code runs in the browser and in Node; `engine.browser.ts` and `engine.node.ts` bring `GPU` and shader texts.
 * Calls are worked through one after the other, because they share buffers.
 */
import { EMPTY_ROW, type EpochCore, type EpochCoreResult } from '../../chain/yuma/index.ts';
import { checkSeries } from '../check.ts';
import { ComputeError } from '../error.ts';
import type { ComputeOptions, EpochSeries, SeriesOptions, SeriesResult } from '../types.ts';
import { BufferPool } from './buffers.ts';
import { openDevice } from './device.ts';
import { EpochKernels } from './epoch-kernels.ts';
import { functionCase } from './functions.ts';
import { OperationKernel } from './operation-kernel.ts';
import type { Question } from './operations.ts';
import { packTasks } from './pack.ts';
import { assertFits, chunkLength, planTask } from './plan.ts';
import type { ShaderTexts } from './shaders.ts';
import { SubmissionBudget } from './submissions.ts';
import type { GpuEpochEngine } from './types.ts';
import { unpackTask } from './unpack.ts';

/** Invocations per workgroup. Results do not depend on it; 64 suits every vendor. */
export const WORKGROUP_SIZE = 64;

export interface GpuEngineOptions {
  /** Use an adapter that is a program on the CPU. For tests, and for people who ask for it. Default false. */
  readonly allowSoftware?: boolean;
  /** 1…256; for tests. */
  readonly workgroupSize?: number;
}

/** A device with everything compiled. */
interface Ready {
  readonly device: GPUDevice;
  readonly words: string;
  readonly isSoftware: boolean;
  readonly workgroupSize: number;
  readonly pool: BufferPool;
  readonly epochs: EpochKernels;
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
  const workgroupSize = options.workgroupSize ?? WORKGROUP_SIZE;
  const source = { device, texts, workgroupSize };
  const pool = new BufferPool(device);
  try {
    const [epochs, operations] = await Promise.all([
      EpochKernels.compile(source, pool),
      OperationKernel.compile(source, pool),
    ]);
    return new GpuEngine({ device, words, isSoftware, workgroupSize, pool, epochs, operations });
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
  readonly #budget = new SubmissionBudget();
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

  async computeCores(cores: readonly EpochCore[], options: ComputeOptions = {}): Promise<readonly EpochCoreResult[]> {
    const { device, epochs, workgroupSize } = this.#ready;
    checkSeries(cores.map((core) => ({ steps: [{ core }] })));
    const plans = cores.map(planTask);
    for (const plan of plans) assertFits(plan, device.limits, workgroupSize);
    return this.#inTurn(async () => {
      const results: EpochCoreResult[] = [];
      while (results.length < plans.length) {
        options.signal?.throwIfAborted();
        const length = chunkLength(plans, results.length, this.#budget.cost, device.limits, workgroupSize);
        const chunk = plans.slice(results.length, results.length + length);
        const cost = chunk.reduce((sum, plan) => sum + plan.cost, 0);
        const packed = packTasks(chunk, workgroupSize);
        const startedMs = performance.now();
        const { records, bonds } = await epochs.run(packed, cost > this.#budget.cost, options.signal);
        this.#budget.learn(cost, performance.now() - startedMs);
        results.push(...packed.places.map((place) => unpackTask(place, records, bonds)));
      }
      return results;
    });
  }

  async computeSeries(series: readonly EpochSeries[], options: SeriesOptions = {}): Promise<readonly SeriesResult[]> {
    checkSeries(series, options);
    const results: SeriesResult[] = [];
    for (const [index, { steps }] of series.entries()) {
      const epochs: EpochCoreResult[] = [];
      let bonds = steps[0]!.core.bonds;
      for (const { core, keepsBonds } of steps) {
        const [result] = await this.computeCores([{ ...core, bonds }], options);
        epochs.push(result!);
        bonds = keepsBonds ? result!.bonds.map((row, uid) => (keepsBonds[uid] ? row : EMPTY_ROW)) : result!.bonds;
      }
      const shown = options.epochs === 'last' ? epochs.slice(-1) : epochs;
      results.push({
        epochs: shown.map(({ bonds: _, ...shares }) => shares),
        bonds: options.bonds ? epochs.at(-1)!.bonds : undefined,
      });
      options.onResult?.(index, results.at(-1)!);
    }
    return results;
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
    this.#ready.device.destroy();
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
    if (this.#stopped) throw this.#stopped;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#calls.add(reject);
    work().then(resolve, reject);
    try {
      return await promise;
    } catch (error) {
      // A buffer that could not be made must not be found in the pool again.
      if (error instanceof ComputeError && error.code === 'gpu/out-of-memory') this.#ready.pool.close();
      throw this.#stopped ?? error;
    } finally {
      this.#calls.delete(reject);
    }
  }
}
