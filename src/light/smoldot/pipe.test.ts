import { describe, expect, it } from 'vitest';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import type { FromWorker, MessageEnd, ToWorker } from './messages.ts';
import type { OpenPipe, PipeCrash, PipeEvents } from './pipe.ts';
import type { ServedChain } from './serve-chain.ts';
import { serveChain } from './serve-chain.ts';
import { serveWorker } from './serve-worker.ts';
import type { PipeWorker } from './worker-pipe.ts';
import { workerPipe } from './worker-pipe.ts';

/** Writes down what a pipe tells. */
function listener() {
  const heard: string[] = [];
  const crashes: PipeCrash[] = [];
  const events: PipeEvents = {
    onReady: () => heard.push('ready'),
    onMessage: (text) => heard.push(`message ${text}`),
    onLog: ({ text }) => heard.push(`log ${text}`),
    onCrash: (crash) => {
      heard.push('crash');
      crashes.push(crash);
    },
  };
  return { heard, crashes, events };
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

/** A chain that echoes, until told to end or to break. */
class EchoChain implements ServedChain {
  readonly sent: string[] = [];
  #next = Promise.withResolvers<string>();
  sendJsonRpc(text: string): void {
    this.sent.push(text);
    if (text === 'overflow') throw named('QueueFullError', 'queue full');
    this.#next.resolve(`echo ${text}`);
  }
  break(error: Error): void {
    this.#next.reject(error);
  }
  end(): void {
    this.#next.resolve('');
  }
  get jsonRpcResponses(): AsyncIterable<string> {
    return this.#responses();
  }
  async *#responses() {
    for (;;) {
      const text = await this.#next.promise;
      if (text === '') return;
      this.#next = Promise.withResolvers();
      yield text;
    }
  }
}

describe('a pipe over a light client in this thread', () => {
  it('is ready once the chain is added, and passes texts both ways', async () => {
    const { heard, events } = listener();
    const chain = new EchoChain();
    const pipe = serveChain({ addChain: async () => chain, end: () => undefined }, events);
    expect(heard).toEqual([]);
    await settle();
    pipe.send('a');
    await settle();
    expect(heard).toEqual(['ready', 'message echo a']);
  });

  it('tells a refused specification from a crash', async () => {
    for (const [error, code] of [
      [named('AddChainError', 'no genesis'), 'light/bad-spec'],
      [
        named('AddChainError', 'Failed to build genesis chain information: BabeConfigurationOutputDecode'),
        'light/incompatible-runtime',
      ],
      [named('CrashError', 'BabeConfigurationOutputDecode'), 'light/client-crashed'],
      [named('CrashError', 'panic'), 'light/client-crashed'],
      ['a string', 'light/client-crashed'],
    ] as const) {
      const { crashes, events } = listener();
      serveChain({ addChain: () => Promise.reject(error), end: () => undefined }, events);
      await settle();
      expect(crashes).toMatchObject([{ code }]);
    }
  });

  it('crashes once when its client breaks, ends, or refuses a request', async () => {
    for (const harm of [
      (chain: EchoChain) => chain.break(named('CrashError', 'panic')),
      (chain: EchoChain) => chain.end(),
      (_: EchoChain, pipe: { send(text: string): void }) => pipe.send('overflow'),
    ]) {
      const { heard, events } = listener();
      const chain = new EchoChain();
      const pipe = serveChain({ addChain: async () => chain, end: () => undefined }, events);
      await settle();
      harm(chain, pipe);
      await settle();
      pipe.send('after');
      await settle();
      expect(heard).toEqual(['ready', 'crash']);
    }
  });

  it('is silent after it was closed, even before it was ready, and closes when its client cannot be ended', async () => {
    const { heard, events } = listener();
    const chain = new EchoChain();
    const adding = Promise.withResolvers<EchoChain>();
    const pipe = serveChain(
      {
        addChain: () => adding.promise,
        end: () => {
          throw named('AlreadyDestroyedError', 'gone');
        },
      },
      events,
    );
    await pipe.close();
    adding.resolve(chain);
    await settle();
    pipe.send('a');
    expect(heard).toEqual([]);
    expect(chain.sent).toEqual([]);
  });
});

