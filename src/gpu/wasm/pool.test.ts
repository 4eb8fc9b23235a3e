import { describe, expect, it } from 'vitest';
import { decodeFromWorker, type ToWorker } from './messages.ts';
import type { PoolWorkerEvents, WasmPlatform } from './platform.ts';
import { ANSWER_TIMEOUT_MS, IDLE_MS, MAX_DEATHS_IN_A_ROW, WorkerPool } from './pool.ts';

/** A worker that does nothing until the test says what. */
interface FakeWorker extends PoolWorkerEvents {
  readonly received: ToWorker[];
  isEnded: boolean;
  /** Answers the job it was given last. */
  answer(): void;
}

function fakePlatform(open: () => void = () => undefined) {
  const workers: FakeWorker[] = [];
  const timers = new Map<() => void, number>();
  const platform: WasmPlatform = {
    hardwareThreads: 4,
    loadModule: () => Promise.reject(new Error('not asked for')),
    openWorker(events) {
      open();
      const received: ToWorker[] = [];
      const answer = () => {
        const last = received.at(-1)!;
        if (last.type === 'run') events.onMessage({ type: 'done', id: last.id, outcome: last.job });
      };
      const worker: FakeWorker = { ...events, received, isEnded: false, answer };
      workers.push(worker);
      return {
        post: (message) => void received.push(message),
        terminate: () => {
          worker.isEnded = true;
        },
      };
    },
    after(ms, run) {
      timers.set(run, ms);
      return () => void timers.delete(run);
    },
  };
  const elapse = (ms: number) => {
    for (const [run, afterMs] of timers) if (afterMs === ms && timers.delete(run)) run();
  };
  return { platform, workers, timers, elapse };
}

