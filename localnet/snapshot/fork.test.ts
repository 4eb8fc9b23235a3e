import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { toHex } from '../../src/chain/bytes.ts';
import { drivePlanNow, storedEpochPlan } from '../../src/chain/economy/index.ts';
import { storage, storageKey } from '../../src/chain/schema/index.ts';
import { openTestChain, playedTestChain, SEED, testCast, VERSION, valueAt } from '../chain/chain.fixture.ts';
import type { Chain } from '../chain/chain.ts';
import { openMemoryStore } from '../chain/memory-store.ts';
import { stakeOf } from '../pallets/subtensor/ledger.ts';
import { devAccount, playResidents } from '../residents/index.ts';
import type { RpcServer } from '../rpc/index.ts';
import { startRpcServer } from '../rpc/index.ts';
import { State } from '../state.ts';
import type { Block } from '../types.ts';
import { exportState } from './export.ts';
import { forkFounding } from './fork.ts';
import type { Snapshot } from './format.ts';
import { readSnapshot } from './read.ts';

const { System, Aura, Balances, Drand, Sudo, SubtensorModule: subtensor, Timestamp } = storage;
const BLOCKS = 66;
const NEWCOMER = new Uint8Array(32).fill(0x77);
const RICHER = 2_000_000_000_000_000n;
const beacon = { ...Drand.BeaconConfig.absent, period: 1, genesis_time: 7 };
const endowments = [
  [devAccount('Alice'), RICHER],
  [devAccount('Bob'), 1n],
  [NEWCOMER, 5_000_000_000n],
] as const;

let directory: string;
let original: Chain;
let server: RpcServer;
let snapshot: Snapshot;
let at: Block;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'localnet-fork-'));
  original = await playedTestChain(BLOCKS);
  at = original.finalized;
  server = await startRpcServer({
    chain: original,
    chainName: 'Original',
    port: 0,
    describeRuntime: () => ({ metadata: new Uint8Array(8), version: VERSION }),
    node: { peerId: '', multiaddr: '', peers: () => 0 },
    lies: { proof: false, signature: false },
    log: () => undefined,
  });
  await exportState({ url: server.url, out: file('state') });
  snapshot = await readSnapshot(file('state'));
});
afterAll(async () => {
  await server.close();
  await original.close();
  rmSync(directory, { recursive: true, force: true });
});

const file = (name: string) => join(directory, name);
const refusal = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    return String((error as { code: string }).code);
  }
  return 'none';
};

/** A chain that goes on from the snapshot, with `blocks` blocks and the residents of the first. */
async function forked(blocks: number): Promise<Chain> {
  const chain = await openTestChain(openMemoryStore(), forkFounding(snapshot, { endowments, beacon }));
  playResidents({ chain, residents: testCast.residents, seed: SEED, version: VERSION });
  for (let slot = original.lastSlot + 1n; chain.blockCount < blocks; slot++) chain.produce(slot);
  return chain;
}

describe('an export over JSON-RPC', () => {
  it('has what the chain has in pallets that we know, and says of which block', () => {
    expect(snapshot.header).toMatchObject({
      chain: 'Original',
      genesisHash: toHex(original.genesis.hash),
      blockNumber: at.number,
      blockHash: toHex(at.hash),
      stateRoot: toHex(at.header.stateRoot),
      isWhole: false,
    });
    const all = [...at.state!.entries()].filter(([key]) => key[0] !== ':'.charCodeAt(0));
    expect(snapshot.entries).toEqual(all);
  });

  it('can be of the whole state, whose root the reader computes again', async () => {
    await exportState({ url: server.url, out: file('whole'), isWhole: true });
    const whole = await readSnapshot(file('whole'));
    expect(whole.header.isWhole).toBe(true);
    expect(whole.entries).toEqual([...at.state!.entries()]);
  });

  it('can be of an older block, by the script', async () => {
    const older = original.byNumber(20)!;
    const script = join(import.meta.dirname, '../../scripts/export-state.ts');
    const args = [script, '--url', server.url, '--out', file('older'), '--at', toHex(older.hash)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout).toContain('of block 20');
    expect((await readSnapshot(file('older'))).header.blockNumber).toBe(20);
  });

  it('is refused for a block that is not final, or that nobody knows', async () => {
    const pending = original.produce(original.lastSlot + 1n);
    const take = (hash: Uint8Array) => () => exportState({ url: server.url, out: file('none'), at: toHex(hash) });
    expect(await refusal(take(pending.hash))).toBe('snapshot/not-final');
    expect(await refusal(take(new Uint8Array(32)))).toBe('snapshot/bad-answer');
  });

  it('says that nobody is there', async () => {
    const work = () => exportState({ url: 'ws://127.0.0.1:1', out: file('none') });
    expect(await refusal(work)).toBe('snapshot/unreachable');
  });

  it.each([
    ['is null', null],
    ['has no list of changes', [{ changes: {} }]],
    ['has changes that are no pairs', [{ changes: [5, null] }]],
    ['has other keys', [{ changes: [['0x03', '0x01']] }]],
    [
      'has a value that is no hex',
      [
        {
          changes: [
            ['0x01', 'x'],
            ['0x02', '0x'],
          ],
        },
      ],
    ],
  ])('is refused where the answer with the values %s', async (_, values) => {
    const node = await startFakeNode(() => ['0x01', '0x02'], values);
    const work = () => exportState({ url: node.url, out: file('none'), isWhole: true });
    expect(await refusal(work)).toBe('snapshot/bad-answer');
    node.close();
  });

  it.each([
    ['gives the same page for ever', () => [`0x${'00'.repeat(40)}`]],
    ['gives what is no key', () => [7]],
    ['gives a page without end', () => Array.from({ length: 1001 }, (_, i) => `0x${i.toString(16).padStart(8, '0')}`)],
  ])('is refused from a node that %s', async (_, page) => {
    const node = await startFakeNode(page);
    expect(await refusal(() => exportState({ url: node.url, out: file('none'), isWhole: true }))).toBe(
      'snapshot/bad-answer',
    );
    node.close();
  });
});

