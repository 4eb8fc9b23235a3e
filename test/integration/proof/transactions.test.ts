/**
 * Transactions through the proof engine, from the call to the outcome, against a real localnet: over JSON-RPC, over libp2p,
 * and across everything that can happen to an engine in between.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Localnet } from '../../../localnet/index.ts';
import { toHex } from '../../../src/chain/bytes.ts';
import type { KeyPair } from '../../../src/chain/keys.ts';
import { sr25519FromUri } from '../../../src/chain/keys.ts';
import type { RuntimeCall } from '../../../src/chain/schema/index.ts';
import { decodeValue, storage, storageKey } from '../../../src/chain/schema/index.ts';
import { SYSTEM_CLOCK } from '../../../src/light/clock.ts';
import type { ChainEngine } from '../../../src/light/index.ts';
import { openPolkadotApi, readBlockInWords } from '../../../src/light/polkadot.ts';
import { TransactionDesk } from '../../../src/light/transactions/desk.ts';
import type { SignedTransaction, Signer, TransactionLog } from '../../../src/light/transactions/index.ts';
import * as transactions from '../../../src/light/transactions/index.ts';
import {
  describeTransaction,
  keyringSigner,
  NonceBook,
  openMemoryLog,
  prepareTransaction,
  verdictOf,
} from '../../../src/light/transactions/index.ts';
import { openTcpDoor } from '../tcp-door.fixture.ts';
import { followed, localnet, proofOn, smoldotOn, until } from './network.ts';

const HISTORY_BLOCKS = 16;
const BLOCK_TIME_MS = 300;
const PATIENCE = { timeout: 15_000, interval: 50 };
const TAO = 1_000_000_000n;
const BOB = sr25519FromUri('//Bob').publicKey;

let net: Localnet;
let overRpc: ChainEngine;
let overLibp2p: ChainEngine;
beforeAll(async () => {
  net = await localnet({ blockTimeMs: BLOCK_TIME_MS, historyBlocks: HISTORY_BLOCKS, residents: 0 });
  overRpc = proofOn(net, [net.rpcUrl]);
  overLibp2p = proofOn(net, [net.p2pAddress]);
  await Promise.all([followed(overRpc), followed(overLibp2p)]);
});
afterAll(async () => {
  await Promise.all([overRpc, overLibp2p].map((engine) => engine?.close()));
  await net?.close();
});

const opened: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});
function used<T extends { close(): Promise<unknown> }>(one: T): T {
  opened.push(one);
  return one;
}
function deskOn(engine: ChainEngine | undefined, log: TransactionLog = openMemoryLog()): TransactionDesk {
  const desk = used(new TransactionDesk(log, SYSTEM_CLOCK));
  if (engine) desk.attach(engine);
  return desk;
}

const transfer = (value: bigint): RuntimeCall => ({
  type: 'Balances',
  value: [{ type: 'transfer_keep_alive', value: { dest: { type: 'Id', value: [BOB] }, value } }],
});
/** The pool has nothing against it; the subnet does not exist. */
const stakeNowhere: RuntimeCall = {
  type: 'SubtensorModule',
  value: [{ type: 'add_stake', value: { hotkey: BOB, netuid: 999, amount_staked: TAO } }],
};
/** Refused by the pool: the hotkey is in no subnet. */
const serveAxon: RuntimeCall = {
  type: 'SubtensorModule',
  value: [
    {
      type: 'serve_axon',
      value: {
        ...{ netuid: 1, version: 1, ip: 0x01020304n, port: 8091, ip_type: 4, protocol: 4 },
        ...{ placeholder1: 0, placeholder2: 0 },
      },
    },
  ],
};

/** Each test has its own account, so that nonces do not meet. */
async function signed(desk: TransactionDesk, pair: KeyPair, call: RuntimeCall, periodBlocks = 64) {
  const draft = await desk.prepare(call, pair.publicKey, { periodBlocks });
  return { draft, transaction: await desk.sign(draft, keyringSigner(pair)) };
}
async function send(desk: TransactionDesk, uri: string, call: RuntimeCall, periodBlocks?: number) {
  const made = await signed(desk, sr25519FromUri(uri), call, periodBlocks);
  await desk.submit(made.transaction);
  return made;
}
const tracked = (desk: TransactionDesk, { hash }: SignedTransaction) => desk.get(toHex(hash))!;
const codeOf = (desk: TransactionDesk, of: SignedTransaction) => describeTransaction(tracked(desk, of)).code;
const reaches = async (desk: TransactionDesk, of: SignedTransaction, code: string) => {
  await expect.poll(() => codeOf(desk, of), PATIENCE).toBe(`transaction/${code}`);
};
/** Nonce of an account in the newest block, asked of the chain itself. */
function chainNonce({ publicKey }: KeyPair): number {
  const value = net.chain.best.state!.get(storageKey(storage.System.Account, publicKey));
  return value ? decodeValue(storage.System.Account, value).nonce : 0;
}

