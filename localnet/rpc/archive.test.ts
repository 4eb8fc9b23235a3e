import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/chain/bytes.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import { encode, u64 } from '../../src/chain/scale/index.ts';
import { bulkKey, bulkValue, fakeExtrinsic, NUMBER_KEY } from '../fake-chain.ts';
import type { JsonRpcClient } from '../json-rpc-client.fixture.ts';
import { servedChains } from './rpc.fixture.ts';

const { open } = servedChains();

interface Event {
  readonly event: string;
  readonly key?: string;
  readonly [field: string]: unknown;
}

/** All events of a query up to its last. */
function collect(client: JsonRpcClient, method: string, params: readonly unknown[]): Promise<Event[]> {
  return new Promise((resolve, reject) => {
    const events: Event[] = [];
    const hear = (event: Event) => {
      events.push(event);
      if (/Done$|Error$/.test(event.event)) resolve(events);
    };
    client.subscribe<Event>(method, params, hear).catch(reject);
  });
}

const refusal = (code: number) => expect.objectContaining({ code });
const NOWHERE = `0x${'11'.repeat(32)}`;
const entries = Array.from({ length: 60 }, (_, i) => [bulkKey(i), bulkValue(i)] as const);
const BULK = toHex(bulkKey(0).subarray(0, 32));

describe('archive methods', () => {
  it('find blocks by height and by hash', async () => {
    const { client, chain } = await open();
    expect(await client.request('archive_v1_finalizedHeight')).toBe(3);
    expect(await client.request('archive_v1_genesisHash')).toBe(toHex(chain.genesis.hash));
    const hash = toHex(chain.byNumber(2)!.hash);
    expect(await client.request('archive_v1_hashByHeight', [2])).toEqual([hash]);
    expect(await client.request('archive_v1_hashByHeight', [99])).toEqual([]);
    expect(await client.request('archive_v1_header', [hash])).toBe(toHex(chain.byNumber(2)!.headerBytes));
    for (const method of ['archive_v1_header', 'archive_v1_body']) {
      expect(await client.request(method, [NOWHERE])).toBeNull();
      await expect(client.request(method, [])).rejects.toEqual(refusal(-32602));
    }
  });

  it('give the body of a block', async () => {
    const { client, chain } = await open();
    await client.request('author_submitExtrinsic', [toHex(fakeExtrinsic('a'))]);
    const hash = toHex(chain.produce().hash);
    expect(await client.request('archive_v1_body', [hash])).toEqual([toHex(fakeExtrinsic('a'))]);
  });

  it('give no body where it is gone, which is not an empty one', async () => {
    const { client, chain } = await open();
    chain.pruneBody(1);
    const hash = toHex(chain.byNumber(1)!.hash);
    expect(await client.request('archive_v1_body', [hash])).toBeNull();
    expect(await client.request('archive_v1_header', [hash])).not.toBeNull();
    expect(await client.request('archive_v1_body', [toHex(chain.byNumber(2)!.hash)])).toEqual([]);
  });

  it('call the runtime, and say why not', async () => {
    const { client, chain } = await open();
    const [hash, price] = [toHex(chain.best.hash), 'SwapRuntimeApi_current_alpha_price'];
    const call = (at: string, method: string, args: string) => client.request('archive_v1_call', [at, method, args]);
    expect(await call(hash, price, '0x0000')).toEqual({ success: true, value: toHex(encode(u64, 1_000_000_000n)) });
    expect(await call(hash, price, '0x00')).toEqual({ success: false, error: expect.stringContaining('netuid') });
    expect(await call(hash, 'Nothing_at_all', '0x')).toMatchObject({ success: false });
    expect(await call(NOWHERE, price, '0x0000')).toBeNull();
    chain.prune(1);
    expect(await call(toHex(chain.byNumber(1)!.hash), price, '0x0000')).toMatchObject({ success: false });
  });
});

