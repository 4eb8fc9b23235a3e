/**
 * The proof of this folder: real light clients against a real host, on loopback.
 */
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Bytes } from '../../src/chain/bytes.ts';
import { fromHex, toHex } from '../../src/chain/bytes.ts';
import { bulkKey, bulkValue, FAKE_METADATA, FakeChain, fakeExtrinsic, includedKey, NUMBER_KEY } from '../fake-chain.ts';
import type { LightClient } from '../light-client.fixture.ts';
import { startSmoldot, startSubstrateConnect } from '../light-client.fixture.ts';
import { buildRuntime, chainSpec } from '../runtime/index.ts';
import type { Lies } from '../types.ts';
import type { P2pHost } from './index.ts';
import { startP2pHost } from './index.ts';

const SLOT_MS = 400;
const HISTORY = 60;
const BULK_ENTRIES = 2000;
const SEED = new Uint8Array(32).fill(7);

let code: Bytes;
const cleanUps: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  // @substrate/connect writes its log to the console.
  for (const method of ['info', 'warn', 'error'] as const) vi.spyOn(console, method).mockReturnValue();
  code = await buildRuntime({
    metadata: FAKE_METADATA,
    specVersion: 424,
    transactionVersion: 1,
    slotDurationMs: SLOT_MS,
  });
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface Net {
  readonly chain: FakeChain;
  readonly host: P2pHost;
  readonly spec: string;
  readonly log: readonly string[];
  startHost(port: number): Promise<P2pHost>;
}

async function startNet(lies?: Lies): Promise<Net> {
  const entries = Array.from({ length: BULK_ENTRIES }, (_, i) => [bulkKey(i), bulkValue(i)] as const);
  const chain = new FakeChain({ code, slotDurationMs: SLOT_MS, history: HISTORY, entries });
  chain.run();
  cleanUps.push(() => chain.stop());
  const log: string[] = [];
  const startHost = async (port: number) => {
    const options = { chain, host: '127.0.0.1', port, seed: SEED, log: (line: string) => void log.push(line) };
    const host = await startP2pHost(lies ? { ...options, lies } : options);
    cleanUps.push(() => host.close());
    return host;
  };
  const host = await startHost(0);
  const spec = chainSpec({
    name: 'Fake',
    id: 'fake',
    genesisTop: chain.genesis.state!.entries(),
    bootNodes: [host.multiaddr],
  });
  return { chain, host, spec, log, startHost };
}

async function startClient(spec: string, start = startSmoldot): Promise<LightClient> {
  const client = await start(spec);
  cleanUps.push(() => client.close());
  return client;
}

interface JsonHeader {
  readonly number: string;
  readonly parentHash: string;
  readonly stateRoot: string;
}

/** Follows finality from now on. */
async function followFinality(client: LightClient) {
  const heads: JsonHeader[] = [];
  await client.subscribe<JsonHeader>('chain_subscribeFinalizedHeads', [], (head) => void heads.push(head));
  return {
    heads,
    /** Resolves once `number` is final for the client. */
    reached: (number: number) => until(() => heads.some((head) => Number(head.number) >= number)),
  };
}

