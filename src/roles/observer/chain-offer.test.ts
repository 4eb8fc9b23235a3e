import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryStore } from '../../store/index.ts';
import { ChainSpecError, decodeNetwork, fetchOffer, findChain } from './chain-offer.ts';
import type { ChainEntry } from './types.ts';

const NETWORK = { servers: ['ws://127.0.0.1:9944'], genesisSetId: 0, justificationPeriod: 512 };
const CHAIN: ChainEntry = {
  id: 'localnet',
  name: 'localnet',
  specUrl: '/chains/localnet.json',
  serversUrl: undefined,
  checkpointUrl: undefined,
  genesisHash: undefined,
  blockTimeMs: 1000,
  engines: [],
  ...NETWORK,
};
const REMEMBERED = { chainId: 'localnet', name: 'localnet', specText: '{"old":1}', genesisHash: '0xaa', ...NETWORK };
const offered = (specText: string | undefined, servers = NETWORK.servers) =>
  Promise.resolve({ ...NETWORK, specText, servers });
const { signal } = new AbortController();

async function storeThatRemembers() {
  const store = createMemoryStore(undefined);
  await store.saveChain(REMEMBERED);
  return store;
}

describe('finding the chain', () => {
  it('takes the remembered chain, genesis and all, when the server offers the same specification', async () => {
    expect(await findChain(CHAIN, await storeThatRemembers(), offered(REMEMBERED.specText))).toEqual(REMEMBERED);
  });

  it('does not know the genesis of another specification', async () => {
    const found = await findChain(CHAIN, await storeThatRemembers(), offered('{"new":1}'));
    expect(found).toMatchObject({ specText: '{"new":1}', genesisHash: undefined });
  });

  it('goes on with the remembered chain when nobody offers one', async () => {
    const unreachable = Promise.reject(new Error('unreachable'));
    expect(await findChain(CHAIN, await storeThatRemembers(), unreachable)).toEqual(REMEMBERED);
  });

  it('takes the servers that are offered now, and keeps the genesis', async () => {
    const found = await findChain(CHAIN, await storeThatRemembers(), offered(REMEMBERED.specText, ['ws://moved']));
    expect(found).toMatchObject({ genesisHash: '0xaa', servers: ['ws://moved'] });
  });

  it('knows a pinned genesis without a specification', async () => {
    const pinned = { ...CHAIN, specUrl: undefined, genesisHash: '0xbb' };
    const found = await findChain(pinned, createMemoryStore(undefined), offered(undefined));
    expect(found).toMatchObject({ specText: undefined, genesisHash: '0xbb' });
  });

  it('says so when none is offered and none is remembered', async () => {
    const finding = findChain(CHAIN, createMemoryStore(undefined), Promise.reject(new Error('unreachable')));
    await expect(finding).rejects.toMatchObject({ code: 'chain/spec-unavailable' });
    await expect(finding).rejects.toBeInstanceOf(ChainSpecError);
  });
});

describe('fetching a specification', () => {
  afterEach(() => vi.unstubAllGlobals());
  const answer = (body: string, status = 200) => vi.stubGlobal('fetch', async () => new Response(body, { status }));

  it('hands over JSON as it came', async () => {
    answer('{ "name": "x" }');
    expect(await fetchOffer(CHAIN, signal)).toEqual({ ...NETWORK, specText: '{ "name": "x" }' });
  });

  it.each([
    ['an error status', '{}', 404],
    ['text that is no JSON', '<html>', 200],
    ['half of it', '{ "name": ', 200],
  ])('refuses %s', async (_what, body, status) => {
    answer(body, status);
    await expect(fetchOffer(CHAIN, signal)).rejects.toThrow();
  });
});

describe('what the network of this machine says of itself', () => {
  it.each([
    ['nothing', undefined],
    ['a list', []],
    ['addresses that are none', { ...NETWORK, servers: ['http://x'] }],
    ['too many addresses', { ...NETWORK, servers: Array(33).fill('ws://x') }],
    ['no period', { ...NETWORK, justificationPeriod: 0 }],
    ['half a set', { ...NETWORK, genesisSetId: 0.5 }],
  ])('is not believed if it is %s', (_what, json) => {
    expect(decodeNetwork(json)).toBeUndefined();
  });

  it('is taken as it stands if it is well-formed', () => {
    expect(decodeNetwork({ ...NETWORK, more: 1 })).toEqual(NETWORK);
  });
});
