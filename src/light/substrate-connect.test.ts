import type { ScClient } from '@substrate/connect';
import { describe, expect, it } from 'vitest';
import type { PipeEvents } from './smoldot/pipe.ts';
import { substrateConnectPipe } from './substrate-connect.ts';
import { settle } from './testing/fake-clock.ts';

type Added = Awaited<ReturnType<ScClient['addChain']>>;

function world() {
  const heard: string[] = [];
  const events: PipeEvents = {
    onReady: () => heard.push('ready'),
    onMessage: (text) => heard.push(text),
    onLog: ({ text }) => heard.push(`log ${text}`),
    onCrash: ({ code }) => heard.push(code),
  };
  const adding = Promise.withResolvers<Added>();
  const calls: unknown[][] = [];
  const client = {
    addChain: (...parameters: unknown[]) => {
      calls.push(parameters);
      return adding.promise;
    },
  } as unknown as ScClient;
  let removed = 0;
  const responses = Promise.withResolvers<string>();
  const chain = {
    sendJsonRpc: (text: string) => responses.resolve(`answer to ${text}`),
    jsonRpcResponses: (async function* () {
      yield await responses.promise;
      await new Promise(() => undefined);
    })(),
    remove: () => {
      removed++;
    },
  } as unknown as Added;
  return { heard, events, adding, calls, client, chain, removed: () => removed };
}

describe('Substrate Connect as a pipe', () => {
  it('adds the chain with its database and passes texts both ways', async () => {
    const { heard, events, adding, calls, client, chain, removed } = world();
    const pipe = substrateConnectPipe(async () => client)({ specText: 'spec', databaseText: 'db' }, events);
    adding.resolve(chain);
    await settle();
    pipe.send('question');
    await settle();
    expect(calls).toEqual([['spec', { databaseContent: 'db' }]]);
    expect(heard).toEqual(['ready', 'answer to question']);
    await Promise.all([pipe.close(), pipe.close()]);
    expect(removed()).toBe(1);
  });

  it('removes a chain that was added after the pipe was closed', async () => {
    const { heard, events, adding, client, chain, removed } = world();
    const pipe = substrateConnectPipe(async () => client)({ specText: 'spec' }, events);
    await pipe.close();
    adding.resolve(chain);
    await settle();
    expect(removed()).toBe(1);
    expect(heard).toEqual([]);
  });

  it('reports an extension that refuses the chain or is not there', async () => {
    const refusing = world();
    substrateConnectPipe(async () => refusing.client)({ specText: 'spec' }, refusing.events);
    const refusal = new Error('no genesis');
    refusal.name = 'AddChainError';
    refusing.adding.reject(refusal);
    const missing = world();
    substrateConnectPipe(() => Promise.reject(new Error('no extension')))({ specText: 'spec' }, missing.events);
    await settle();
    expect(refusing.heard).toEqual(['light/bad-spec']);
    expect(missing.heard).toEqual(['light/client-crashed']);
  });
});
