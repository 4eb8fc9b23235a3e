import type { Socket } from 'node:net';
import { connect as connectTcp } from 'node:net';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { fromHex, toHex } from '../../src/chain/bytes.ts';
import { authorityList, verifyJustification } from '../../src/chain/grandpa.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import { decode, encode, u32, vec } from '../../src/chain/scale/index.ts';
import { toSs58 } from '../../src/chain/ss58.ts';
import { verifyProof } from '../../src/chain/trie/index.ts';
import { bulkKey, bulkValue, fakeExtrinsic, NUMBER_KEY } from '../fake-chain.ts';
import { connectWebSocket } from '../json-rpc-client.fixture.ts';
import { CODE_KEY, GRANDPA_AUTHORITIES_KEY } from '../runtime/index.ts';
import type { Block, PoolRefusal } from '../types.ts';
import {
  CLOSE_DEADLINE_MS,
  MAX_CONNECTIONS,
  MAX_LISTED_KEYS,
  MAX_REQUEST_BYTES,
  MAX_SOCKETS,
  MAX_SUBSCRIPTIONS_PER_CONNECTION,
} from './limits.ts';
import { servedChains, serveFakeChain } from './rpc.fixture.ts';

const { open, later } = servedChains();

/** A WebSocket that the test speaks by itself, byte by byte. */
async function upgradedSocket(url: string): Promise<Socket> {
  const socket = connectTcp(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(
    'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n',
  );
  await new Promise((resolve) => socket.once('data', resolve));
  return socket;
}

const refusal = (code: number) => expect.objectContaining({ code });
const NOWHERE = `0x${'11'.repeat(32)}`;

interface JsonHeader {
  readonly number: string;
  readonly stateRoot: string;
}

describe('system methods', () => {
  it('say what node and chain this is', async () => {
    const { client } = await open();
    expect(await client.request('system_chain')).toBe('Fake');
    expect(await client.request('system_chainType')).toBe('Local');
    expect(await client.request('system_properties')).toEqual({ ss58Format: 42, tokenDecimals: 9, tokenSymbol: 'TAO' });
    expect(await client.request('system_health')).toEqual({ peers: 2, isSyncing: false, shouldHavePeers: false });
    expect(await client.request('system_localPeerId')).toBe('12D3KooW');
    expect(await client.request('system_localListenAddresses')).toEqual(['/ip4/127.0.0.1/tcp/1/ws']);
    const { methods } = await client.request<{ methods: string[] }>('rpc_methods');
    expect(methods).toContain('state_getReadProof');
    expect(methods).toContain('rpc_methods');
    for (const name of ['system_name', 'system_version']) expect(typeof (await client.request(name))).toBe('string');
  });

  it('give the next nonce of an account, and refuse what is no account', async () => {
    const { client } = await open();
    expect(await client.request('system_accountNextIndex', [toSs58(new Uint8Array(32).fill(3))])).toBe(0);
    await expect(client.request('system_accountNextIndex', ['5Grw'])).rejects.toEqual(refusal(-32602));
  });
});

describe('chain methods', () => {
  it('find blocks by number and by hash', async () => {
    const { client, chain } = await open();
    const block = chain.byNumber(2)!;
    const hash = toHex(block.hash);
    expect(await client.request('chain_getBlockHash', [2])).toBe(hash);
    expect(await client.request('chain_getBlockHash', ['0x2'])).toBe(hash);
    expect(await client.request('chain_getBlockHash', [[0, 2, 99]])).toEqual([toHex(chain.genesis.hash), hash, null]);
    expect(await client.request('chain_getBlockHash')).toBe(toHex(chain.best.hash));
    expect(await client.request('chain_getFinalizedHead')).toBe(toHex(chain.finalized.hash));
    const header = await client.request<JsonHeader>('chain_getHeader', [hash]);
    expect(header).toMatchObject({ number: '0x2', stateRoot: toHex(block.header.stateRoot) });
    expect(await client.request('chain_getHeader', [NOWHERE])).toBeNull();
    expect(await client.request('chain_getBlock', [NOWHERE])).toBeNull();
    await expect(client.request('chain_getHeader', ['0x12'])).rejects.toEqual(refusal(-32602));
    await expect(client.request('chain_getBlockHash', [-1])).rejects.toEqual(refusal(-32602));
  });

  it('say that the extrinsics of a block are gone, and still have its header', async () => {
    const { client, chain } = await open();
    chain.pruneBody(1);
    const hash = toHex(chain.byNumber(1)!.hash);
    await expect(client.request('chain_getBlock', [hash])).rejects.toMatchObject({
      code: 4003,
      message: expect.stringContaining('discarded'),
    });
    expect(await client.request('chain_getHeader', [hash])).toMatchObject({ number: '0x1' });
  });

  it('give the justification of a finalized block that verifies', async () => {
    const { client, chain } = await open();
    type Signed = { justifications: [[number[], number[]]] | null };
    const { justifications } = await client.request<Signed>('chain_getBlock', [toHex(chain.finalized.hash)]);
    const [engine, proof] = justifications![0];
    expect(String.fromCharCode(...engine)).toBe('FRNK');
    const authorities = decode(authorityList, chain.best.state!.get(GRANDPA_AUTHORITIES_KEY)!);
    const { target } = verifyJustification(Uint8Array.from(proof), { setId: 0n, authorities });
    expect(target.number).toBe(chain.finalized.number);
    expect(
      (await client.request<Signed>('chain_getBlock', [toHex(chain.byNumber(1)!.hash)])).justifications,
    ).toBeNull();
  });

  it('tell new heads and every finalized head, until told to stop', async () => {
    const { client, chain } = await open();
    const best: number[] = [];
    const final: number[] = [];
    const id = await client.subscribe<JsonHeader>('chain_subscribeNewHeads', [], (head) =>
      best.push(Number(head.number)),
    );
    await client.subscribe<JsonHeader>('chain_subscribeFinalizedHeads', [], (head) => final.push(Number(head.number)));
    chain.produce();
    chain.produce();
    chain.finalize(chain.best);
    await client.request('system_name');
    expect(best).toEqual([3, 4, 5]);
    expect(final).toEqual([3, 4, 5]);

    expect(await client.request('chain_unsubscribeFinalizedHeads', [id])).toBe(false);
    expect(await client.request('chain_unsubscribeNewHeads', [id])).toBe(true);
    expect(await client.request('chain_unsubscribeNewHeads', [id])).toBe(false);
    chain.produce();
    await client.request('system_name');
    expect(best).toEqual([3, 4, 5]);
  });
});

describe('state methods', () => {
  const entries = Array.from({ length: 30 }, (_, i) => [bulkKey(i), bulkValue(i)] as const);

  it('read values, their hashes and sizes, and null where there is none', async () => {
    const { client } = await open({ entries });
    const key = toHex(bulkKey(3));
    expect(await client.request('state_getStorage', [key])).toBe(toHex(bulkValue(3)));
    expect(await client.request('state_getStorageHash', [key])).toBe(toHex(blake2b256(bulkValue(3))));
    expect(await client.request('state_getStorageSize', [key])).toBe(bulkValue(3).length);
    for (const method of ['state_getStorage', 'state_getStorageHash', 'state_getStorageSize']) {
      expect(await client.request(method, [toHex(bulkKey(99))])).toBeNull();
    }
  });

  it('read many keys at the block that is asked for', async () => {
    const { client, chain } = await open({ entries });
    const at = toHex(chain.byNumber(1)!.hash);
    const keys = [NUMBER_KEY, bulkKey(0), bulkKey(99)].map(toHex);
    expect(await client.request('state_queryStorageAt', [keys, at])).toEqual([
      {
        block: at,
        changes: [
          [keys[0], '0x01000000'],
          [keys[1], toHex(bulkValue(0))],
          [keys[2], null],
        ],
      },
    ]);
  });

  it('page through keys in order', async () => {
    const { client } = await open({ entries });
    const prefix = toHex(bulkKey(0).subarray(0, 32));
    const all = entries.map(([key]) => toHex(key)).sort();
    const pages: string[] = [];
    for (let start: string | null = null; ; start = pages.at(-1)!) {
      const page: string[] = await client.request('state_getKeysPaged', [prefix, 7, start]);
      pages.push(...page);
      if (page.length < 7) break;
    }
    expect(pages).toEqual(all);
    expect(await client.request('state_getKeys', [prefix])).toEqual(all);
    await expect(client.request('state_getKeysPaged', [prefix, 1001, null])).rejects.toEqual(refusal(-32602));
  });

  it('prove what they read', async () => {
    const { client, chain } = await open({ entries });
    const keys = [bulkKey(1), bulkKey(2), bulkKey(99)];
    const { at, proof } = await client.request<{ at: string; proof: string[] }>('state_getReadProof', [
      keys.map(toHex),
    ]);
    const verified = verifyProof(chain.byHash(fromHex(at))!.header.stateRoot, proof.map(fromHex));
    expect(keys.map((key) => verified.get(key))).toEqual([bulkValue(1), bulkValue(2), undefined]);
  });

  it('serve a proof that does not verify when told to lie', async () => {
    const { client, chain } = await open({ entries, lies: { proof: true, signature: false } });
    const { proof } = await client.request<{ proof: string[] }>('state_getReadProof', [[toHex(bulkKey(1))]]);
    const verify = () => verifyProof(chain.best.header.stateRoot, proof.map(fromHex)).get(bulkKey(1));
    expect(verify).toThrow();
  });

  it('say that a block is unknown or its state gone', async () => {
    const { client, chain } = await open();
    chain.prune(1);
    for (const hash of [NOWHERE, toHex(chain.byNumber(1)!.hash)]) {
      await expect(client.request('state_getStorage', [toHex(NUMBER_KEY), hash])).rejects.toEqual(refusal(4003));
    }
    const gone = client.request('state_getStorage', [toHex(NUMBER_KEY), toHex(chain.byNumber(1)!.hash)]);
    await expect(gone).rejects.toThrow('State already discarded');
  });

  it('call the runtime, and refuse calls that it does not have', async () => {
    const { client } = await open();
    expect(await client.request('state_call', ['AuraApi_slot_duration', '0x'])).toBe('0x2c01000000000000');
    expect(await client.request('state_call', ['Metadata_metadata_versions', '0x'])).toBe(
      toHex(encode(vec(u32), [14])),
    );
    await expect(client.request('state_call', ['Core_execute_block', '0x'])).rejects.toEqual(refusal(4003));
    await expect(client.request('state_call', ['memory', '0x'])).rejects.toEqual(refusal(4003));
    await expect(client.request('state_call', ['AuraApi_slot_duration', 'x'])).rejects.toEqual(refusal(-32602));
  });

  it('tell what changes under subscribed keys, and nothing else', async () => {
    const { client, chain } = await open({ entries });
    type Changes = { block: string; changes: [string, string | null][] };
    const seen: Changes['changes'][] = [];
    const keys = [bulkKey(0), bulkKey(99)].map(toHex);
    await client.subscribe<Changes>('state_subscribeStorage', [keys], ({ changes }) => seen.push(changes));
    chain.produce();
    chain.produce([[bulkKey(99), Uint8Array.of(1)]]);
    await client.request('system_name');
    expect(seen).toEqual([
      [
        [keys[0], toHex(bulkValue(0))],
        [keys[1], null],
      ],
      [[keys[1], '0x01']],
    ]);
  });

  it('tell the runtime version', async () => {
    const { client } = await open();
    const versions: unknown[] = [];
    await client.subscribe('state_subscribeRuntimeVersion', [], (version) => versions.push(version));
    const version = await client.request<{ specName: string; apis: [string, number][] }>('state_getRuntimeVersion');
    expect(versions).toEqual([version]);
    expect(version).toMatchObject({ specName: 'node-subtensor', specVersion: 424, transactionVersion: 1 });
  });
});

describe('author methods', () => {
  it('tell the life of a transaction', async () => {
    const { client, chain } = await open();
    const statuses: unknown[] = [];
    const extrinsic = toHex(fakeExtrinsic('watched'));
    await client.subscribe('author_submitAndWatchExtrinsic', [extrinsic], (status) => statuses.push(status));
    expect(await client.request('author_pendingExtrinsics')).toEqual([extrinsic]);
    const block: Block = chain.produce();
    chain.finalize(block);
    await client.request('system_name');
    expect(statuses).toEqual(['ready', { inBlock: toHex(block.hash) }, { finalized: toHex(block.hash) }]);
    expect(await client.request('chain_getBlock', [toHex(block.hash)])).toMatchObject({
      block: { extrinsics: [extrinsic] },
    });
  });

  it('are done with a transaction that is final: it holds no subscription any more', async () => {
    const { client, chain } = await open();
    for (let i = 0; i <= MAX_SUBSCRIPTIONS_PER_CONNECTION; i++) {
      await client.request('author_submitAndWatchExtrinsic', [toHex(fakeExtrinsic(`${i}`))]);
      if (i % 256 === 0) chain.finalize(chain.produce());
    }
    await client.request('chain_subscribeNewHeads');
  });

  it.each<[PoolRefusal, number, string]>([
    [{ ok: false, code: 'pool/bad-proof', message: 'Transaction has a bad signature' }, 1010, 'bad signature'],
    [{ ok: false, code: 'pool/custom', message: 'custom', custom: 6 }, 1010, 'Custom error: 6'],
    [{ ok: false, code: 'pool/undecodable', message: 'no' }, 1001, 'invalid format'],
    [{ ok: false, code: 'pool/full', message: 'full' }, 1016, 'Immediately Dropped'],
  ])('pass on the refusal %o', async (refused, code, words) => {
    const { client } = await open({ refuse: () => refused });
    for (const method of ['author_submitExtrinsic', 'author_submitAndWatchExtrinsic']) {
      const error = await client.request(method, ['0x00']).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
    }
  });
});

describe('payment methods', () => {
  it('quote the fee of the state machine, in Substrate words and to a runtime call', async () => {
    const { client, chain } = await open();
    const extrinsic = fakeExtrinsic('a'.repeat(90));
    const { partialFeeRao } = chain.queryInfo(extrinsic);
    expect(await client.request('payment_queryInfo', [toHex(extrinsic)])).toEqual({
      weight: { ref_time: 1000, proof_size: 10 },
      class: 'normal',
      partialFee: partialFeeRao.toString(),
    });
    const args = `${toHex(extrinsic)}${toHex(encode(u32, extrinsic.length)).slice(2)}`;
    const answer = fromHex(await client.request('state_call', ['TransactionPaymentApi_query_info', args]));
    expect(new DataView(answer.buffer).getBigUint64(answer.length - 8, true)).toBe(partialFeeRao);
    expect(await client.request('payment_queryFeeDetails', [toHex(extrinsic)])).toMatchObject({
      inclusionFee: { lenFee: `0x${extrinsic.length.toString(16)}` },
    });
  });
});

describe('hostile clients', () => {
  it('are cut off when a message is too long, and nobody else is', async () => {
    const { client, server } = await open();
    const greedy = new WebSocket(server.url);
    await new Promise((resolve) => greedy.once('open', resolve));
    const closed = new Promise((resolve) => greedy.once('close', resolve));
    greedy.on('error', () => undefined);
    greedy.send('x'.repeat(MAX_REQUEST_BYTES + 1));
    expect(await closed).toBe(1009);
    expect(await client.request('system_chain')).toBe('Fake');
  });

  it('cannot hold more subscriptions than the limit', async () => {
    const { client } = await open();
    for (let i = 0; i < MAX_SUBSCRIPTIONS_PER_CONNECTION; i++) await client.request('chain_subscribeNewHeads');
    await expect(client.request('chain_subscribeNewHeads')).rejects.toEqual(refusal(-32006));
  });

  it('cannot hold more subscribed keys than the limit', async () => {
    const { client } = await open();
    const keys = Array.from({ length: 16_384 }, (_, i) => toHex(encode(u32, i)));
    for (let i = 0; i < 4; i++) await client.request('state_subscribeStorage', [keys]);
    await expect(client.request('state_subscribeStorage', [['0x00']])).rejects.toEqual(refusal(-32006));
  });

  it('get no longer answer by naming a key again and again', async () => {
    const { client } = await open();
    const code = toHex(CODE_KEY);
    const keys = Array.from({ length: 10_000 }, () => code);
    const [{ changes }] = await client.request<[{ changes: unknown[] }]>('state_queryStorageAt', [keys]);
    expect(changes).toHaveLength(1);
    const items = keys.slice(0, 1000).map((key) => ({ key, type: 'value' }));
    const seen: { readonly items?: unknown[] }[] = [];
    const id = await client.subscribe('chainHead_v1_follow', [false], (event) => seen.push(event as object));
    await client.request('chainHead_v1_storage', [id, await client.request('chain_getHead'), items, null]);
    await client.request('system_name');
    expect(seen.flatMap((event) => event.items ?? [])).toHaveLength(1);
  });

  it('that are turned away and then send nonsense do not end the process', async () => {
    const { client, server, log } = await open();
    const others = await Promise.all(Array.from({ length: MAX_CONNECTIONS - 1 }, () => connectWebSocket(server.url)));
    later(async () => void (await Promise.all(others.map((other) => other.close()))));
    const socket = await upgradedSocket(server.url);
    const ended = new Promise((resolve) => socket.once('close', resolve));
    // A frame with all reserved bits.
    socket.write(Uint8Array.of(0xff, 0xff, 0xff, 0xff));
    await ended;
    expect(log.join()).toContain('json-rpc client');
    expect(await client.request('system_chain')).toBe('Fake');
  });

  it('cannot open more sockets than the limit, whatever they speak', async () => {
    const { server } = await open();
    const { port } = new URL(server.url);
    let closed = 0;
    const sockets = Array.from({ length: MAX_SOCKETS + 4 }, () => connectTcp(Number(port), '127.0.0.1'));
    later(async () => {
      for (const socket of sockets) socket.destroy();
    });
    for (const socket of sockets) socket.on('close', () => closed++).on('error', () => undefined);
    // One of the limit is the client's.
    await expect.poll(() => closed, { timeout: 10_000 }).toBe(5);
  });

  it('are told to page where keys without end are asked for', async () => {
    const entries = Array.from({ length: MAX_LISTED_KEYS + 1 }, (_, i) => {
      return [Uint8Array.of(0xee, i >> 16, i >> 8, i), Uint8Array.of(1)] as const;
    });
    const { client } = await open({ entries, history: 0 });
    await expect(client.request('state_getKeys', ['0xee'])).rejects.toEqual(refusal(-32602));
    expect(await client.request('state_getKeys', ['0xee0000'])).toHaveLength(256);
  });

  it('learn what is wrong with parameters that are nested without end', async () => {
    const { server, log } = await open();
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const body = `{"jsonrpc":"2.0","id":1,"method":"state_getStorage","params":[${deep}]}`;
    const url = server.url.replace('ws:', 'http:');
    const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect(await response.json()).toMatchObject({ error: { code: -32602 } });
    expect(log).toEqual([]);
  });

  it('cannot keep the server from closing by not answering', async () => {
    const { server } = await serveFakeChain();
    const silent = await upgradedSocket(server.url);
    const closing = performance.now();
    await server.close();
    expect(performance.now() - closing).toBeLessThan(CLOSE_DEADLINE_MS + 4_000);
    silent.destroy();
  });

  it('leave nothing behind when they go', async () => {
    const { chain, server, log } = await open();
    const other = await connectWebSocket(server.url);
    await other.subscribe('chain_subscribeNewHeads', [], () => undefined);
    expect(server.connections()).toBe(2);
    await other.close();
    chain.produce();
    expect(log).toEqual([]);
  });
});

describe('HTTP', () => {
  const post = (url: string, body: string, type = 'application/json') =>
    fetch(url.replace('ws:', 'http:'), { method: 'POST', body, headers: { 'content-type': type } });

  it('answers questions but no subscriptions', async () => {
    const { server } = await open();
    const ask = async (method: string) =>
      (await post(server.url, JSON.stringify({ jsonrpc: '2.0', id: 1, method }))).json();
    expect(await ask('system_chain')).toEqual({ jsonrpc: '2.0', id: 1, result: 'Fake' });
    expect(await ask('chain_subscribeNewHeads')).toMatchObject({ error: { code: -32601 } });
  });

  it('refuses other methods, other types and long bodies', async () => {
    const { server } = await open();
    expect((await fetch(server.url.replace('ws:', 'http:'))).status).toBe(405);
    expect((await post(server.url, '{}', 'text/plain')).status).toBe(415);
    const long = await post(server.url, 'x'.repeat(MAX_REQUEST_BYTES + 1)).then(
      ({ status }) => status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(long);
  });
});
