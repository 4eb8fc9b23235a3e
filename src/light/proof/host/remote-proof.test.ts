import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Bytes } from '../../../chain/bytes.ts';
import { LightError } from '../../errors.ts';
import type { ChainEngine, ChainSource, EngineStatus } from '../../types.ts';
import type { FromProofWorker, ToProofWorker } from './messages.ts';
import type { ProofWorker } from './remote-proof.ts';
import { remoteProof } from './remote-proof.ts';
import { serveProof } from './serve-proof.ts';

const SOURCE: ChainSource = {
  id: 'fake',
  name: 'Fake',
  specText: undefined,
  servers: ['ws://a'],
  genesisHash: undefined,
  genesisSetId: 3n,
  justificationPeriod: 512,
  blockTimeMs: 1000,
};

/** A worker over a message channel, with an engine that the test makes up. */
function stage(engine: Partial<ChainEngine>, compare: () => Promise<void> = async () => {}) {
  const { port1, port2 } = new MessageChannel();
  const ending = new AbortController();
  const statusListeners = new Set<(status: EngineStatus) => void>();
  const opened = vi.fn((_source: ChainSource, _options: unknown) => ({
    engine: {
      ended: ending.signal,
      subscribe: (listener) => {
        statusListeners.add(listener);
        return () => undefined;
      },
      close: async () => ending.abort(new LightError('light/closed', 'closed')),
      ...engine,
    } as ChainEngine,
    compare,
  }));
  const inside = {
    postMessage: (message: FromProofWorker) => port2.postMessage(message),
    set onmessage(handler: ((event: { readonly data: ToProofWorker }) => void) | null) {
      port2.onmessage = handler;
    },
  };
  serveProof(inside as never, opened);
  const worker: ProofWorker = {
    onerror: null,
    onmessageerror: null,
    onmessage: null,
    postMessage: (message) => port1.postMessage(message),
    terminate: vi.fn(),
  };
  port1.onmessage = (event) => worker.onmessage?.(event as { readonly data: FromProofWorker });
  const searches: unknown[] = [];
  const remote = remoteProof(() => worker, SOURCE, { checkpointText: 'kept', onSearch: (s) => searches.push(s) });
  onTestFinished(() => {
    port1.close();
    port2.close();
  });
  const tell = (status: Partial<EngineStatus>) => {
    for (const listener of statusListeners) listener({ ...remote.engine.status, ...status });
  };
  return { remote, worker, opened, tell, ending, searches };
}

const KEY = Uint8Array.of(1) as Bytes;

