/** A chain whose numbers jump from 0 to N + 1, and whose old states are gone, as JSON-RPC tells of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../src/chain/bytes.ts';
import { storage, storageKey } from '../../src/chain/schema/index.ts';
import { emptyFounding, openTestChain, produceBlocks, VERSION } from '../chain/chain.fixture.ts';
import type { Chain } from '../chain/index.ts';
import { openMemoryStore, RETAINED_STATES } from '../chain/index.ts';
import { FAKE_METADATA } from '../fake-chain.ts';
import type { JsonRpcClient } from '../json-rpc-client.fixture.ts';
import { connectWebSocket } from '../json-rpc-client.fixture.ts';
import type { RpcServer } from './index.ts';
import { startRpcServer } from './index.ts';

const FIRST = 6_000_001;
const BLOCKS = RETAINED_STATES + 10;
const NUMBER = toHex(storageKey(storage.System.Number));

let chain: Chain;
let server: RpcServer;
let client: JsonRpcClient;
beforeAll(async () => {
  chain = await openTestChain(openMemoryStore(), emptyFounding(FIRST));
  produceBlocks(chain, 3);
  server = await startRpcServer({
    chain,
    chainName: 'Forked',
    port: 0,
    describeRuntime: () => ({ metadata: FAKE_METADATA, version: VERSION }),
    node: { peerId: '12D3KooW', multiaddr: '/ip4/127.0.0.1/tcp/1/ws', peers: () => 0 },
    log: (line) => {
      throw new Error(line);
    },
  });
  client = await connectWebSocket(server.url);
});
afterAll(async () => {
  await client.close();
  await server.close();
  await chain.close();
});
const hashOf = (number: number) => toHex(chain.byNumber(number)!.hash);

describe('a chain that goes on from another', () => {
  it('has no blocks between the genesis and its first', async () => {
    const numbers = [0, 1, FIRST - 1, FIRST, FIRST + 3];
    const hashes = [hashOf(0), null, null, hashOf(FIRST), null];
    expect(await client.request('chain_getBlockHash', [numbers])).toEqual(hashes);
    expect(await client.request('archive_v1_hashByHeight', [FIRST - 1])).toEqual([]);
  });

  it('is followed from its genesis on, without a word about the numbers between', async () => {
    const events: { readonly event: string; readonly finalizedBlockHashes?: string[] }[] = [];
    const id = await client.subscribe<(typeof events)[number]>('chainHead_v1_follow', [false], (e) => events.push(e));
    await client.request('system_name');
    expect(events.map(({ event }) => event)).toEqual([
      'initialized',
      'newBlock',
      'newBlock',
      'newBlock',
      'bestBlockChanged',
    ]);
    expect(events[0]!.finalizedBlockHashes).toEqual([hashOf(0)]);
    await client.request('chainHead_v1_unfollow', [id]);
  });

  it('tells the changes of a key from its genesis on', async () => {
    const sets = await client.request<{ block: string }[]>('state_queryStorage', [[NUMBER], hashOf(0)]);
    expect(sets.map(({ block }) => block)).toEqual([0, FIRST, FIRST + 1, FIRST + 2].map(hashOf));
  });

  it('tells every finalized head once', async () => {
    const heads: number[] = [];
    await client.subscribe<{ number: string }>('chain_subscribeFinalizedHeads', [], (h) =>
      heads.push(Number(h.number)),
    );
    await chain.finalizeTo(FIRST + 2);
    await client.request('system_name');
    expect(heads).toEqual([0, FIRST, FIRST + 1, FIRST + 2]);
  });
});

describe('a state older than those that are kept', () => {
  it('is refused in words, and the newest that is gone is the one before the oldest kept', async () => {
    produceBlocks(chain, BLOCKS - chain.blockCount);
    await chain.finalizeTo(chain.best.number);
    const oldest = chain.best.number - RETAINED_STATES;
    expect(await client.request('state_getStorage', [NUMBER, hashOf(oldest)])).not.toBeNull();
    const asked = [
      ['state_getStorage', [NUMBER, hashOf(oldest - 1)]],
      ['state_getReadProof', [[NUMBER], hashOf(oldest - 1)]],
      ['state_getKeysPaged', ['0x', 1, null, hashOf(oldest - 1)]],
      ['state_queryStorageAt', [[NUMBER], hashOf(oldest - 1)]],
      ['state_queryStorage', [[NUMBER], hashOf(oldest - 1)]],
      ['state_call', ['AccountNonceApi_account_nonce', `0x${'00'.repeat(32)}`, hashOf(oldest - 1)]],
    ] as const;
    for (const [method, params] of asked) {
      await expect(client.request(method, params)).rejects.toThrow('State already discarded');
    }
    expect(await client.request('chain_getHeader', [hashOf(oldest - 1)])).not.toBeNull();
    // The genesis keeps its own.
    expect(await client.request('state_getStorage', [NUMBER, hashOf(0)])).toBe('0x00000000');
  });
});