const OPENING = { type: 'open', module: {} as WebAssembly.Module, isSimd: false } as const;
const { signal: never } = new AbortController();
const job = () => new ArrayBuffer(8);
const failed = expect.objectContaining({ code: 'wasm/worker-failed' });
/** Waits for whatever follows without a timer. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the pool of workers', () => {
  it('opens a worker for a job that finds none free, and no more than it may', async () => {
    const { platform, workers } = fakePlatform();
    const pool = new WorkerPool(platform, 2, OPENING);
    expect(workers).toHaveLength(0);
    const jobs = [job(), job(), job()];
    const outcomes = Promise.all(jobs.map((one) => pool.run(one, never)));
    expect(workers).toHaveLength(2);
    expect(workers.map(({ received }) => received.map(({ type }) => type))).toEqual([
      ['open', 'run'],
      ['open', 'run'],
    ]);
    expect(pool.load).toEqual({ workers: 2, jobs: 3 });
    workers[1]!.answer();
    workers[1]!.answer();
    workers[0]!.answer();
    expect(await outcomes).toEqual(jobs);
    expect(pool.load).toEqual({ workers: 2, jobs: 0 });
  });

  it('fails the job of a worker that dies, and opens another for the next', async () => {
    const { platform, workers } = fakePlatform();
    const pool = new WorkerPool(platform, 1, OPENING);
    const first = pool.run(job(), never);
    const second = pool.run(job(), never);
    workers[0]!.onDeath('out of memory');
    await expect(first).rejects.toEqual(failed);
    await expect(first).rejects.toThrow('out of memory');
    expect(workers[0]!.isEnded).toBe(true);
    workers[1]!.answer();
    await second;
    expect(pool.load).toEqual({ workers: 1, jobs: 0 });
  });

  it.each<[string, (worker: FakeWorker) => void]>([
    ['answers another job', (worker) => worker.onMessage({ type: 'done', id: 99, outcome: job() })],
    ['answers no buffer', (worker) => worker.onMessage({ type: 'done', id: 1, outcome: [1, 2] })],
    ['answers nonsense', (worker) => worker.onMessage('hello')],
    [
      'says that it failed',
      (worker) => worker.onMessage({ type: 'failed', id: 1, error: { code: 'x', message: 'y' } }),
    ],
  ])('ends a worker that %s', async (_what, misbehave) => {
    const { platform, workers } = fakePlatform();
    const pool = new WorkerPool(platform, 1, OPENING);
    const running = pool.run(job(), never);
    misbehave(workers[0]!);
    await expect(running).rejects.toEqual(failed);
    expect(workers[0]!.isEnded).toBe(true);
    expect(pool.load).toEqual({ workers: 0, jobs: 0 });
  });

  it('ends a worker that does not answer', async () => {
    const { platform, workers, elapse } = fakePlatform();
    const pool = new WorkerPool(platform, 1, OPENING);
    const running = pool.run(job(), never);
    elapse(ANSWER_TIMEOUT_MS);
    await expect(running).rejects.toEqual(failed);
    expect(workers[0]!.isEnded).toBe(true);
  });

  it('gives up when one worker after the other dies, and says so at once to whoever comes', async () => {
    const { platform, workers } = fakePlatform();
    const pool = new WorkerPool(platform, 1, OPENING);
    const waiting = Array.from({ length: 5 }, () => pool.run(job(), never));
    for (let k = 0; k < MAX_DEATHS_IN_A_ROW; k++) workers[k]!.onDeath('no');
    for (const running of waiting) await expect(running).rejects.toEqual(failed);
    expect(pool.isUsable).toBe(false);
    await expect(pool.run(job(), never)).rejects.toEqual(failed);
    expect(workers).toHaveLength(MAX_DEATHS_IN_A_ROW);
  });

  it('gives up where no worker can be opened', async () => {
    const { platform } = fakePlatform(() => {
      throw new Error('forbidden by the page');
    });
    const pool = new WorkerPool(platform, 2, OPENING);
    const waiting = Array.from({ length: 4 }, () => pool.run(job(), never));
    for (const running of waiting) await expect(running).rejects.toEqual(failed);
    expect(pool.isUsable).toBe(false);
    expect(pool.load).toEqual({ workers: 0, jobs: 0 });
  });

  it('goes on after deaths that had answers between them', async () => {
    const { platform, workers, timers } = fakePlatform();
    const pool = new WorkerPool(platform, 1, OPENING);
    for (let k = 0; k < 2 * MAX_DEATHS_IN_A_ROW; k++) {
      const good = pool.run(job(), never);
      workers.at(-1)!.answer();
      await good;
      const bad = pool.run(job(), never);
      workers.at(-1)!.onDeath('now and then');
      await expect(bad).rejects.toEqual(failed);
    }
    expect(pool.isUsable).toBe(true);
    expect(timers.size, 'no timer of a dead worker is left').toBe(0);
  });

  it('rejects an aborted job at once, and drops the answer that comes later', async () => {
    const { platform, workers } = fakePlatform();
    const pool = new WorkerPool(platform, 1, OPENING);
    const control = new AbortController();
    const begun = pool.run(job(), control.signal);
    const waiting = pool.run(job(), control.signal);
    const next = pool.run(job(), never);
    control.abort(new Error('not needed any more'));
    await expect(begun).rejects.toThrow('not needed any more');
    await expect(waiting).rejects.toThrow('not needed any more');
    expect(pool.load).toEqual({ workers: 1, jobs: 2 });
    workers[0]!.answer();
    workers[0]!.answer();
    await next;
    expect(workers[0]!.received.filter(({ type }) => type === 'run')).toHaveLength(2);
  });

  it('ends its workers when they had nothing to do for long, and opens them again', async () => {
    const { platform, workers, elapse } = fakePlatform();
    const pool = new WorkerPool(platform, 1, OPENING);
    const first = pool.run(job(), never);
    elapse(IDLE_MS);
    expect(workers[0]!.isEnded).toBe(false);
    workers[0]!.answer();
    await first;
    elapse(IDLE_MS);
    expect(workers[0]!.isEnded).toBe(true);
    expect(pool.load.workers).toBe(0);
    workers[0]!.onDeath('it ended with code 1');
    const second = pool.run(job(), never);
    workers[1]!.answer();
    await second;
    expect(pool.isUsable).toBe(true);
  });

  it('rejects everything when it is closed, ends its workers and leaves no timer', async () => {
    const { platform, workers, timers } = fakePlatform();
    const pool = new WorkerPool(platform, 1, OPENING);
    const jobs = [pool.run(job(), never), pool.run(job(), never)];
    pool.close();
    const closed = expect.objectContaining({ code: 'compute/closed' });
    for (const running of jobs) await expect(running).rejects.toEqual(closed);
    await expect(pool.run(job(), never)).rejects.toEqual(closed);
    await settle();
    expect(workers[0]!.isEnded).toBe(true);
    expect(pool.load).toEqual({ workers: 0, jobs: 0 });
    expect(timers.size).toBe(0);
  });
});

describe('a message of a worker', () => {
  it.each([
    undefined,
    null,
    1,
    {},
    { type: 'done', id: 1 },
    { type: 'done', id: '1', outcome: job() },
    { type: 'failed', id: 1 },
  ])('that is none is not decoded: %o', (data) => {
    expect(decodeFromWorker(data)).toBeUndefined();
  });
});