describe('a proof engine in a worker', () => {
  it('is opened with the source and the checkpoint, and tells its status', async () => {
    const { remote, opened, tell } = stage({});
    expect(remote.engine.status.stage).toBe('starting');
    await vi.waitFor(() => expect(opened).toHaveBeenCalled());
    expect(opened.mock.calls[0]).toMatchObject([SOURCE, { checkpointText: 'kept' }]);
    const seen = vi.fn();
    remote.engine.subscribe(seen);
    tell({ stage: 'following', trust: { setId: 5n } as never });
    await vi.waitFor(() => expect(remote.engine.status).toMatchObject({ stage: 'following', trust: { setId: 5n } }));
    expect(seen).toHaveBeenCalledTimes(1);
  });

  it('answers reads, and fails with the code and data of the engine', async () => {
    const { remote } = stage({
      readStorage: async (keys) => keys.map(() => undefined),
      submit: async () => {
        throw new LightError('light/rpc-refused', 'no', { data: { rpcCode: 1010 } });
      },
    });
    expect(await remote.engine.readStorage([KEY, KEY], '0x')).toEqual([undefined, undefined]);
    await expect(remote.engine.submit(KEY)).rejects.toMatchObject({
      code: 'light/rpc-refused',
      data: { rpcCode: 1010 },
    });
  });

  it('tells the engine when nobody waits any more', async () => {
    const aborted = vi.fn();
    const { remote } = stage({
      readBody: (_, options) =>
        new Promise((_resolve, reject) => {
          options?.signal?.addEventListener('abort', () => {
            aborted();
            reject(options.signal?.reason);
          });
        }),
    });
    const stopping = new AbortController();
    const body = remote.engine.readBody({ number: 1, hash: '0x' }, { signal: stopping.signal });
    stopping.abort(new Error('enough'));
    await expect(body).rejects.toThrow('enough');
    await vi.waitFor(() => expect(aborted).toHaveBeenCalled());
  });

  it('passes notifications on until the subscription is closed', async () => {
    let tell: (result: unknown) => void = () => undefined;
    const close = vi.fn();
    const { remote } = stage({
      subscribeRpc: async (_method, _params, listener) => {
        tell = listener;
        return { id: 'x', close };
      },
    });
    const heard = vi.fn();
    const subscription = await remote.engine.subscribeRpc('m', [], heard);
    tell(7);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledWith(7));
    subscription.close('unm');
    await vi.waitFor(() => expect(close).toHaveBeenCalledWith('unm'));
    tell(8);
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('passes errors on whose data are no JSON, and answers that cannot be cloned as errors', async () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const data: Record<string, unknown>[] = [{ setId: 3n }, circular];
    const { remote } = stage({
      submit: async () => {
        throw new LightError('light/rpc-refused', 'no', { data: data.shift()! });
      },
      request: async () => () => 'a function',
    });
    await expect(remote.engine.submit(KEY)).rejects.toMatchObject({ code: 'light/rpc-refused', data: { setId: '3' } });
    await expect(remote.engine.submit(KEY)).rejects.toMatchObject({ code: 'light/rpc-refused', data: {} });
    await expect(remote.engine.request('m', [])).rejects.toMatchObject({ code: 'light/unexpected' });
  });

  it('sends nothing to who gave up a subscription while it was being made', async () => {
    let tell: (result: unknown) => void = () => undefined;
    const made = Promise.withResolvers<{ id: string; close: () => void }>();
    const { remote, worker } = stage({
      subscribeRpc: (_method, _params, listener) => {
        tell = listener;
        return made.promise;
      },
      exportDatabase: async () => 'text',
    });
    const stopping = new AbortController();
    const subscribed = remote.engine.subscribeRpc('m', [], vi.fn(), { signal: stopping.signal });
    await remote.engine.exportDatabase();
    stopping.abort(new Error('enough'));
    await expect(subscribed).rejects.toThrow('enough');
    await remote.engine.exportDatabase();
    made.resolve({ id: 'x', close: () => undefined });
    const heard: unknown[] = [];
    const { onmessage } = worker;
    worker.onmessage = (event) => {
      heard.push(event.data.type);
      onmessage?.(event);
    };
    tell(7);
    await remote.engine.exportDatabase();
    expect(heard).not.toContain('notification');
  });

  it('has failed when its worker dies, and rejects what waits', async () => {
    const { remote, worker } = stage({ readStorage: () => new Promise(() => undefined) });
    const read = remote.engine.readStorage([KEY], '0x');
    worker.onerror?.({ message: 'out of memory' });
    await expect(read).rejects.toMatchObject({ code: 'light/worker-failed' });
    expect(remote.engine.status).toMatchObject({ stage: 'failed', failure: { code: 'light/worker-failed' } });
    expect(remote.engine.ended.aborted).toBe(true);
    expect(worker.terminate).toHaveBeenCalled();
  });

  it('ends with the engine, by the same reason', async () => {
    const { remote, ending, opened } = stage({});
    await vi.waitFor(() => expect(opened).toHaveBeenCalled());
    ending.abort(new LightError('checkpoint/too-old', 'too old'));
    await vi.waitFor(() => expect(remote.engine.ended.reason).toMatchObject({ code: 'checkpoint/too-old' }));
  });

  it('closes in good order and answers nothing afterwards', async () => {
    const { remote, worker } = stage({});
    await remote.engine.close();
    expect(worker.terminate).toHaveBeenCalled();
    await expect(remote.engine.readStorage([KEY], '0x')).rejects.toMatchObject({ code: 'light/closed' });
    expect(await remote.engine.exportDatabase()).toBeUndefined();
  });
});
