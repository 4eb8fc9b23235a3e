/** The new interface as a client lives it: told of blocks, asking about them, letting them go. */
import { afterEach, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/chain/bytes.ts';
import { blake2b256 } from '../../../src/chain/hash.ts';
import { encode, u32, u64 } from '../../../src/chain/scale/index.ts';
import { emptyFounding, openTestChain, produceBlocks } from '../../chain/chain.fixture.ts';
import { openMemoryStore } from '../../chain/index.ts';
import { bulkKey, bulkValue, fakeExtrinsic, NUMBER_KEY } from '../../fake-chain.ts';
import type { JsonRpcClient } from '../../json-rpc-client.fixture.ts';
import { connectWebSocket } from '../../json-rpc-client.fixture.ts';
import {
  MAX_FOLLOWS_PER_CONNECTION,
  MAX_INITIAL_FINALIZED_BLOCKS,
  MAX_OPERATIONS_PER_FOLLOW,
  MAX_PINNED_BLOCKS,
  MAX_STORAGE_ITEMS,
  STORAGE_ENTRIES_PER_BATCH,
} from '../limits.ts';
import type { ServedChain } from '../rpc.fixture.ts';
import { serveFakeChain } from '../rpc.fixture.ts';
import { Follow } from './follow.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface Event {
  readonly event: string;
  readonly operationId?: string;
  readonly [field: string]: unknown;
}
interface Followed extends ServedChain {
  readonly client: JsonRpcClient;
  readonly id: string;
  /** All events so far; asking makes sure that everything before has arrived. */
  events(): Promise<readonly Event[]>;
}

async function follow(options: Parameters<typeof serveFakeChain>[0] = {}, withRuntime = true): Promise<Followed> {
  const served = await serveFakeChain(options);
  cleanUps.push(served.close);
  const client = await connectWebSocket(served.server.url);
  cleanUps.push(() => client.close());
  const seen: Event[] = [];
  const id = await client.subscribe<Event>('chainHead_v1_follow', [withRuntime], (event) => seen.push(event));
  const events = async () => {
    // Operations answer at the end of the turn after the question's answer, so before the next question's.
    await client.request('system_name');
    return seen;
  };
  return { ...served, client, id, events };
}

const refusal = (code: number) => expect.objectContaining({ code });
const entries = Array.from({ length: 1200 }, (_, i) => [bulkKey(i), bulkValue(i)] as const);
const BULK = toHex(bulkKey(0).subarray(0, 32));