describe.each([
  ['JSON-RPC', () => overRpc, ['//Alice', '//Charlie', '//Dave']],
  ['libp2p', () => overLibp2p, ['//Eve', '//Ferdie', '//One']],
] as const)('a transaction through the proof engine over %s', (_, engineOf, [rich, other, third]) => {
  it('succeeds; fee and events are those of the chain, and the block is proved', async () => {
    const desk = deskOn(engineOf());
    const { draft, transaction } = await send(desk, rich, transfer(3n * TAO));
    expect(draft.preflight).toMatchObject({ ok: true, label: 'proved', call: 'Balances.transfer_keep_alive' });
    expect(codeOf(desk, transaction)).toBe('transaction/submitted');
    await reaches(desk, transaction, 'succeeded');
    const { state } = tracked(desk, transaction);
    if (state.type !== 'included' || state.outcome?.type !== 'succeeded') throw new Error('unreachable');
    const block = net.chain.byNumber(state.inclusion.block.number)!;
    expect(state).toMatchObject({ label: 'proved', inclusion: { block: { hash: toHex(block.hash) } } });
    expect(block.body[state.inclusion.index]).toEqual(transaction.bytes);
    expect(state.outcome.fee).toEqual({
      payer: transaction.terms.signer,
      feeRao: net.chain.queryInfo(transaction.bytes).partialFeeRao,
      tipRao: 0n,
    });
    expect(draft.fee.rao).toBe(state.outcome.fee!.feeRao);
    expect(state.outcome.events).toContainEqual({
      type: 'Balances',
      value: [{ type: 'Transfer', value: { from: transaction.terms.signer, to: BOB, amount: 3n * TAO } }],
    });
  });

  it('fails by the name that the pre-flight foretold', async () => {
    const desk = deskOn(engineOf());
    const { draft, transaction } = await send(desk, other, stakeNowhere);
    const error = { pallet: 'SubtensorModule', name: 'SubnetNotExists' };
    expect(verdictOf(draft.preflight)).toMatchObject({ refusedBy: 'dispatch', error });
    await reaches(desk, transaction, 'failed');
    expect(tracked(desk, transaction).state).toMatchObject({ outcome: { type: 'failed', error } });
  });

  it('is one of two of an account in flight, with nonces that follow each other', async () => {
    const desk = deskOn(engineOf());
    const pair = sr25519FromUri(third);
    const before = chainNonce(pair);
    const all = await Promise.all([send(desk, third, transfer(1n)), send(desk, third, transfer(2n))]);
    expect(all.map(({ draft }) => draft.terms.nonce)).toEqual([before, before + 1]);
    for (const { transaction } of all) await reaches(desk, transaction, 'succeeded');
    expect((await desk.prepare(transfer(3n), pair.publicKey)).terms.nonce).toBe(before + 2);
  });
});

describe('a refusal by the pool', () => {
  it('comes with code and name over JSON-RPC, and the nonce is free again', async () => {
    const desk = deskOn(overRpc);
    const { draft, transaction } = await send(desk, '//Two', serveAxon);
    const name = 'HotKeyNotRegisteredInNetwork';
    expect(verdictOf(draft.preflight)).toMatchObject({ refusedBy: 'pool', error: { name } });
    expect(tracked(desk, transaction).state).toMatchObject({
      type: 'refused',
      refusal: { rpcCode: 1010, custom: 10, name: `Custom.${name}` },
    });
    const { terms } = await desk.prepare(transfer(1n), draft.terms.signer);
    expect(terms.nonce).toBe(draft.terms.nonce);
  });

  it('is told where both kinds of servers are known: the one that answers is asked', async () => {
    const engine = used(proofOn(net, [net.p2pAddress, net.rpcUrl]));
    await until(engine, ({ stage }) => stage === 'following');
    await until(engine, ({ servers }) => servers.every(({ state }) => state === 'ready'));
    const desk = deskOn(engine);
    const { transaction } = await send(desk, '//Two', serveAxon);
    expect(tracked(desk, transaction).state).toMatchObject({ type: 'refused', refusal: { custom: 10 } });
    expect(engine.status.servers.map(({ failures }) => failures)).toEqual([0, 1]);
  });

  it('is not told over libp2p: the transaction expires, and the words say why nothing was heard', async () => {
    const desk = deskOn(overLibp2p);
    const { draft, transaction } = await send(desk, '//Two', serveAxon, 8);
    expect(codeOf(desk, transaction)).toBe('transaction/submitted');
    expect(describeTransaction(tracked(desk, transaction)).reason).toContain('libp2p');
    await reaches(desk, transaction, 'expired');
    expect(tracked(desk, transaction).state).toMatchObject({ label: 'proved' });
    expect(describeTransaction(tracked(desk, transaction)).reason).toContain('libp2p');
    const { terms } = await desk.prepare(transfer(1n), draft.terms.signer);
    expect(terms.nonce).toBe(draft.terms.nonce);
  });
});