describe('archive storage', () => {
  it('tells values, hashes and descendants, then that it is done', async () => {
    const { client, chain } = await open({ entries });
    const key = toHex(bulkKey(4));
    const items = [
      { key, type: 'value' },
      { key, type: 'hash' },
      { key: toHex(bulkKey(999)), type: 'value' },
    ];
    const hash = toHex(chain.best.hash);
    expect(await collect(client, 'archive_v1_storage', [hash, items, null])).toEqual([
      { event: 'storage', key, value: toHex(bulkValue(4)) },
      { event: 'storage', key, hash: toHex(blake2b256(bulkValue(4))) },
      { event: 'storageDone' },
    ]);
    expect(await collect(client, 'archive_v1_storage', [hash, items, '0x01'])).toEqual([{ event: 'storageDone' }]);
  });

  it('resumes after a key', async () => {
    const { client, chain } = await open({ entries });
    const all = entries.map(([key]) => toHex(key)).sort();
    const items = [{ key: BULK, type: 'descendantsValues', paginationStartKey: all[49] }];
    const events = await collect(client, 'archive_v1_storage', [toHex(chain.best.hash), items, null]);
    expect(events.flatMap(({ key }) => key ?? [])).toEqual(all.slice(50));
  });

  it('says that a block is unknown or its state gone', async () => {
    const { client, chain, log } = await open();
    chain.prune(1);
    for (const hash of [NOWHERE, toHex(chain.byNumber(1)!.hash)]) {
      const events = await collect(client, 'archive_v1_storage', [hash, [], null]);
      expect(events).toEqual([{ event: 'storageError', error: expect.any(String) }]);
    }
    expect(log).toEqual([]);
  });
});

describe('the storage difference', () => {
  it('tells what was added, modified and deleted between two blocks', async () => {
    const { client, chain } = await open({ entries });
    const before = toHex(chain.best.hash);
    const after = chain.produce([
      [bulkKey(2), Uint8Array.of(9)],
      [bulkKey(500), Uint8Array.of(7)],
    ]);
    const diff = (hash: string, previous: string | undefined, returnType: string) =>
      collect(client, 'archive_v1_storageDiff', [hash, [{ key: BULK, returnType }], previous]);
    const byType = (events: readonly Event[]) =>
      Object.fromEntries(events.flatMap((event) => (event.key ? [[event.type, event]] : [])));

    expect(byType(await diff(toHex(after.hash), undefined, 'value'))).toEqual({
      modified: { event: 'storageDiff', key: toHex(bulkKey(2)), value: '0x09', type: 'modified' },
      added: { event: 'storageDiff', key: toHex(bulkKey(500)), value: '0x07', type: 'added' },
    });
    // The other way round what was added is deleted.
    expect(byType(await diff(before, toHex(after.hash), 'hash'))).toMatchObject({
      deleted: { key: toHex(bulkKey(500)), hash: toHex(blake2b256(Uint8Array.of(7))) },
      modified: { hash: toHex(blake2b256(bulkValue(2))) },
    });
  });

  it('without items tells everything by hash, against the parent', async () => {
    const { client, chain } = await open({ entries });
    const { hash } = chain.produce();
    expect(await collect(client, 'archive_v1_storageDiff', [toHex(hash)])).toEqual([
      { event: 'storageDiff', key: toHex(NUMBER_KEY), hash: expect.any(String), type: 'modified' },
      { event: 'storageDiffDone' },
    ]);
  });

  it('finds nothing in child tries, and refuses what is no query', async () => {
    const { client, chain } = await open();
    const hash = toHex(chain.best.hash);
    const child = [{ returnType: 'value', childTrieKey: '0x01' }];
    expect(await collect(client, 'archive_v1_storageDiff', [hash, child])).toEqual([{ event: 'storageDiffDone' }]);
    for (const items of ['x', [5], [{ returnType: 'all' }], [{ key: 1, returnType: 'value' }]]) {
      await expect(client.request('archive_v1_storageDiff', [hash, items])).rejects.toEqual(refusal(-32602));
    }
  });
});
