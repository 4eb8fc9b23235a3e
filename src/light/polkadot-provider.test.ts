import { describe, expect, it } from 'vitest';
import { EngineProvider } from './polkadot-provider.ts';
import { settle } from './testing/fake-clock.ts';
import type { ChainEngine } from './types.ts';

function world() {
  const ending = new AbortController();
  const requests: unknown[][] = [];
  const closed: unknown[][] = [];
  let notify: (result: unknown) => void = () => undefined;
  let subscriptions = 0;
  const engine = {
    ended: ending.signal,
    request: async (method: string, params: readonly unknown[]) => {
      requests.push([method, params]);
      return `answer to ${method}`;
    },
    subscribeRpc: async (method: string, params: readonly unknown[], listener: (result: unknown) => void) => {
      requests.push([method, params]);
      notify = listener;
      const id = `sub-${++subscriptions}`;
      return { id, close: (unsubscribe: string) => closed.push([id, unsubscribe]) };
    },
  } as unknown as ChainEngine;
  return {
    provider: new EngineProvider(engine),
    requests,
    closed,
    ending,
    notify: (result: unknown) => notify(result),
  };
}

describe('polkadot-js’ provider over an engine', () => {
  it('passes requests on', async () => {
    const { provider, requests } = world();
    await expect(provider.send('chain_getBlock', ['0x'])).resolves.toBe('answer to chain_getBlock');
    expect(requests).toEqual([['chain_getBlock', ['0x']]]);
  });

  it('says that it is connected, but not before the listener is in place', async () => {
    const { provider } = world();
    let connected = 0;
    provider.on('connected', () => connected++);
    expect(connected).toBe(0);
    await settle();
    expect(connected).toBe(1);
  });

  it('tells subscriptions apart to which two servers gave the same id', async () => {
    const closed: string[] = [];
    const opened = ['one', 'other'].map((server) => ({ id: 'same', close: () => closed.push(server) }));
    const engine = { ended: new AbortController().signal, subscribeRpc: async () => opened.shift() };
    const provider = new EngineProvider(engine as unknown as ChainEngine);
    const subscribe = () => provider.subscribe('chain_newHead', 'chain_subscribeNewHeads', [], () => undefined);
    const [first, second] = [await subscribe(), await subscribe()];
    await provider.unsubscribe('chain_newHead', 'chain_unsubscribeNewHeads', first);
    expect(closed).toEqual(['one']);
    await provider.unsubscribe('chain_newHead', 'chain_unsubscribeNewHeads', second);
    expect(closed).toEqual(['one', 'other']);
  });

  it('passes notifications on until unsubscribed', async () => {
    const { provider, closed, notify } = world();
    const heard: unknown[] = [];
    const id = await provider.subscribe('chain_newHead', 'chain_subscribeNewHeads', [], (_, result) =>
      heard.push(result),
    );
    notify({ number: 1 });
    expect(heard).toEqual([{ number: 1 }]);
    await expect(provider.unsubscribe('chain_newHead', 'chain_unsubscribeNewHeads', id)).resolves.toBe(true);
    await expect(provider.unsubscribe('chain_newHead', 'chain_unsubscribeNewHeads', id)).resolves.toBe(false);
    expect(closed).toEqual([['sub-1', 'chain_unsubscribeNewHeads']]);
  });

  it('ends every subscription by its own method when disconnected, and leaves the engine alone', async () => {
    const { provider, closed, ending } = world();
    await provider.subscribe('x', 'chain_subscribeNewHeads', [], () => undefined);
    await provider.subscribe('x', 'author_submitAndWatchExtrinsic', [], () => undefined);
    await provider.disconnect();
    expect(closed).toEqual([
      ['sub-1', 'chain_unsubscribeNewHeads'],
      ['sub-2', 'author_unwatchExtrinsic'],
    ]);
    expect(ending.signal.aborted).toBe(false);
  });

  it('is disconnected when the engine ends', () => {
    const { provider, ending } = world();
    let told = 0;
    const stop = provider.on('disconnected', () => told++);
    provider.on('disconnected', () => told++);
    stop();
    ending.abort(new Error('closed'));
    expect(told).toBe(1);
    expect(provider.isConnected).toBe(false);
  });
});
