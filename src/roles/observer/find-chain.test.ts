import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryStore } from '../../store/index.ts';
import { ChainSpecError, fetchSpec, findChain } from './find-chain.ts';

const CHAIN = { id: 'localnet', name: 'localnet', specUrl: '/chains/localnet.json', blockTimeMs: 1000 };
const REMEMBERED = { chainId: 'localnet', name: 'localnet', specText: '{"old":1}', genesisHash: '0xaa' };
const { signal } = new AbortController();

async function storeThatRemembers() {
  const store = createMemoryStore(undefined);
  await store.saveChain(REMEMBERED);
  return store;
}

describe('finding the chain', () => {
  it('takes the remembered chain, genesis and all, when the server offers the same specification', async () => {
    expect(await findChain(CHAIN, await storeThatRemembers(), Promise.resolve(REMEMBERED.specText))).toEqual(
      REMEMBERED,
    );
  });

  it('does not know the genesis of another specification', async () => {
    const found = await findChain(CHAIN, await storeThatRemembers(), Promise.resolve('{"new":1}'));
    expect(found).toMatchObject({ specText: '{"new":1}', genesisHash: undefined });
  });

  it('goes on with the remembered chain when nobody offers one', async () => {
    const unreachable = Promise.reject(new Error('unreachable'));
    expect(await findChain(CHAIN, await storeThatRemembers(), unreachable)).toEqual(REMEMBERED);
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
    expect(await fetchSpec(CHAIN, signal)).toBe('{ "name": "x" }');
  });

  it.each([
    ['an error status', '{}', 404],
    ['text that is no JSON', '<html>', 200],
    ['half of it', '{ "name": ', 200],
  ])('refuses %s', async (_what, body, status) => {
    answer(body, status);
    await expect(fetchSpec(CHAIN, signal)).rejects.toThrow();
  });
});
