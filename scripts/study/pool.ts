/** Computes chunks of a study on several threads; a thread takes the next chunk as soon as it has given one. */
import { Worker } from 'node:worker_threads';
import type { Study } from '../../src/gpu/sweep/index.ts';
import type { StudyEngine } from './calculator.ts';
import type { FromStudyWorker, ToStudyWorker, WorkerSetting } from './messages.ts';
import { StudyRefusal } from './refusal.ts';

export interface PoolOptions {
  readonly threads: number;
  readonly engine: StudyEngine;
  /** Ends the threads at once; parts that were given are finished first. The call then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Points computed since the last call. */
  readonly onPoints?: (points: number) => void;
  /** Called once per chunk, in the order in which they are finished. */
  readonly onPart: (chunk: number, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
}

/** @throws StudyRefusal `study/worker-failed` with the engine's code and reason */
export async function computeParts(study: Study, chunks: readonly number[], options: PoolOptions): Promise<void> {
  const { threads, engine, signal, onPoints, onPart } = options;
  signal?.throwIfAborted();
  const waiting = [...chunks];
  const writing: Promise<void>[] = [];
  const workers: Worker[] = [];
  const setting: WorkerSetting = { description: study.description, engine };

  const runOne = (): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: setting });
    workers.push(worker);
    const next = () => {
      const chunk = waiting.shift();
      if (chunk === undefined) resolve();
      else worker.postMessage({ type: 'compute', chunk } satisfies ToStudyWorker);
    };
    const fail = (why: string) => reject(new StudyRefusal('study/worker-failed', why));
    worker.on('message', (message: FromStudyWorker) => {
      if (message.type === 'failed') return fail(`${message.error.message} (${message.error.code})`);
      onPoints?.(message.points);
      if (message.type === 'progress') return;
      // A thread goes on when its part is written: at most one part per thread waits for the disk.
      const written = onPart(message.chunk, message.bytes).then(next, reject);
      writing.push(written);
    });
    worker.on('error', (error) => fail(`a thread broke: ${(error as Error).message}`));
    worker.on('exit', (code) => fail(`a thread ended with code ${code}`));
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    next();
    return promise;
  };

  try {
    await Promise.all(Array.from({ length: Math.min(threads, chunks.length) }, runOne));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
    await Promise.all(writing);
  }
}