describe('following', () => {
  it('tells what is final, what is new, and what is best, in this order', async () => {
    const { chain, events } = await follow({ history: 2 });
    const hashes = [0, 1, 2].map((number) => toHex(chain.byNumber(number)!.hash));
    expect(await events()).toEqual([
      {
        event: 'initialized',
        finalizedBlockHashes: hashes,
        finalizedBlockRuntime: {
          type: 'valid',
          spec: expect.objectContaining({ specName: 'node-subtensor', specVersion: 424, apis: expect.any(Object) }),
        },
      },
      { event: 'bestBlockChanged', bestBlockHash: hashes[2] },
    ]);
  });

  it('begins with the blocks between the finalized and the best one', async () => {
    const { chain, client } = await follow({ history: 1 });
    chain.produce();
    chain.produce();
    const seen: Event[] = [];
    await client.subscribe<Event>('chainHead_v1_follow', [false], (event) => seen.push(event));
    await client.request('system_name');
    expect(seen.map(({ event }) => event)).toEqual(['initialized', 'newBlock', 'newBlock', 'bestBlockChanged']);
    // Nothing about runtimes for those who did not ask.
    expect(seen[0]).not.toHaveProperty('finalizedBlockRuntime');
    expect(seen[1]).not.toHaveProperty('newRuntime');
  });

  it('takes no notice of the numbers that a chain of another’s state has left out', async () => {
    const first = 4_000_000_000;
    const chain = await openTestChain(openMemoryStore(), emptyFounding(first));
    produceBlocks(chain, 2);
    const told: string[] = [];
    const { operations } = new Follow(
      chain,
      undefined,
      (event) => told.push((event as Event).event),
      () => undefined,
    );
    operations.stopAll();
    expect(told).toEqual(['initialized', 'newBlock', 'newBlock', 'bestBlockChanged']);
    await chain.close();
  });

  it('tells no more finalized blocks at the start than the limit', async () => {
    const { events, chain } = await follow({ history: MAX_INITIAL_FINALIZED_BLOCKS + 5 });
    const [{ finalizedBlockHashes }] = (await events()) as [{ finalizedBlockHashes: string[] } & Event];
    expect(finalizedBlockHashes).toHaveLength(MAX_INITIAL_FINALIZED_BLOCKS);
    expect(finalizedBlockHashes.at(-1)).toBe(toHex(chain.finalized.hash));
  });

  it('goes on with every block until told to stop', async () => {
    const { chain, client, id, events } = await follow();
    const [a, b] = [chain.produce(), chain.produce()].map(({ hash }) => toHex(hash));
    chain.finalize(chain.best);
    const told = (await events()).slice(2);
    expect(told).toEqual([
      { event: 'newBlock', blockHash: a, parentBlockHash: toHex(chain.byNumber(3)!.hash), newRuntime: null },
      { event: 'bestBlockChanged', bestBlockHash: a },
      { event: 'newBlock', blockHash: b, parentBlockHash: a, newRuntime: null },
      { event: 'bestBlockChanged', bestBlockHash: b },
      { event: 'finalized', finalizedBlockHashes: [a, b], prunedBlockHashes: [] },
    ]);
    expect(await client.request('chainHead_v1_unfollow', [id])).toBeNull();
    expect(await client.request('chainHead_v1_unfollow', [id])).toBeNull();
    const before = (await events()).length;
    chain.produce();
    expect(await events()).toHaveLength(before);
  });

  it('stops who keeps too many blocks, and lets go of them', async () => {
    const { chain, client, id, events } = await follow({ history: 0 });
    for (let i = 0; i < MAX_PINNED_BLOCKS; i++) chain.produce();
    const seen = await events();
    expect(seen.at(-1)).toEqual({ event: 'stop' });
    expect(await client.request('chainHead_v1_header', [id, toHex(chain.best.hash)])).toBeNull();
    chain.produce();
    expect((await events()).at(-1)).toEqual({ event: 'stop' });
    await client.request('chainHead_v1_follow', [false]);
  });

  it('lasts for ever if blocks are unpinned', async () => {
    const { chain, client, id, events } = await follow({ history: 0 });
    for (let i = 0; i < MAX_PINNED_BLOCKS + 10; i++) {
      const { hash } = chain.produce();
      await client.request('chainHead_v1_unpin', [id, toHex(hash)]);
    }
    expect((await events()).some(({ event }) => event === 'stop')).toBe(false);
  });

  it('can be done a few times per connection', async () => {
    const { client, id } = await follow();
    for (let i = 1; i < MAX_FOLLOWS_PER_CONNECTION; i++) await client.request('chainHead_v1_follow', [false]);
    await expect(client.request('chainHead_v1_follow', [false])).rejects.toEqual(refusal(-32800));
    await client.request('chainHead_v1_unfollow', [id]);
    await client.request('chainHead_v1_follow', [false]);
  });

  it('is of one connection: others find nothing under its name', async () => {
    const { client, server, id, chain } = await follow();
    const other = await connectWebSocket(server.url);
    cleanUps.push(() => other.close());
    const best = toHex(chain.best.hash);
    expect(await other.request('chainHead_v1_header', [id, best])).toBeNull();
    expect(await other.request('chainHead_v1_body', [id, best])).toEqual({ result: 'limitReached' });
    await other.request('chainHead_v1_unfollow', [id]);
    expect(await client.request('chainHead_v1_header', [id, best])).toBe(toHex(chain.best.headerBytes));
  });
});

describe('pinned blocks', () => {
  it('have headers that hash to their name, until they are unpinned', async () => {
    const { client, id, chain } = await follow();
    const hash = toHex(chain.best.hash);
    const header = await client.request<string>('chainHead_v1_header', [id, hash]);
    expect(toHex(blake2b256(fromHex(header)))).toBe(hash);
    expect(await client.request('chainHead_v1_unpin', [id, [hash]])).toBeNull();
    for (const method of ['chainHead_v1_header', 'chainHead_v1_body']) {
      await expect(client.request(method, [id, hash])).rejects.toEqual(refusal(-32801));
    }
    await expect(client.request('chainHead_v1_unpin', [id, hash])).rejects.toEqual(refusal(-32801));
  });

  it('are unpinned all or none', async () => {
    const { client, id, chain } = await follow();
    const [known, twice] = [toHex(chain.best.hash), toHex(chain.genesis.hash)];
    const nowhere = `0x${'11'.repeat(32)}`;
    await expect(client.request('chainHead_v1_unpin', [id, [known, nowhere]])).rejects.toEqual(refusal(-32801));
    await expect(client.request('chainHead_v1_unpin', [id, [twice, twice]])).rejects.toEqual(refusal(-32804));
    expect(await client.request('chainHead_v1_header', [id, known])).not.toBeNull();
  });

  it('keep their state when the chain has let it go', async () => {
    const { client, id, chain, events } = await follow();
    const hash = toHex(chain.byNumber(1)!.hash);
    chain.prune(1);
    await client.request('chainHead_v1_storage', [id, hash, [{ key: toHex(NUMBER_KEY), type: 'value' }], null]);
    expect((await events()).at(-2)).toMatchObject({ items: [{ value: toHex(encode(u32, 1)) }] });
  });
});