describe('what happens to the engine meanwhile', () => {
  it('the server dies after the hand-over and comes back after the block: it is found', async () => {
    const door = await openTcpDoor(net.rpcUrl);
    let isShut = false;
    try {
      const engine = used(proofOn(net, [door.url]));
      await followed(engine);
      const desk = deskOn(engine);
      const { transaction } = await send(desk, '//Three', transfer(TAO));
      await door.close();
      isShut = true;
      const { number } = net.chain.finalized;
      await expect.poll(() => net.chain.finalized.number, PATIENCE).toBeGreaterThan(number + 4);
      expect(codeOf(desk, transaction)).toBe('transaction/submitted');
      const again = used(await openTcpDoor(net.rpcUrl, Number(new URL(door.url).port)));
      expect(again.url).toBe(door.url);
      await reaches(desk, transaction, 'succeeded');
      // What it rested on must close before its door.
      desk.detach();
      await engine.close();
    } finally {
      if (!isShut) await door.close();
    }
  });

  it('the server dies before the hand-over: it is handed over when the server is back', async () => {
    const door = await openTcpDoor(net.rpcUrl);
    const engine = used(proofOn(net, [door.url], { policy: { readDeadlineMs: 1_000 } }));
    await followed(engine);
    const desk = deskOn(engine);
    const { transaction } = await signed(desk, sr25519FromUri('//Four'), transfer(TAO));
    await door.close();
    await expect.poll(() => engine.status.servers[0]!.state, PATIENCE).toBe('unreachable');
    await desk.submit(transaction);
    expect(codeOf(desk, transaction)).toBe('transaction/signed');
    used(await openTcpDoor(net.rpcUrl, Number(new URL(door.url).port)));
    await reaches(desk, transaction, 'succeeded');
    await engine.close();
  });

  it('the page is loaded anew: another desk goes on from the log, and knows the nonces', async () => {
    const log = openMemoryLog();
    const before = proofOn(net, [net.rpcUrl]);
    await followed(before);
    const first = deskOn(before, log);
    const pair = sr25519FromUri('//Alice');
    // It has to wait in the pool for the nonce before it, which we keep back.
    const gap = await signed(first, pair, transfer(1n));
    const waiting = await send(first, '//Alice', transfer(2n));
    await first.close();
    await before.close();

    const after = used(proofOn(net, [net.p2pAddress]));
    const second = deskOn(undefined, log);
    expect(await second.resume()).toEqual([]);
    expect(codeOf(second, waiting.transaction)).toBe('transaction/submitted');
    await followed(after);
    second.attach(after);
    const third = await signed(second, pair, transfer(3n));
    // The draft of before the reload is forgotten, what was handed over is not.
    expect(third.draft.terms.nonce).toBe(gap.draft.terms.nonce);
    await second.submit(third.transaction);
    await reaches(second, waiting.transaction, 'succeeded');
    await reaches(second, third.transaction, 'succeeded');
  });

  it('another kind of engine takes over, from smoldot to the proof engine', async () => {
    const smoldot = used(smoldotOn(net));
    await until(smoldot, ({ finalized }) => (finalized?.number ?? 0) >= HISTORY_BLOCKS);
    const desk = deskOn(smoldot);
    const pair = sr25519FromUri('//Charlie');
    const gap = await signed(desk, pair, transfer(1n));
    const { transaction } = await send(desk, '//Charlie', transfer(2n));
    expect(codeOf(desk, transaction)).toBe('transaction/submitted');
    desk.attach(overRpc);
    await smoldot.close();
    await desk.submit(gap.transaction);
    await reaches(desk, gap.transaction, 'succeeded');
    await reaches(desk, transaction, 'succeeded');
  });
});