const POLL_MS = 20;
const PATIENCE_MS = 30_000;
/** On a busy machine; and smoldot waits ten seconds before it looks for a lost peer again. */
const TIMEOUT_MS = 60_000;

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !(await condition()); ) {
    if (Date.now() > end) throw new Error(`not within ${PATIENCE_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

type Changes = readonly [{ readonly block: string; readonly changes: readonly (readonly [string, string | null])[] }];

describe.each([
  ['smoldot 3.4.1', startSmoldot],
  ['smoldot 2.0.40 in @substrate/connect', startSubstrateConnect],
])('%s', { timeout: TIMEOUT_MS }, (_name, start) => {
  it('warp-syncs a fresh chain, follows its finality and reads proved values', async () => {
    const { chain, host, spec } = await startNet();
    const client = await startClient(spec, start);
    const finality = await followFinality(client);
    await finality.reached(HISTORY + 4);

    expect(host.peers()).toBe(1);
    for (const head of finality.heads.slice(1)) {
      const block = chain.byNumber(Number(head.number))!;
      expect(head.stateRoot).toBe(toHex(block.header.stateRoot));
    }
    const finalized = await client.request<string>('chain_getFinalizedHead');
    const number = await client.request<string>('state_getStorage', [toHex(NUMBER_KEY), finalized]);
    const block = [...Array(chain.best.number + 1).keys()].map((i) => chain.byNumber(i)!);
    const { state } = block.find(({ hash }) => toHex(hash) === finalized)!;
    expect(number).toBe(toHex(state!.get(NUMBER_KEY)!));
  });

  it('reads two thousand keys at one block, and proves the absence of others', async () => {
    const { spec } = await startNet();
    const client = await startClient(spec, start);
    await (await followFinality(client)).reached(HISTORY + 1);
    const finalized = await client.request<string>('chain_getFinalizedHead');
    const keys = Array.from({ length: BULK_ENTRIES + 10 }, (_, i) => toHex(bulkKey(i)));

    const [{ changes }] = await client.request<Changes>('state_queryStorageAt', [keys, finalized]);

    // The order is the client's own.
    const values = new Map(changes);
    expect(changes).toHaveLength(keys.length);
    expect(keys.map((key) => values.get(key))).toEqual(
      keys.map((_, i) => (i < BULK_ENTRIES ? toHex(bulkValue(i)) : null)),
    );
  });

  it('reads old blocks by hash, and says that a pruned one is out of reach', async () => {
    const { chain, spec } = await startNet();
    const client = await startClient(spec, start);
    await (await followFinality(client)).reached(HISTORY + 1);
    const [kept, pruned] = [chain.byNumber(5)!, chain.byNumber(4)!];
    chain.prune(4);
    const read = (hash: Uint8Array) => client.request<string>('state_getStorage', [toHex(NUMBER_KEY), toHex(hash)]);

    expect(await read(kept.hash)).toBe('0x05000000');
    await expect(read(pruned.hash)).rejects.toThrow();
    expect(await read(kept.hash)).toBe('0x05000000');
  });

  it('refuses another header than that of the block it asked for by hash', async () => {
    const { chain, spec } = await startNet();
    const client = await startClient(spec, start);
    await (await followFinality(client)).reached(HISTORY + 1);
    const [asked, other] = [chain.byNumber(5)!, chain.byNumber(9)!];
    const byHash = chain.byHash.bind(chain);
    vi.spyOn(chain, 'byHash').mockImplementation((hash) => {
      const block = byHash(hash);
      return block?.number === asked.number ? { ...other, hash: asked.hash } : block;
    });

    const read = client.request('state_getStorage', [toHex(NUMBER_KEY), toHex(asked.hash)]);
    await expect(read).rejects.toThrow();
  });

  it('carries a transaction into the pool and sees its trace in the state', async () => {
    const { chain, spec } = await startNet();
    const client = await startClient(spec, start);
    await (await followFinality(client)).reached(HISTORY + 1);
    const extrinsic = fakeExtrinsic(`from ${_name}`);
    const arrived: Uint8Array[] = [];
    chain.subscribe((event) => {
      if (event.type === 'extrinsic' && event.status.type === 'ready') arrived.push(event.hash);
    });

    const hash = await client.request<string>('author_submitExtrinsic', [toHex(extrinsic)]);
    await until(() => arrived.some((known) => toHex(known) === hash));
    await until(async () => (await readFinalized(client, includedKey(fromHex(hash)))) !== null);
    expect(chain.pending()).toEqual([]);
  });

  it('refuses the values of a node that changes proofs', async () => {
    const lies = { proof: false, signature: false };
    const { spec } = await startNet(lies);
    const client = await startClient(spec, start);
    await (await followFinality(client)).reached(HISTORY + 2);
    expect(await readFinalized(client, bulkKey(3))).toBe(toHex(bulkValue(3)));

    lies.proof = true;
    await expect(readFinalized(client, bulkKey(3))).rejects.toThrow();
    await expect(readFinalized(client, NUMBER_KEY)).rejects.toThrow();
    const finalized = await client.request<string>('chain_getFinalizedHead');
    await expect(client.request('state_queryStorageAt', [[toHex(bulkKey(4))], finalized])).rejects.toThrow();
  });

  it('does not follow the finality of a node that changes signatures', async () => {
    const lies = { proof: false, signature: false };
    const { spec, chain } = await startNet(lies);
    const client = await startClient(spec, start);
    const finality = await followFinality(client);
    await finality.reached(HISTORY + 2);
    lies.signature = true;
    await new Promise((resolve) => setTimeout(resolve, SLOT_MS));
    const stalledAt = Math.max(...finality.heads.map(({ number }) => Number(number)));
    const chainWasAt = chain.finalized.number;
    await until(() => chain.finalized.number >= chainWasAt + 4);

    const seen = Math.max(...finality.heads.map(({ number }) => Number(number)));
    expect(seen).toBe(stalledAt);
  });
});

async function readFinalized(client: LightClient, key: Uint8Array): Promise<string | null> {
  const finalized = await client.request<string>('chain_getFinalizedHead');
  return client.request('state_getStorage', [toHex(key), finalized]);
}

describe('a node that comes back', { timeout: TIMEOUT_MS }, () => {
  it('is found again by smoldot on the same port', async () => {
    const { chain, host, spec, startHost } = await startNet();
    const client = await startClient(spec);
    const finality = await followFinality(client);
    await finality.reached(HISTORY + 1);
    const port = Number(/\/tcp\/(\d+)/.exec(host.multiaddr)![1]);

    await host.close();
    const lostAt = chain.best.number;
    const again = await startHost(port);
    expect(again.peerId).toBe(host.peerId);
    await finality.reached(lostAt + 2);

    expect(again.peers()).toBe(1);
  });
});