describe('operations', () => {
  it('give a body and the answer of a call after the answer that names them', async () => {
    const { client, id, chain, events } = await follow();
    await client.request('author_submitExtrinsic', [toHex(fakeExtrinsic('hello'))]);
    const hash = toHex(chain.produce().hash);
    const body = await client.request('chainHead_v1_body', [id, hash]);
    expect(body).toEqual({ result: 'started', operationId: expect.any(String) });
    const { operationId } = body as Event;
    expect((await events()).at(-1)).toEqual({
      event: 'operationBodyDone',
      operationId,
      value: [toHex(fakeExtrinsic('hello'))],
    });
    await client.request('chainHead_v1_call', [id, hash, 'AuraApi_slot_duration', '0x']);
    expect((await events()).at(-1)).toMatchObject({ event: 'operationCallDone', output: toHex(encode(u64, 300n)) });
    // Answered by the node itself, not by the blob.
    await client.request('chainHead_v1_call', [id, hash, 'SwapRuntimeApi_current_alpha_price', '0x0000']);
    expect((await events()).at(-1)).toMatchObject({ output: toHex(encode(u64, 1_000_000_000n)) });
  });

  it('tell what went wrong in a call', async () => {
    const { client, id, chain, events, log } = await follow();
    const hash = toHex(chain.best.hash);
    for (const [method, args] of [
      ['Core_execute_block', '0x'],
      ['SwapRuntimeApi_current_alpha_price', '0x00'],
    ]) {
      await client.request('chainHead_v1_call', [id, hash, method, args]);
      expect((await events()).at(-1)).toMatchObject({ event: 'operationError', error: expect.any(String) });
    }
    expect(log).toEqual([]);
  });

  it('make no calls for followers that do not want to know the runtime', async () => {
    const { client, id, chain } = await follow({}, false);
    const call = client.request('chainHead_v1_call', [id, toHex(chain.best.hash), 'AuraApi_slot_duration', '0x']);
    await expect(call).rejects.toEqual(refusal(-32802));
  });

  it('find values, hashes and merkle values of keys, and nothing for keys that are not there', async () => {
    const { client, id, chain, events } = await follow({ entries });
    const hash = toHex(chain.best.hash);
    const [key, none] = [toHex(bulkKey(3)), toHex(bulkKey(99_999))];
    const items = [
      { key, type: 'value' },
      { key, type: 'hash' },
      { key: none, type: 'value' },
      { key: none, type: 'closestDescendantMerkleValue' },
      { key: '0x', type: 'closestDescendantMerkleValue' },
    ];
    const answer = await client.request('chainHead_v1_storage', [id, hash, items, null]);
    expect(answer).toEqual({ result: 'started', operationId: expect.any(String), discardedItems: 0 });
    expect((await events()).slice(-2)).toMatchObject([
      {
        event: 'operationStorageItems',
        items: [
          { key, value: toHex(bulkValue(3)) },
          { key, hash: toHex(blake2b256(bulkValue(3))) },
          // The root's.
          { key: '0x', closestDescendantMerkleValue: toHex(chain.best.header.stateRoot) },
        ],
      },
      { event: 'operationStorageDone' },
    ]);
    // There are no child tries.
    await client.request('chainHead_v1_storage', [id, hash, items, '0x01']);
    expect((await events()).at(-1)).toMatchObject({ event: 'operationStorageDone' });
  });

  it('know by one merkle value whether anything below a key has changed', async () => {
    const { client, id, chain, events } = await follow({ entries });
    const merkleValue = async (hash: Uint8Array) => {
      const items = [{ key: BULK, type: 'closestDescendantMerkleValue' }];
      await client.request('chainHead_v1_storage', [id, toHex(hash), items, null]);
      return ((await events()).at(-2) as unknown as { items: { closestDescendantMerkleValue: string }[] }).items[0]!;
    };
    const before = await merkleValue(chain.best.hash);
    expect(await merkleValue(chain.produce().hash)).toEqual(before);
    expect(await merkleValue(chain.produce([[bulkKey(5), Uint8Array.of(1)]]).hash)).not.toEqual(before);
  });

  it('wait for the client between batches of descendants', async () => {
    const { client, id, chain, events } = await follow({ entries });
    const start = () =>
      client.request<Event>('chainHead_v1_storage', [
        id,
        toHex(chain.best.hash),
        [{ key: BULK, type: 'descendantsHashes' }],
        null,
      ]);
    const { operationId } = await start();
    const own = async () => (await events()).filter((event) => event.operationId === operationId);
    expect((await own()).map(({ event }) => event)).toEqual(['operationStorageItems', 'operationWaitingForContinue']);
    chain.produce();
    expect(await own()).toHaveLength(2);
    await client.request('chainHead_v1_continue', [id, operationId]);
    await own();
    await client.request('chainHead_v1_continue', [id, operationId]);
    const items = (await own()).flatMap((event) => (event.items as { key: string }[] | undefined) ?? []);
    expect((await own()).at(-1)!.event).toBe('operationStorageDone');
    expect(items.map(({ key }) => key)).toEqual(entries.map(([key]) => toHex(key)).sort());
    expect(items.length).toBeGreaterThan(2 * STORAGE_ENTRIES_PER_BATCH);
    // There is nothing to go on with any more.
    const over = client.request('chainHead_v1_continue', [id, operationId]);
    await expect(over).rejects.toEqual(refusal(-32803));
  });

  it('are forgotten when stopped, and make room for others', async () => {
    const { client, id, chain } = await follow({ entries });
    const items = [{ key: BULK, type: 'descendantsValues' }];
    const start = () => client.request<Event>('chainHead_v1_storage', [id, toHex(chain.best.hash), items, null]);
    const started: Event[] = [];
    for (let i = 0; i < MAX_OPERATIONS_PER_FOLLOW; i++) started.push(await start());
    expect(await start()).toEqual({ result: 'limitReached' });
    await client.request('chainHead_v1_stopOperation', [id, started[0]!.operationId]);
    expect(await start()).toMatchObject({ result: 'started' });
    const continued = client.request('chainHead_v1_continue', [id, started[0]!.operationId]);
    await expect(continued).rejects.toEqual(refusal(-32803));
  });

  it('discard what is more than one of them takes', async () => {
    const { client, id, chain } = await follow();
    const items = Array.from({ length: MAX_STORAGE_ITEMS + 7 }, () => ({ key: '0x00', type: 'value' }));
    const answer = await client.request('chainHead_v1_storage', [id, toHex(chain.best.hash), items, null]);
    expect(answer).toMatchObject({ result: 'started', discardedItems: 7 });
  });

  it.each([
    ['chainHead_v1_follow', []],
    ['chainHead_v1_follow', ['yes']],
    ['chainHead_v1_header', [7, '0x']],
    ['chainHead_v1_storage', ['ID', 'HASH', 'all', null]],
    ['chainHead_v1_storage', ['ID', 'HASH', [null], null]],
    ['chainHead_v1_storage', ['ID', 'HASH', [{ key: '0x00', type: 'everything' }], null]],
    ['chainHead_v1_storage', ['ID', 'HASH', [{ key: 'zz', type: 'value' }], null]],
    ['chainHead_v1_storage', ['ID', 'HASH', [{ key: `0x${'00'.repeat(2000)}`, type: 'value' }], null]],
    ['chainHead_v1_header', ['ID']],
    ['chainHead_v1_unpin', ['ID', ['0x00', 5]]],
    ['chainHead_v1_call', ['ID', 'HASH', 5, '0x']],
    ['chainHead_v1_continue', ['ID']],
  ])('refuses %s with parameters %j', async (method, params) => {
    const { client, id, chain, log } = await follow();
    const real = params.map((value) => (value === 'ID' ? id : value === 'HASH' ? toHex(chain.best.hash) : value));
    await expect(client.request(method, real)).rejects.toEqual(refusal(-32602));
    expect(log).toEqual([]);
  });

  it('end with the connection, in the middle of whatever they do', async () => {
    const { client, id, chain, server, log } = await follow({ entries });
    const other = await connectWebSocket(server.url);
    const followed = await other.request('chainHead_v1_follow', [true]);
    const items = [{ key: BULK, type: 'descendantsValues' }];
    await other.request('chainHead_v1_storage', [followed, toHex(chain.best.hash), items, null]);
    await other.close();
    chain.produce();
    expect(await client.request('chainHead_v1_header', [id, toHex(chain.best.hash)])).not.toBeNull();
    expect(log).toEqual([]);
  });
});