describe('the example of docs/transactions.md', () => {
  /** Its code, without the imports: their names are handed in. */
  async function example(): Promise<(...args: unknown[]) => Promise<void>> {
    const text = await readFile(new URL('../../../docs/transactions.md', import.meta.url), 'utf8');
    const code = /```ts\n(.*?)```/s.exec(text)![1]!.replace(/^import .*\n/gm, '');
    const { constructor: AsyncFunction } = Object.getPrototypeOf(async () => undefined);
    return AsyncFunction('SYSTEM_CLOCK', 'transactions', 'engine', 'call', 'signer', 'say', code);
  }
  const run = async (call: RuntimeCall, signer: Signer) => {
    const said: string[] = [];
    const say = (line: string) => said.push(line);
    await (await example())(SYSTEM_CLOCK, transactions, overRpc, call, signer, say);
    return said;
  };

  it('does what it says', async () => {
    const [costs, ended] = await run(transfer(TAO), keyringSigner(sr25519FromUri('//Ferdie')));
    expect(costs).toMatch(/^It costs \d+ rao \(claimed\)\.$/);
    expect(ended).toMatch(/^It is extrinsic \d+ of finalized block \d+ and succeeded\.$/);
  });

  it('stops at what the pre-flight foretells', async () => {
    const running = run(stakeNowhere, keyringSigner(sr25519FromUri('//Ferdie')));
    await expect(running).rejects.toThrow('The subnet does not exist.');
  });
});

describe('what a transaction costs', () => {
  const quote = async (engine: ChainEngine, tipRao = 0n) => {
    const { publicKey } = sr25519FromUri('//Dave');
    const { fee } = await prepareTransaction(engine, transfer(TAO), publicKey, { nonces: new NonceBook(), tipRao });
    return fee;
  };

  it('is claimed over JSON-RPC, where a server was asked', async () => {
    expect(await quote(overRpc, 7n)).toMatchObject({ label: 'claimed', source: 'runtime', detail: '' });
  });

  it('is simulated over libp2p, where nobody can be asked, and is the same rao', async () => {
    const fee = await quote(overLibp2p, 7n);
    expect(fee).toMatchObject({ label: 'simulated', source: 'estimate', rao: (await quote(overRpc, 7n)).rao });
    expect(fee.detail).toContain('libp2p');
  });

  it('is proved through smoldot, which executes the runtime on proved state', async () => {
    const smoldot = used(smoldotOn(net));
    await until(smoldot, ({ finalized }) => (finalized?.number ?? 0) >= HISTORY_BLOCKS);
    const proved = { label: 'proved', source: 'runtime', detail: '' };
    expect(await quote(smoldot, 7n)).toMatchObject({ ...proved, rao: (await quote(overRpc, 7n)).rao });
  });
});

describe('polkadot-js on the proof engine', () => {
  it('puts blocks in words over JSON-RPC, which are claimed', async () => {
    const desk = deskOn(overRpc);
    const { transaction } = await send(desk, '//Eve', transfer(TAO));
    await reaches(desk, transaction, 'succeeded');
    const { state } = tracked(desk, transaction);
    if (state.type !== 'included') throw new Error('unreachable');
    const words = await readBlockInWords(overRpc, state.inclusion.block);
    expect(words).toMatchObject({ at: state.inclusion.block, label: 'claimed' });
    expect(words.extrinsics[state.inclusion.index]).toMatchObject({
      section: 'balances',
      method: 'transferKeepAlive',
      success: true,
      events: expect.arrayContaining(['balances.Transfer']),
    });
  });

  it('hears of new heads over JSON-RPC', async () => {
    const api = await openPolkadotApi(overRpc);
    try {
      const number = await new Promise<number>((resolve, reject) => {
        api.rpc.chain.subscribeFinalizedHeads((header) => resolve(header.number.toNumber())).catch(reject);
      });
      expect(number).toBeGreaterThan(HISTORY_BLOCKS);
    } finally {
      await api.disconnect();
    }
  });

  it('is refused at once over libp2p, with the reason, and no server is blamed for it', async () => {
    const before = overLibp2p.status.servers[0]!.failures;
    const startedAtMs = performance.now();
    const reading = readBlockInWords(overLibp2p, overLibp2p.status.finalized!);
    await expect(reading).rejects.toMatchObject({
      name: 'LightError',
      code: 'light/unsupported',
      message: expect.stringContaining('only JSON-RPC servers hand out'),
    });
    expect(performance.now() - startedAtMs).toBeLessThan(1_000);
    expect(overLibp2p.status.servers[0]!.failures).toBe(before);
  });
});
