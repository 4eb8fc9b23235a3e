import { afterEach, describe, expect, it } from 'vitest';
import { toHex, utf8 } from '../../src/chain/bytes.ts';
import { metadata, storage, storageKey } from '../../src/chain/schema/index.ts';
import { startSmoldot } from '../light-client.fixture.ts';
import { startP2pHost } from '../p2p/index.ts';
import { playResidents } from '../residents/index.ts';
import { buildRuntime, chainSpec, localnetVersion } from '../runtime/index.ts';
import { State } from '../state.ts';
import { makeHistory, startAuthor } from './author.ts';
import {
  emptyFounding,
  eventsOf,
  openTestChain,
  produceBlocks,
  SEED,
  testAuthorities,
  testCast,
  testFounding,
  testGenesis,
  VERSION,
  valueAt,
} from './chain.fixture.ts';
import { Chain } from './chain.ts';
import { FOUNDING_KEY, foundingDigest, writeFounding } from './founding.ts';
import { genesisState } from './genesis.ts';
import { openMemoryStore } from './memory-store.ts';

const { System, SubtensorModule: subtensor } = storage;
const FORKED_AT = 7_654_321;

const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

describe('a founding', () => {
  it('is written by the first block; the genesis has only the frame and its digest', async () => {
    const chain = await openTestChain();
    expect([...chain.genesis.state!.entries()]).toHaveLength([...testGenesis().entries()].length + 1);
    expect(chain.genesis.state!.get(FOUNDING_KEY)).toEqual(foundingDigest(testFounding()));
    const first = produceBlocks(chain, 1);
    for (const [key, value] of testFounding().entries()) expect(first.state!.get(key)).toEqual(value);
    expect(valueAt(first, System.BlockHash, 0)).toEqual(chain.genesis.hash);
  });

  it('is all that the first block does: hooks begin with the second', async () => {
    const chain = await openTestChain();
    const [first, second] = [produceBlocks(chain, 1), produceBlocks(chain, 1)];
    expect(eventsOf(first)).toHaveLength(1);
    expect(valueAt(first, subtensor.SubnetAlphaOutEmission, 1)).toBe(0n);
    expect(valueAt(second, subtensor.SubnetAlphaOutEmission, 1)).toBeGreaterThan(0n);
  });

  it('makes another genesis of another content or number, and the same of the same', async () => {
    const genesisOf = async (founding = testFounding()) => {
      const chain = await openTestChain(openMemoryStore(), founding);
      return toHex(chain.genesis.hash);
    };
    const other = { number: 1, entries: () => [[utf8('key'), utf8('value')] as const] };
    expect(await genesisOf()).toBe(await genesisOf());
    const hashes = [await genesisOf(), await genesisOf(testFounding(2)), await genesisOf(other)];
    expect(new Set(hashes).size).toBe(3);
  });

  it('has a digest that knows where keys and values end', () => {
    const of = (key: string, value: string) =>
      toHex(foundingDigest({ number: 1, entries: () => [[utf8(key), utf8(value)] as const] }));
    expect(of('ab', 'c')).not.toBe(of('a', 'bc'));
  });

  it('may not replace what the genesis has', () => {
    const state = new State(testGenesis());
    const founding = { number: 1, entries: () => [[storageKey(System.Number), Uint8Array.of(1, 0, 0, 0)] as const] };
    expect(() => writeFounding(state, founding)).toThrowError(expect.objectContaining({ code: 'founding/not-new' }));
  });
});

describe('a chain whose first block is not number 1', () => {
  it('has the genesis and the blocks from there, and nothing between', async () => {
    const chain = await openTestChain(openMemoryStore(), testFounding(FORKED_AT + 1));
    expect(chain.byNumber(1)).toBeUndefined();
    produceBlocks(chain, 3);
    await chain.finalizeTo(FORKED_AT + 2);
    const [first, second] = [chain.byNumber(FORKED_AT + 1)!, chain.byNumber(FORKED_AT + 2)!];
    expect(first.header.parentHash).toEqual(chain.genesis.hash);
    expect(second.header.parentHash).toEqual(first.hash);
    expect(chain.finalized).toBe(second);
    for (const number of [1, FORKED_AT, FORKED_AT + 4]) expect(chain.byNumber(number)).toBeUndefined();
    expect(chain.byNumber(0)).toBe(chain.genesis);
    expect(valueAt(second, System.Number)).toBe(FORKED_AT + 2);
    expect(valueAt(first, System.BlockHash, 0)).toEqual(chain.genesis.hash);
    expect(new State(first.state!).has(System.BlockHash, FORKED_AT)).toBe(false);
    expect(valueAt(second, System.BlockHash, FORKED_AT + 1)).toEqual(first.hash);
  });

  it('finalizes more blocks than one step takes, all at once', async () => {
    const chain = await openTestChain(openMemoryStore(), emptyFounding(FORKED_AT + 1));
    produceBlocks(chain, 300);
    await chain.finalizeTo(chain.best.number);
    expect(chain.finalized.number).toBe(FORKED_AT + 300);
    expect(chain.byNumber(FORKED_AT + 44)!.state).toBeDefined();
    expect(chain.byNumber(FORKED_AT + 43)!.state).toBeUndefined();
  });

  it('is followed by an unmodified light client, which reads proved values from it', { timeout: 60_000 }, async () => {
    const blockTimeMs = 400;
    const runtime = {
      ...VERSION,
      metadata: metadata({ slotDurationMs: blockTimeMs, version: localnetVersion(VERSION) }),
      slotDurationMs: blockTimeMs,
    };
    const code = await buildRuntime({ ...runtime, callCosts: [] });
    const chain = await Chain.open({
      store: openMemoryStore(),
      authorities: testAuthorities,
      blockTimeMs,
      version: VERSION,
      genesis: () => genesisState({ ...testAuthorities, code, specVersion: VERSION.specVersion }),
      founding: testFounding(FORKED_AT + 1),
    });
    playResidents({ chain, residents: testCast.residents, seed: SEED, version: VERSION });
    await makeHistory(chain, 40, Date.now(), blockTimeMs);
    const host = await startP2pHost({
      chain,
      host: '127.0.0.1',
      port: 0,
      seed: new Uint8Array(32).fill(5),
      log: () => undefined,
    });
    cleanUps.push(() => host.close());
    const onFailure = (error: unknown) => Promise.reject(error);
    cleanUps.push(startAuthor({ chain, blockTimeMs, nowMs: Date.now, onFailure }).stop);
    const genesisTop = chain.genesis.state!.entries();
    const spec = chainSpec({ name: 'Jump', id: 'jump', genesisTop, bootNodes: [host.multiaddr] });

    const client = await startSmoldot(spec);
    cleanUps.push(() => client.close());
    const target = chain.finalized.number + 4;
    await new Promise<void>((resolve) => {
      void client.subscribe<{ number: string }>('chain_subscribeFinalizedHeads', [], ({ number }) => {
        if (Number(number) >= target) resolve();
      });
    });
    const finalized = await client.request<string>('chain_getFinalizedHead');
    const key = toHex(storageKey(subtensor.SubnetworkN, 1));
    expect(await client.request('state_getStorage', [key, finalized])).toBe('0x0001');
  });
});