/** Both ends of a worker, as far apart as threads: by structured clone and later, but never later than `settle`. */
function fakeWorker(openPipe: OpenPipe) {
  const carry = <T>(message: T, deliver: (event: { readonly data: T }) => void) => {
    const data = structuredClone(message);
    queueMicrotask(() => {
      if (!worker.terminated) deliver({ data });
    });
  };
  const inside: MessageEnd<FromWorker, ToWorker> = {
    onmessage: null,
    postMessage: (message) => carry(message, (event) => worker.onmessage?.(event)),
  };
  const worker: PipeWorker & { terminated: boolean } = {
    terminated: false,
    onmessage: null,
    onerror: null,
    onmessageerror: null,
    postMessage: (message) => carry(message, (event) => inside.onmessage?.(event)),
    terminate() {
      worker.terminated = true;
    },
  };
  serveWorker(inside, openPipe);
  return worker;
}

describe('a pipe to a worker', () => {
  function world(openPipe: OpenPipe) {
    const clock = new FakeClock();
    const worker = fakeWorker(openPipe);
    const { heard, crashes, events } = listener();
    const pipe = workerPipe(() => worker, clock)({ specText: 'spec', databaseText: 'db' }, events);
    return { clock, worker, heard, crashes, pipe };
  }
  const chainPipe =
    (chain: EchoChain): OpenPipe =>
    (options, events) => {
      events.onLog({ level: 2, target: 'x', text: `${options.specText} ${options.databaseText}` });
      return serveChain({ addChain: async () => chain, end: () => undefined }, events);
    };

  it('carries everything to the worker and back', async () => {
    const { heard, pipe } = world(chainPipe(new EchoChain()));
    await settle();
    pipe.send('a');
    await settle();
    expect(heard).toEqual(['log spec db', 'ready', 'message echo a']);
    await pipe.close();
  });

  it('reports a crash inside and ends the worker', async () => {
    const chain = new EchoChain();
    const { crashes, worker } = world(chainPipe(chain));
    await settle();
    chain.break(named('CrashError', 'panic'));
    await settle();
    expect(crashes).toMatchObject([{ code: 'light/client-crashed', message: expect.stringContaining('panic') }]);
    expect(worker.terminated).toBe(true);
  });

  it('reports a worker that could not be loaded or cannot be understood', async () => {
    for (const harm of [
      (worker: PipeWorker) => worker.onerror?.({}),
      (worker: PipeWorker) => worker.onmessageerror?.({}),
    ]) {
      const { crashes, worker, heard } = world(chainPipe(new EchoChain()));
      harm(worker);
      harm(worker);
      await settle();
      expect(crashes).toMatchObject([{ code: 'light/worker-failed' }]);
      expect(heard).toEqual(['crash']);
      expect(worker.terminated).toBe(true);
    }
  });

  it('reports a browser that makes no workers, after the opening call', async () => {
    const { heard, crashes, events } = listener();
    const refuse = () => {
      throw new Error('refused by policy');
    };
    const pipe = workerPipe(refuse, new FakeClock())({ specText: 'spec' }, events);
    expect(heard).toEqual([]);
    await settle();
    expect(crashes).toMatchObject([{ code: 'light/worker-failed', message: expect.stringContaining('policy') }]);
    pipe.send('a');
    await pipe.close();
  });

  it('ends the worker after its goodbye, and without it when it does not come', async () => {
    const polite = world(chainPipe(new EchoChain()));
    await settle();
    await polite.pipe.close();
    expect(polite.worker.terminated).toBe(true);
    expect(polite.clock.pendingTimers).toBe(0);

    const stuck = world(() => ({ send: () => undefined, close: () => new Promise(() => undefined) }));
    const closing = stuck.pipe.close();
    await settle();
    expect(stuck.worker.terminated).toBe(false);
    await stuck.clock.advance(1_000);
    await closing;
    expect(stuck.worker.terminated).toBe(true);
  });
});
