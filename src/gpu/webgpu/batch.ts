/**
 * A batch of series on one device:
 *
 *   series ─ plan ─▶ chunks ─ stretch ─▶ pack ─ upload ─▶ kernels ⟲ submissions ─ one readback ─▶ results ─▶ recheck
 *
 * A chunk is series that are computed together, a stretch some of their epochs; nearly always all. Between submissions
 * the caller may stop it, and the results of finished chunks are handed out.
 */
import { ComputeError } from '../error.ts';
import type { EpochShares, SeriesOptions, SeriesResult } from '../types.ts';
import type { BufferPool } from './buffers.ts';
import { type Chunk, type ChunkRules, longestStretch, nextChunk } from './chunks.ts';
import type { EpochKernels } from './epoch-kernels.ts';
import type { GpuClock } from './gpu-clock.ts';
import type { DeviceLimits } from './limits.ts';
import { packStretch } from './pack.ts';
import { type Recheck, recheckDifference } from './recheck.ts';
import { scoped } from './scopes.ts';
import type { SeriesPlan } from './series-plan.ts';
import type { Stretch } from './stretch.ts';
import { type EpochBuffers, uploadStretch } from './stretch-buffers.ts';
import { runStretch } from './stretch-run.ts';
import { BUSY_COLUMNS, type SubmissionBudget } from './submissions.ts';
import type { GpuRun } from './types.ts';
import { StretchReader } from './unpack.ts';
import { WeightsStore } from './weights-store.ts';

/** Where batches run. */
export interface BatchDevice {
  readonly device: GPUDevice;
  readonly words: string;
  readonly limits: DeviceLimits;
  readonly workgroupSize: number;
  readonly pool: BufferPool;
  readonly kernels: EpochKernels;
  readonly clock: GpuClock | undefined;
  readonly budget: SubmissionBudget;
  readonly recheck: Recheck | undefined;
}

/** What is known of a series so far. */
interface Collected {
  readonly epochs: EpochShares[];
  bonds: SeriesResult['bonds'];
}

export class Batch {
  readonly #on: BatchDevice;
  readonly #plans: readonly SeriesPlan[];
  readonly #options: SeriesOptions;
  readonly #assertAlive: () => void;
  readonly #store = new WeightsStore();
  #buffers: EpochBuffers | undefined;
  #done = 0;
  #submissions = 0;
  #gpuMs: number | undefined;

  /** @param assertAlive throws if the engine has stopped */
  constructor(on: BatchDevice, plans: readonly SeriesPlan[], options: SeriesOptions, assertAlive: () => void) {
    this.#on = on;
    this.#plans = plans;
    this.#options = options;
    this.#assertAlive = assertAlive;
    this.#gpuMs = on.clock ? 0 : undefined;
  }

  get report(): GpuRun {
    return { gpuMs: this.#gpuMs, submissions: this.#submissions };
  }

  /**
   * One result per series, in order. Called once.
   * @throws ComputeError `gpu/out-of-memory`, `gpu/validation-failed`, `gpu/recheck-failed`; the signal's reason
   */
  async run(): Promise<readonly SeriesResult[]> {
    const results: SeriesResult[] = [];
    try {
      while (results.length < this.#plans.length) {
        this.#proceed();
        const rules = this.#rules();
        const [chunk, stretch] = nextChunk(this.#plans, results.length, rules);
        for (const result of await this.#computeChunk(chunk, stretch, rules)) {
          this.#proceed();
          results.push(result);
          this.#options.onResult?.(results.length - 1, result);
        }
      }
      return results;
    } finally {
      this.#on.pool.endJob();
    }
  }

  /** Of the next chunk. */
  #rules(): ChunkRules {
    const { limits, workgroupSize, budget, recheck } = this.#on;
    const { epochs = 'every' } = this.#options;
    return { limits, workgroupSize, budget: budget.cost(BUSY_COLUMNS), epochs, draw: recheck?.random() };
  }

  /** Stops where the caller or the engine says so. */
  #proceed(): void {
    this.#assertAlive();
    this.#options.signal?.throwIfAborted();
  }

  async #computeChunk(chunk: Chunk, first: Stretch, rules: ChunkRules): Promise<readonly SeriesResult[]> {
    const { probe, plans } = chunk;
    const collected = new Map(plans.map((plan): [SeriesPlan, Collected] => [plan, { epochs: [], bonds: undefined }]));
    let probed: EpochShares | undefined;
    for (let stretch = first; ; stretch = longestStretch(chunk, stretch.to, rules)) {
      const isEnd = stretch.to === chunk.epochs;
      const reader = await this.#computeStretch(chunk, stretch, isEnd && this.#options.bonds === true);
      for (const [k, tasks] of stretch.epochs.entries()) {
        const epoch = stretch.from + k;
        for (const task of tasks) {
          const { plan } = task.series;
          const isLast = epoch === plan.steps.length - 1;
          const isShown = isLast || this.#options.epochs !== 'last';
          const isProbed = plan === probe?.plan && epoch === probe.epochs - 1;
          const shares = isShown || isProbed ? reader.shares(task, epoch) : undefined;
          if (isProbed) probed = shares;
          if (isShown) collected.get(plan)!.epochs.push(shares!);
          if (isLast && this.#options.bonds) collected.get(plan)!.bonds = reader.bonds(task);
        }
      }
      if (isEnd) break;
    }
    const results = plans.map((plan): SeriesResult => collected.get(plan)!);
    if (probe) this.#recheck(chunk, probed!, results[plans.indexOf(probe.plan)]!);
    return results;
  }

  /** @throws ComputeError `gpu/recheck-failed` */
  #recheck({ probe }: Chunk, last: EpochShares, result: SeriesResult): void {
    const { calculator } = this.#on.recheck!;
    const difference = recheckDifference(probe!, calculator, last, result, this.#options);
    if (difference) {
      throw new ComputeError('gpu/recheck-failed', `${this.#on.words} computed otherwise than the CPU: ${difference}.`);
    }
  }

  async #computeStretch(chunk: Chunk, stretch: Stretch, readsBonds: boolean): Promise<StretchReader> {
    const { device, pool, workgroupSize } = this.#on;
    const packed = packStretch(stretch, this.#store, workgroupSize);
    const upload = scoped(device, 'the buffers of a batch', () =>
      uploadStretch(device, pool, stretch, packed, this.#buffers),
    );
    this.#buffers = upload.made;
    const words = await runStretch(this.#on, {
      stretch,
      steps: packed.steps,
      buffers: upload.made,
      verdict: upload.verdict,
      width: chunk.width,
      readsBonds,
      proceed: () => this.#proceed(),
      onSubmitted: ({ epochs, gpuMs }) => this.#submitted(epochs, gpuMs),
    });
    return new StretchReader(stretch, words);
  }

  #submitted(epochs: number, gpuMs: number | undefined): void {
    this.#submissions += 1;
    if (this.#gpuMs !== undefined) this.#gpuMs += gpuMs ?? 0;
    if (epochs === 0) return;
    this.#done += epochs;
    const total = this.#plans.reduce((sum, { steps }) => sum + steps.length, 0);
    this.#options.onProgress?.({ done: this.#done, total });
  }
}
