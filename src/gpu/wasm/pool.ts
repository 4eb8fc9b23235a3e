/**
 * Workers that run jobs, one each at a time, in the order in which the jobs came.
 *
 *   worker:   opened by a job that finds none free ─▶ busy ⇄ free ─▶ ended: died, idle for long, or the pool was closed
 *
 * A worker that dies takes its job with it: the job rejects, another worker is opened for the next. When workers die one
 * after the other the pool gives up, and every job rejects at once. An aborted job rejects at once, too; a worker that
 * has begun it finishes, and its answer is dropped.
 */
import { ComputeError } from '../error.ts';
import { decodeFromWorker, type ToWorker } from './messages.ts';
import type { PoolWorker, WasmPlatform } from './platform.ts';

/** Workers cost some megabytes each; who computes now and then does not wait long for new ones. */
export const IDLE_MS = 30_000;
/** A job is some ten milliseconds of work. A worker that takes a thousand times that hangs. */
export const ANSWER_TIMEOUT_MS = 60_000;
/** So many workers in a row that die without an answer: the next would, too. */
export const MAX_DEATHS_IN_A_ROW = 3;

interface Task {
  readonly id: number;
  readonly job: ArrayBuffer;
  readonly resolve: (outcome: ArrayBuffer) => void;
  readonly reject: (reason: unknown) => void;
}

interface Slot {
  worker: PoolWorker | undefined;
  task: Task | undefined;
  cancelTimeout: () => void;
}

export class WorkerPool {
  readonly #platform: WasmPlatform;
  readonly #threads: number;
  readonly #opening: ToWorker;
  readonly #slots = new Set<Slot>();
  readonly #waiting: Task[] = [];
  #cancelIdle: () => void = () => undefined;
  #lastId = 0;
  #deathsInARow = 0;
  #isClosed = false;

  /** `opening` is the first message to each worker. */
  constructor(platform: WasmPlatform, threads: number, opening: ToWorker) {
    this.#platform = platform;
    this.#threads = threads;
    this.#opening = opening;
  }

  /** Workers alive, and jobs that wait or are being worked on, abandoned ones among them. */
  get load(): { readonly workers: number; readonly jobs: number } {
    const busy = [...this.#slots].filter(({ task }) => task !== undefined).length;
    return { workers: this.#slots.size, jobs: busy + this.#waiting.length };
  }

  /** False once the pool has given up: no job will be taken any more. */
  get isUsable(): boolean {
    return this.#threads > 0 && this.#deathsInARow < MAX_DEATHS_IN_A_ROW;
  }

  /**
   * Runs a job, whose buffer belongs to the pool from now on.
   * @throws ComputeError `wasm/worker-failed`, `compute/closed`, or the signal's reason
   */
  async run(job: ArrayBuffer, signal: AbortSignal): Promise<ArrayBuffer> {
    signal.throwIfAborted();
    if (this.#isClosed) throw closed();
    const { promise, resolve, reject } = Promise.withResolvers<ArrayBuffer>();
    const task = { id: ++this.#lastId, job, resolve, reject };
    const abandon = () => {
      const place = this.#waiting.indexOf(task);
      if (place >= 0) this.#waiting.splice(place, 1);
      reject(signal.reason);
    };
    signal.addEventListener('abort', abandon);
    this.#cancelIdle();
    this.#waiting.push(task);
    this.#assign();
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', abandon);
    }
  }

  /** Ends all workers; jobs reject with `compute/closed`. */
  close(): void {
    this.#isClosed = true;
    this.#endWorkers();
    for (const { reject } of this.#waiting.splice(0)) reject(closed());
  }

  /** Gives waiting jobs to free workers, and opens more while that is allowed. */
  #assign(): void {
    while (this.#waiting.length > 0) {
      if (!this.isUsable) {
        const reason = `${MAX_DEATHS_IN_A_ROW} workers in a row failed; no more are opened.`;
        for (const { reject } of this.#waiting.splice(0)) reject(new ComputeError('wasm/worker-failed', reason));
        return;
      }
      const slot = [...this.#slots].find(({ task }) => task === undefined) ?? this.#open();
      if (!slot) return;
      const task = this.#waiting.shift()!;
      slot.task = task;
      slot.cancelTimeout = this.#platform.after(ANSWER_TIMEOUT_MS, () =>
        this.#bury(slot, `it did not answer within ${ANSWER_TIMEOUT_MS / 1000} s`),
      );
      try {
        slot.worker ??= this.#start(slot);
        slot.worker.post({ type: 'run', id: task.id, job: task.job }, [task.job]);
      } catch (error) {
        this.#bury(slot, error instanceof Error ? error.message : String(error));
      }
    }
    if (this.#slots.size > 0 && this.load.jobs === 0) {
      this.#cancelIdle = this.#platform.after(IDLE_MS, () => this.#endWorkers());
    }
  }

  #open(): Slot | undefined {
    if (this.#slots.size >= this.#threads) return undefined;
    const slot: Slot = { worker: undefined, task: undefined, cancelTimeout: () => undefined };
    this.#slots.add(slot);
    return slot;
  }

  #start(slot: Slot): PoolWorker {
    const worker = this.#platform.openWorker({
      onMessage: (data) => this.#answered(slot, data),
      onDeath: (reason) => this.#bury(slot, reason),
    });
    worker.post(this.#opening, []);
    return worker;
  }

  #answered(slot: Slot, data: unknown): void {
    if (!this.#slots.has(slot)) return;
    const message = decodeFromWorker(data);
    if (!slot.task || message?.id !== slot.task.id) {
      this.#bury(slot, 'it answered what it was not asked');
    } else if (message.type === 'failed') {
      this.#bury(slot, message.error.message);
    } else {
      this.#deathsInARow = 0;
      slot.cancelTimeout();
      slot.task.resolve(message.outcome);
      slot.task = undefined;
      this.#assign();
    }
  }

  /** Ends a worker that is of no use any more, and fails its job. */
  #bury(slot: Slot, reason: string): void {
    if (!this.#slots.delete(slot)) return;
    this.#deathsInARow += 1;
    slot.cancelTimeout();
    slot.worker?.terminate();
    slot.task?.reject(new ComputeError('wasm/worker-failed', `A worker of the WebAssembly engine failed: ${reason}.`));
    this.#assign();
  }

  #endWorkers(): void {
    this.#cancelIdle();
    for (const { worker, task, cancelTimeout } of this.#slots) {
      cancelTimeout();
      worker?.terminate();
      task?.reject(closed());
    }
    this.#slots.clear();
  }
}

const closed = () => new ComputeError('compute/closed', 'The WebAssembly engine was closed.');
