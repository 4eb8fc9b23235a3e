/**
 * Transactions from the hand-over to their outcome, through a real light client against a real localnet on loopback.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Localnet } from '../../localnet/index.ts';
import { startLocalnet } from '../../localnet/index.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { encodeCall, encodeSignedExtrinsic, extrinsicHash, signingPayload } from '../../src/chain/extrinsic.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import { sr25519FromUri, sr25519Sign } from '../../src/chain/keys.ts';
import type { RuntimeCall } from '../../src/chain/schema/index.ts';
import { decodeValue, eraDeath, mortalEra, storage, storageKey } from '../../src/chain/schema/index.ts';
import { SYSTEM_CLOCK } from '../../src/light/clock.ts';
import type { ChainEngine } from '../../src/light/index.ts';
import { openEngine } from '../../src/light/index.ts';
import { openJsonRpc } from '../../src/light/json-rpc.ts';
import { openSmoldot } from '../../src/light/smoldot/host.node.ts';
import { splitEvents } from '../../src/light/transactions/events.ts';
import { describeTransaction } from '../../src/light/transactions/track-words.ts';
import type { TrackableTransaction, TransactionState } from '../../src/light/transactions/tracked-transaction.ts';
import { TransactionTracker } from '../../src/light/transactions/tracker.ts';
import type { TransactionLog } from '../../src/light/transactions/transaction-log.ts';
import { openMemoryLog } from '../../src/light/transactions/transaction-log.ts';

const BLOCK_TIME_MS = 300;
const VERSION = { specVersion: 424, transactionVersion: 1 } as const;
const PATIENCE = { timeout: 15_000, interval: 50 };
const TAO = 1_000_000_000n;
const BOB = sr25519FromUri('//Bob').publicKey;

let net: Localnet;
let engine: ChainEngine;
let log: TransactionLog;
let tracker: TransactionTracker;

const open = () =>
  openEngine('smoldot', { id: 'localnet', name: 'Localnet', specText: net.chainSpec }, { openPipe: openSmoldot });
const isFollowing = () => vi.waitUntil(() => engine.status.stage === 'following', PATIENCE);

beforeAll(async () => {
  net = await startLocalnet({ blockTimeMs: BLOCK_TIME_MS, p2pPort: 0, rpcPort: 0, historyBlocks: 16, residents: 0 });
  engine = open();
  await isFollowing();
});
afterAll(async () => {
  await engine?.close();
  await net?.close();
});
beforeEach(() => {
  log = openMemoryLog();
  tracker = new TransactionTracker(engine, log, SYSTEM_CLOCK);
});
afterEach(() => tracker.close());

const nonceOf = ({ publicKey }: KeyPair): number => {
  const item = storage.System.Account;
  const value = net.chain.best.state!.get(storageKey(item, publicKey));
  return value ? decodeValue(item, value).nonce : 0;
};

/** Each test has its own account, so that nonces do not meet. */
function sign(
  pair: KeyPair,
  runtimeCall: RuntimeCall,
  { nonce = nonceOf(pair), period = 16 }: { readonly nonce?: number; readonly period?: number } = {},
): TrackableTransaction {
  const { number, hash } = net.chain.best;
  const era = mortalEra(number, period);
  const call = encodeCall(runtimeCall);
  const extra = { era, nonce, tip: 0n, metadataHashMode: { type: 'Disabled', value: undefined } } as const;
  const genesisHash = net.chain.genesis.hash;
  const implicit = { ...VERSION, genesisHash, eraBlockHash: hash, metadataHash: undefined };
  const sr25519Signature = sr25519Sign(pair.secretKey, signingPayload({ call, extra, implicit }));
  const bytes = encodeSignedExtrinsic({ signer: pair.publicKey, sr25519Signature, extra, call });
  return {
    bytes,
    hash: extrinsicHash(bytes),
    signer: pair.publicKey,
    nonce,
    specVersion: VERSION.specVersion,
    birth: { number, hash: toHex(hash) },
    validUntil: eraDeath(era, number),
  };
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

const stateOf = ({ hash }: TrackableTransaction): TransactionState => tracker.get(toHex(hash))!.state;
const codeOf = ({ hash }: TrackableTransaction): string => describeTransaction(tracker.get(toHex(hash))!).code;
const reaches = async (signed: TrackableTransaction, code: string) => {
  await expect.poll(() => codeOf(signed), PATIENCE).toBe(`transaction/${code}`);
};

describe('a transaction on a real chain', () => {
  it('succeeds, and fee and events are those of the chain', async () => {
    const signed = sign(sr25519FromUri('//Charlie'), transfer(3n * TAO));
    await tracker.submit(signed);
    expect(codeOf(signed)).toBe('transaction/submitted');
    await reaches(signed, 'succeeded');
    const state = stateOf(signed);
    if (state.type !== 'included' || state.outcome?.type !== 'succeeded') throw new Error('unreachable');
    const { block, index } = state.inclusion;
    const ours = net.chain.byNumber(block.number)!;
    expect(block.hash).toBe(toHex(ours.hash));
    expect(ours.body[index]).toEqual(signed.bytes);
    expect(state.label).toBe('proved');
    expect(state.outcome.fee).toMatchObject({ payer: signed.signer, tipRao: 0n });
    expect(state.outcome.fee!.feeRao).toBe(net.chain.queryInfo(signed.bytes).partialFeeRao);
    expect(state.outcome.events).toContainEqual({
      type: 'Balances',
      value: [{ type: 'Transfer', value: { from: signed.signer, to: BOB, amount: 3n * TAO } }],
    });
  });

  it('fails by the chain’s own name', async () => {
    const signed = sign(sr25519FromUri('//Dave'), stakeNowhere);
    await tracker.submit(signed);
    await reaches(signed, 'failed');
    expect(stateOf(signed)).toMatchObject({
      outcome: { type: 'failed', error: { pallet: 'SubtensorModule', name: 'SubnetNotExists' } },
    });
  });

  it('says that a batch succeeded and what it carried failed', async () => {
    const batch: RuntimeCall = {
      type: 'Utility',
      value: [{ type: 'batch', value: { calls: [transfer(TAO), stakeNowhere] } }],
    };
    const signed = sign(sr25519FromUri('//Eve'), batch);
    await tracker.submit(signed);
    await reaches(signed, 'succeeded-in-part');
    expect(stateOf(signed)).toMatchObject({
      outcome: { carried: [{ by: 'Utility.BatchInterrupted', item: 1, error: { name: 'SubnetNotExists' } }] },
    });
  });

  it('is one of several of the same account in flight', async () => {
    const pair = sr25519FromUri('//Bob');
    const nonce = nonceOf(pair);
    const all = [0, 1, 2].map((i) => sign(pair, transfer(BigInt(i + 1)), { nonce: nonce + i }));
    await Promise.all(all.map((signed) => tracker.submit(signed)));
    for (const signed of all) await reaches(signed, 'succeeded');
  });

  it('expires when no block took it', async () => {
    const pair = sr25519FromUri('//Ferdie');
    const signed = sign(pair, transfer(TAO), { nonce: nonceOf(pair) + 7, period: 4 });
    await tracker.submit(signed);
    await reaches(signed, 'expired');
    expect(stateOf(signed)).toMatchObject({ label: 'proved' });
  });

  it('is replaced when another transaction took its nonce', async () => {
    const pair = sr25519FromUri('//One');
    const [kept, replaced] = [sign(pair, transfer(2n * TAO)), sign(pair, transfer(TAO))];
    expect(net.chain.submit(kept.bytes).ok).toBe(true);
    await tracker.submit(replaced);
    await reaches(replaced, 'replaced');
  });
});

describe('a pool behind JSON-RPC', () => {
  it('refuses with its code and the meaning of it', async () => {
    const socket = new WebSocket(net.rpcUrl);
    const rpc = openJsonRpc((text) => socket.send(text), { clock: SYSTEM_CLOCK, onJunk: () => undefined });
    socket.addEventListener('message', ({ data }) => rpc.receive(String(data)));
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
    const overServer: ChainEngine = Object.create(engine, {
      submit: { value: (extrinsic: Uint8Array) => rpc.request('author_submitExtrinsic', [toHex(extrinsic)]) },
    });
    tracker.attach(overServer);

    const axon = { netuid: 1, version: 1, ip: 0x01020304n, port: 8091, ip_type: 4, protocol: 4 };
    const call: RuntimeCall = {
      type: 'SubtensorModule',
      value: [{ type: 'serve_axon', value: { ...axon, placeholder1: 0, placeholder2: 0 } }],
    };
    const signed = sign(sr25519FromUri('//Two'), call);
    await tracker.submit(signed);
    expect(stateOf(signed)).toMatchObject({
      type: 'refused',
      refusal: { rpcCode: 1010, custom: 10, name: 'Custom.HotKeyNotRegisteredInNetwork' },
    });
    const poor = sign(sr25519FromUri('//Nobody'), transfer(1n));
    await tracker.submit(poor);
    expect(stateOf(poor)).toMatchObject({ type: 'refused', refusal: { name: 'Payment' } });
    socket.close();
  });
});

describe('a transaction and its light client', () => {
  it('survives that the light client is closed before it is in a block, and another one opened', async () => {
    const pair = sr25519FromUri('//Three');
    // The nonce before it is missing, so it waits until we want it in a block.
    const nonce = nonceOf(pair);
    const signed = sign(pair, transfer(TAO), { nonce: nonce + 1, period: 64 });
    await tracker.submit(signed);
    await engine.close();
    engine = open();
    tracker.attach(engine);
    await isFollowing();
    expect(codeOf(signed)).toBe('transaction/submitted');
    expect(net.chain.submit(sign(pair, transfer(2n), { nonce }).bytes).ok).toBe(true);
    await reaches(signed, 'succeeded');
  });

  it('survives a reload: another tracker goes on from the log', async () => {
    const signed = sign(sr25519FromUri('//Four'), transfer(TAO), { period: 64 });
    await tracker.submit(signed);
    await tracker.close();
    // Meanwhile it gets into a block, and blocks go by.
    const { number } = net.chain.best;
    await expect.poll(() => engine.status.finalized!.number, PATIENCE).toBeGreaterThan(number + 3);
    tracker = new TransactionTracker(undefined, log, SYSTEM_CLOCK);
    expect(await tracker.resume()).toEqual([]);
    expect(codeOf(signed)).toBe('transaction/submitted');
    tracker.attach(engine);
    await reaches(signed, 'succeeded');
    expect((await log.load()).length).toBe(1);
  });
});

describe('the events of every block', () => {
  it('come in the order that the splitter relies on', () => {
    const { chain } = net;
    const blocks = Array.from({ length: chain.best.number }, (_, i) => chain.byNumber(i + 1)!).filter(
      ({ state }) => state,
    );
    expect(blocks.length).toBeGreaterThan(16);
    for (const { state, body } of blocks) {
      const split = splitEvents(state!.get(storageKey(storage.System.Events)) ?? new Uint8Array());
      expect(split).toMatchObject({ completeExtrinsics: body.length, stop: undefined });
    }
  });
});
