import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Failure } from '../../chain/failure.ts';
import { seededRandom } from '../random.ts';
import { createReferenceCalculator } from '../reference.ts';
import { sampleCore } from '../sample-core.ts';
import type { EpochSeries } from '../types.ts';
import { createWasmEngine, type WasmEngineOptions, type WasmEpochEngine } from './engine.ts';
import { NODE_PLATFORM } from './platform.node.ts';
import type { PoolWorkerEvents, WasmPlatform } from './platform.ts';

const random = seededRandom(20261120);
const SHAPES = [{ yuma3: false }, {}, { liquidAlpha: true }, { bondsPenalty: 0, density: 20 }] as const;
/** Series of one to three epochs. */
const series: readonly EpochSeries[] = Array.from({ length: 12 }, (_, k) => {
  const core = sampleCore(random, { n: 20, validators: 5, ...SHAPES[k % SHAPES.length]! });
  return { steps: new Array(1 + (k % 3)).fill({ core }) };
});
/** Twelve epochs in a row. */
const long: EpochSeries = { steps: new Array(12).fill(series[2]!.steps[0]!) };
const EPOCHS = 24;
const expected = createReferenceCalculator().computeSeries(series);

/** Everything is large: each job goes to the workers, in parts of an epoch or two. */
const SPREAD = { callingThread: 0, smallestPart: 200, largestPart: 200, slice: 200 };

const opened: WasmEpochEngine[] = [];
async function open(options: WasmEngineOptions = {}, platform: WasmPlatform = NODE_PLATFORM): Promise<WasmEpochEngine> {
  const engine = await createWasmEngine(platform, { threads: 2, limits: SPREAD, ...options });
  opened.push(engine);
  return engine;
}
afterEach(() => {
  for (const engine of opened.splice(0)) engine.close();
});

describe('the WebAssembly engine', () => {
  it('gives the reference’s bits in the calling thread, without a worker', async () => {
    const engine = await open({ limits: {} });
    expect(await engine.computeSeries(series)).toEqual(expected);
    expect(engine.load).toEqual({ workers: 0, jobs: 0 });
  });

  it.each([0, 1, 2, 3])('gives the same bits in small parts on %i threads', async (threads) => {
    const engine = await open({ threads });
    expect(await engine.computeSeries([...series, long])).toEqual(
      createReferenceCalculator().computeSeries([...series, long]),
    );
    expect(engine.load).toEqual({ workers: threads, jobs: 0 });
  });

  it('carries the bonds of a long series from part to part', async () => {
    const engine = await open();
    const output = { epochs: 'last', bonds: true } as const;
    expect(await engine.computeSeries([long], output)).toEqual(
      createReferenceCalculator().computeSeries([long], output),
    );
  });

  it('computes cores as series of one epoch, with bonds', async () => {
    const engine = await open();
    const cores = series.map(({ steps }) => steps[0]!.core);
    const results = await engine.computeCores(cores);
    const whole = createReferenceCalculator().computeSeries(
      cores.map((core) => ({ steps: [{ core }] })),
      { bonds: true },
    );
    expect(results).toEqual(whole.map(({ epochs, bonds }) => ({ ...epochs[0], bonds })));
  });

  it('leaves what is outside the range of its proof to the reference', async () => {
    const engine = await open();
    const wild = { steps: [{ core: sampleCore(random, { n: 12, validators: 6, stake: 'wild' }) }] };
    const mixed = [series[0]!, wild, series[1]!];
    expect(await engine.computeSeries(mixed)).toEqual(createReferenceCalculator().computeSeries(mixed));
  });

  it('tells of each series once and of every epoch', async () => {
    const engine = await open();
    const told: number[] = [];
    const done: number[] = [];
    await engine.computeSeries(series, {
      onResult: (index, result) => {
        told.push(index);
        expect(result).toEqual(expected[index]);
      },
      onProgress: (progress) => {
        expect(progress.total).toBe(EPOCHS);
        done.push(progress.done);
      },
    });
    expect(told.sort((a, b) => a - b)).toEqual([...series.keys()]);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.at(-1)).toBe(EPOCHS);
  });

  it('works through overlapping calls', async () => {
    const engine = await open();
    const all = await Promise.all(Array.from({ length: 4 }, () => engine.computeSeries(series)));
    expect(all).toEqual(new Array(4).fill(expected));
    expect(engine.load).toEqual({ workers: 2, jobs: 0 });
  });

  it('says what it runs on', async () => {
    expect((await open({ threads: 1, variant: 'scalar' })).device).toBe('CPU, WebAssembly without SIMD, 1 thread');
    expect((await open({ variant: 'simd' })).device).toBe('CPU, WebAssembly with SIMD, 2 threads');
  });

  it('leaves a thread to the page, and takes no more than eight', async () => {
    const threadsOn = async (hardwareThreads: number) => {
      const engine = await createWasmEngine({ ...NODE_PLATFORM, hardwareThreads });
      engine.close();
      return engine.threads;
    };
    expect(await Promise.all([1, 2, 4, 128].map(threadsOn))).toEqual([1, 1, 3, 8]);
    await expect(open({ threads: 1.5 })).rejects.toThrow(RangeError);
  });

  it('says so where there is no WebAssembly', async () => {
    const loadModule = () => Promise.reject(new Error('blocked by a policy'));
    await expect(createWasmEngine({ ...NODE_PLATFORM, loadModule })).rejects.toMatchObject({
      code: 'wasm/unavailable',
      message: expect.stringContaining('blocked by a policy'),
    });
  });
});