describe('a fork', () => {
  it('begins with the block after the snapshot, and with its balances and stakes', async () => {
    const chain = await forked(1);
    const first = chain.best;
    expect([chain.firstNumber, first.number]).toEqual([at.number + 1, at.number + 1]);
    const [before, after] = [new State(at.state!), new State(first.state!)];
    const endowed = new Set(endowments.map(([account]) => toHex(account)));
    for (const [keys, info] of before.entriesOf(System.Account)) {
      if (!endowed.has(toHex(keys[0]))) expect(after.get(System.Account, ...keys)).toEqual(info);
    }
    for (const { netuid, neurons } of testCast.subnets) {
      for (const { hotkey, coldkey } of neurons) {
        expect(stakeOf(after, hotkey, coldkey, netuid)).toBe(stakeOf(before, hotkey, coldkey, netuid));
      }
      const epochOf = (block: Block) => drivePlanNow(storedEpochPlan(netuid), (key) => block.state!.get(key));
      expect(epochOf(first)).toEqual(epochOf(at));
    }
  });

  it('tops development accounts up, and issuance rises by exactly that', async () => {
    const { best } = await forked(1);
    const created = RICHER - valueAt(at, System.Account, devAccount('Alice')).data.free + 5_000_000_000n;
    expect(valueAt(best, System.Account, devAccount('Alice')).data.free).toBe(RICHER);
    expect(valueAt(best, System.Account, devAccount('Bob'))).toEqual(valueAt(at, System.Account, devAccount('Bob')));
    expect(valueAt(best, System.Account, NEWCOMER)).toMatchObject({ providers: 1, data: { free: 5_000_000_000n } });
    for (const item of [Balances.TotalIssuance, subtensor.TotalIssuance]) {
      expect(valueAt(best, item) - valueAt(at, item)).toBe(created);
    }
  });

  it('has its own beacon, time, authorities and sudo key', async () => {
    const { best, genesis } = await forked(1);
    expect(valueAt(best, Drand.BeaconConfig)).toEqual(beacon);
    expect(valueAt(best, Aura.Authorities)).toEqual(valueAt(genesis, Aura.Authorities));
    expect(valueAt(best, Sudo.Key)).toEqual(valueAt(genesis, Sudo.Key));
    expect(valueAt(best, Timestamp.Now)).toBeGreaterThan(valueAt(at, Timestamp.Now));
    const founding = forkFounding(snapshot, { endowments, beacon });
    const keys = new Set([...founding.entries()].map(([key]) => toHex(key)));
    for (const key of [storageKey(Timestamp.Now), storageKey(System.Number), storageKey(System.BlockHash, 0)]) {
      expect(keys.has(toHex(key))).toBe(false);
    }
    expect([...keys].some((key) => key.startsWith(toHex(storageKey(Drand.LastStoredRound))))).toBe(false);
  });

  it('goes on: blocks follow, weights are set, and every subnet has its epochs', async () => {
    const longest = Math.max(...testCast.subnets.map(({ tempoBlocks }) => tempoBlocks));
    const chain = await forked(longest + 10);
    await chain.finalizeTo(chain.best.number);
    for (const { netuid } of testCast.subnets) {
      expect(valueAt(chain.best, subtensor.LastEpochBlock, netuid)).toBeGreaterThan(BigInt(at.number + 1));
    }
    const lastUpdates = valueAt(chain.best, subtensor.LastUpdate, 2);
    expect(lastUpdates.some((block) => block > BigInt(at.number))).toBe(true);
  });

  it('is refused from a state whose values are of other types', async () => {
    const key = storageKey(subtensor.Tempo, 1);
    const entries = [[key, Uint8Array.of(1, 2, 3)]] as const;
    const work = () => forkFounding({ ...snapshot, entries }, { endowments, beacon });
    expect(await refusal(work)).toBe('snapshot/not-of-this-chain');
    const cut = [[key.subarray(0, -1) as typeof key, Uint8Array.of(1, 2)]] as const;
    expect(await refusal(() => forkFounding({ ...snapshot, entries: cut }, { endowments, beacon }))).toBe(
      'snapshot/not-of-this-chain',
    );
  });
});

/** A node that knows one block and answers every question for keys with `page`, and for values with `values`. */
async function startFakeNode(page: () => readonly unknown[], values: unknown = null) {
  const hash = `0x${'ab'.repeat(32)}`;
  const answers: Readonly<Record<string, unknown>> = {
    chain_getFinalizedHead: hash,
    chain_getHeader: { number: '0x1', stateRoot: hash },
    chain_getBlockHash: hash,
    system_chain: 'Fake',
    state_queryStorageAt: values,
  };
  const node = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  node.on('connection', (socket) => {
    socket.on('message', (data) => {
      const { id, method } = JSON.parse(String(data)) as { id: number; method: string };
      const pages = page();
      // Full pages ask for more.
      const result = method === 'state_getKeysPaged' ? repeat(pages) : answers[method];
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
  });
  await new Promise((resolve) => node.once('listening', resolve));
  const { port } = node.address() as { port: number };
  return { url: `ws://127.0.0.1:${port}`, close: () => node.close() };
}

const repeat = (page: readonly unknown[]) => (page.length === 1 ? Array.from({ length: 1000 }, () => page[0]) : page);