describe('when a worker fails', () => {
  /** Node's platform, whose workers do what `sabotage` does with their first jobs. */
  function sabotaged(jobs: number, sabotage: (events: PoolWorkerEvents, job: ArrayBuffer) => void): WasmPlatform {
    let left = jobs;
    return {
      ...NODE_PLATFORM,
      openWorker(events) {
        const worker = NODE_PLATFORM.openWorker(events);
        return {
          ...worker,
          post(message, transfer) {
            if (message.type === 'open' || left-- <= 0) worker.post(message, transfer);
            else setImmediate(() => sabotage(events, structuredClone(message.job, { transfer: [message.job] })));
          },
        };
      },
    };
  }

  it.each<[string, (events: PoolWorkerEvents, job: ArrayBuffer) => void]>([
    ['ends', (events) => events.onDeath('it ended with code 1')],
    ['answers garbage', (events) => events.onMessage({ type: 'done', id: 1, outcome: new ArrayBuffer(3) })],
    ['answers its job', (events, job) => events.onMessage({ type: 'done', id: 1, outcome: job })],
  ])('one that %s is replaced, its part is computed here, and it is said', async (_what, sabotage) => {
    const failures: Failure[] = [];
    const engine = await open({ onFailure: (failure) => failures.push(failure) }, sabotaged(1, sabotage));
    expect(await engine.computeSeries(series)).toEqual(expected);
    expect(failures).toMatchObject([{ code: 'wasm/worker-failed' }]);
    expect(engine.load).toEqual({ workers: 2, jobs: 0 });
  });

  it('everything is computed here where none can be opened', async () => {
    const failures: Failure[] = [];
    const openWorker = () => {
      throw new Error('forbidden');
    };
    const engine = await open({ onFailure: (failure) => failures.push(failure) }, { ...NODE_PLATFORM, openWorker });
    expect(await engine.computeSeries(series)).toEqual(expected);
    const told = failures.length;
    expect(told).toBeGreaterThan(0);
    expect(await engine.computeSeries(series)).toEqual(expected);
    expect(failures).toHaveLength(told);
  });
});

/** Until workers have finished what they had begun, also on a busy machine. */
const PATIENCE_MS = 15_000;

/** The collector, which Node shows only when it is told to. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

describe('cancelling', () => {
  /** Long enough to be cancelled in the middle: some hundred parts. */
  const work = new Array<EpochSeries>(300).fill(long);

  it.each([0, 2])('stops the work between two parts, on %i threads', async (threads) => {
    const engine = await open({ threads });
    const control = new AbortController();
    let done = 0;
    const onProgress = (progress: { readonly done: number }) => {
      done = progress.done;
      if (done >= 24) control.abort(new Error('not needed any more'));
    };
    await expect(engine.computeSeries(work, { signal: control.signal, onProgress })).rejects.toThrow('not needed');
    const atRejection = done;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(done).toBe(atRejection);
    expect(done).toBeLessThan(600);
    // What a worker had begun it finishes, for nobody.
    await vi.waitFor(() => expect(engine.load.jobs).toBe(0), PATIENCE_MS);
    expect(await engine.computeSeries(series)).toEqual(expected);
  });

  it('stops all threads when one part fails, be it for a callback', async () => {
    const engine = await open();
    let told = 0;
    const onResult = () => {
      told += 1;
      throw new Error('a mistake of the caller');
    };
    await expect(engine.computeSeries(work, { onResult })).rejects.toThrow('a mistake of the caller');
    await vi.waitFor(() => expect(engine.load.jobs).toBe(0), PATIENCE_MS);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told).toBe(1);
    expect(engine.load.jobs).toBe(0);
  });

  it('leaves no listener at a signal that outlives the call', async () => {
    const engine = await open();
    const { signal } = new AbortController();
    await engine.computeSeries(series, { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('does not begin what was cancelled before', async () => {
    const engine = await open();
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(engine.computeSeries(series, { signal })).rejects.toThrow('too late');
    expect(engine.load.workers).toBe(0);
  });

  it('ends calls under way when the engine is closed, and its workers', async () => {
    const engine = await open();
    const computing = engine.computeSeries(work);
    const refused = expect(computing).rejects.toMatchObject({ code: 'compute/closed' });
    setTimeout(() => engine.close(), 20);
    await refused;
    expect(engine.load).toEqual({ workers: 0, jobs: 0 });
    await expect(engine.computeSeries(series)).rejects.toMatchObject({ code: 'compute/closed' });
  });

  it('leaves memory flat after 50 starts and cancels', async () => {
    const engine = await open();
    // Each part, and there are hundreds, is some hundred kilobytes to be sent.
    const core = sampleCore(random, { n: 256, validators: 64, density: 100 });
    const heavy = Array.from({ length: 300 }, (_, k) => ({
      steps: [{ core: { ...core, kappa: core.kappa + BigInt(k) } }],
    }));
    const startAndCancel = async (waitMs: number) => {
      const control = new AbortController();
      const computing = engine.computeSeries(heavy, { signal: control.signal });
      setTimeout(() => control.abort(new Error('changed my mind')), waitMs);
      await expect(computing).rejects.toThrow('changed my mind');
    };
    const settledBytes = async () => {
      await vi.waitFor(() => expect(engine.load).toEqual({ workers: 2, jobs: 0 }), PATIENCE_MS);
      collectGarbage();
      return process.memoryUsage().arrayBuffers;
    };
    for (let k = 0; k < 5; k++) await startAndCancel(k);
    const beforeBytes = await settledBytes();
    for (let k = 0; k < 50; k++) await startAndCancel(k % 10);
    // Fifty parts that somebody still holds would be more.
    expect(await settledBytes()).toBeLessThan(beforeBytes + 4 * 2 ** 20);
  });
});
