/** Stories of the desk over a scripted chain: nonces across refusals, reloads and engines. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bytes } from '../../chain/bytes.ts';
import { toHex } from '../../chain/bytes.ts';
import { encodeValue, storage, storageKey } from '../../chain/schema/index.ts';
import { LightError } from '../errors.ts';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { blockRef } from '../testing/fake-state.ts';
import { TransactionDesk } from './desk.ts';
import { heldNonces } from './desk-nonces.ts';
import { eventsBytes, feePaid, succeeded } from './events.fixture.ts';
import { keyringSigner } from './signers/keyring.ts';
import type { TrackedTransaction, TransactionState } from './tracked-transaction.ts';
import { poolError, ScriptedChain, ScriptedEngine } from './tracker.fixture.ts';
import type { TransactionLog } from './transaction-log.ts';
import { openMemoryLog } from './transaction-log.ts';
import { ALICE, BOB, remark, SPEC_VERSION } from './transactions.fixture.ts';
import type { SignedTransaction, Signer, UnsignedTransaction } from './types.ts';

const BIRTH = 100;
/** Alice's at the beginning. */
const NONCE = 7;
const SUCCESS = eventsBytes(succeeded(0), feePaid(1, 9n), succeeded(1));
const signer = keyringSigner(ALICE);
const refusingSigner: Signer = {
  account: ALICE.publicKey,
  sign: () => Promise.reject(new LightError('signer/rejected', 'No.')),
};

/** Its state also tells the runtime, which is signed. */
class ChainWithRuntime extends ScriptedChain {
  override valueAt(number: number, key: Bytes): Bytes | undefined {
    const item = storage.System.LastRuntimeUpgrade;
    if (toHex(key) !== toHex(storageKey(item))) return super.valueAt(number, key);
    return encodeValue(item, { spec_version: SPEC_VERSION, spec_name: 'node-subtensor' });
  }
}

let chain: ScriptedChain;
let engine: ScriptedEngine;
let log: TransactionLog;
let desk: TransactionDesk;
beforeEach(() => {
  chain = new ChainWithRuntime().setNonce(0, NONCE, ALICE.publicKey);
  engine = new ScriptedEngine(chain, BIRTH);
  log = openMemoryLog();
  desk = new TransactionDesk(log, new FakeClock());
  desk.attach(engine.engine);
});
afterEach(() => desk.close());

async function rounds(count = 40): Promise<void> {
  for (let i = 0; i < count; i++) await settle();
}
async function finalize(number: number): Promise<void> {
  engine.finalize(number);
  await rounds();
}
/** As a reload: nothing is left but the log. */
async function reload(on: ScriptedEngine | undefined): Promise<void> {
  await desk.close();
  desk = new TransactionDesk(log, new FakeClock());
  const resuming = desk.resume();
  if (on) desk.attach(on.engine);
  expect(await resuming).toEqual([]);
}

const prepare = (periodBlocks = 16): Promise<UnsignedTransaction> =>
  desk.prepare(remark(4), ALICE.publicKey, { periodBlocks });
const nextNonce = async (): Promise<number> => {
  const draft = await prepare();
  desk.discard(draft);
  return draft.terms.nonce;
};
const send = async (periodBlocks?: number): Promise<SignedTransaction> => {
  const signed = await desk.sign(await prepare(periodBlocks), signer);
  await desk.submit(signed);
  return signed;
};
const stateOf = ({ hash }: SignedTransaction): TransactionState => desk.get(toHex(hash))!.state;

describe('the way of a transaction over the desk', () => {
  it('leads from a call to its outcome', async () => {
    const signed = await send();
    expect(engine.submitted).toEqual([signed.bytes]);
    chain.include(BIRTH + 2, [signed.bytes], SUCCESS).setNonce(BIRTH + 2, NONCE + 1, ALICE.publicKey);
    await finalize(BIRTH + 2);
    expect(stateOf(signed)).toMatchObject({ type: 'included', outcome: { type: 'succeeded' } });
    expect(await nextNonce()).toBe(NONCE + 1);
  });

  it('takes a transaction that was signed elsewhere', async () => {
    const draft = await prepare();
    const { bytes, hash, terms, validUntilBlock } = await desk.sign(draft, signer);
    const { signer: account, nonce, specVersion, era } = terms;
    const trackable = { bytes, hash, signer: account, nonce, specVersion, birth: era.birth };
    await desk.submit({ ...trackable, validUntil: validUntilBlock + 1 });
    expect(desk.transactions).toMatchObject([{ hash: toHex(hash), state: { type: 'submitted' } }]);
  });

  it('tells of changes until it is closed, and writes nothing after', async () => {
    const heard: string[] = [];
    desk.subscribe((change) => heard.push(change.type));
    await send();
    expect(heard).toContain('changed');
    await desk.close();
    const before = heard.length;
    await finalize(BIRTH + 1);
    expect(heard.length).toBe(before);
    await expect(prepare()).rejects.toMatchObject({ code: 'light/closed' });
  });

  it('prepares nothing without an engine, and hands over with the next', async () => {
    const signed = await desk.sign(await prepare(), signer);
    desk.detach();
    await expect(prepare()).rejects.toMatchObject({ code: 'transaction/not-following' });
    await desk.submit(signed);
    expect(stateOf(signed)).toEqual({ type: 'signed' });
    desk.attach(engine.engine);
    await rounds();
    expect(stateOf(signed)).toEqual({ type: 'submitted' });
  });
});

describe('nonces at the desk', () => {
  it('are different for several that are prepared at once', async () => {
    const drafts = await Promise.all([prepare(), prepare(), prepare()]);
    expect(drafts.map(({ terms }) => terms.nonce)).toEqual([NONCE, NONCE + 1, NONCE + 2]);
  });

  it('are not given twice when a block comes while one is being prepared', async () => {
    const signed = await send();
    const gate = Promise.withResolvers<void>();
    engine.gate = gate.promise;
    const slow = prepare();
    await rounds();
    engine.gate = undefined;
    chain.include(BIRTH + 1, [signed.bytes], SUCCESS).setNonce(BIRTH + 1, NONCE + 1, ALICE.publicKey);
    await finalize(BIRTH + 1);
    expect(stateOf(signed)).toMatchObject({ type: 'included' });
    const next = prepare();
    await rounds();
    gate.resolve();
    expect((await slow).terms.nonce).toBe(NONCE + 1);
    expect((await next).terms.nonce).toBe(NONCE + 2);
  });

  it('come back when the signer refuses, and when a draft is discarded', async () => {
    await expect(desk.sign(await prepare(), refusingSigner)).rejects.toMatchObject({ code: 'signer/rejected' });
    expect(await nextNonce()).toBe(NONCE);
    expect(await nextNonce()).toBe(NONCE);
  });

  it('are not signed for a draft that was given up', async () => {
    const draft = await prepare();
    desk.discard(draft);
    await expect(desk.sign(draft, signer)).rejects.toMatchObject({ code: 'transaction/discarded' });
    const [slow, asked] = [Promise.withResolvers<Bytes>(), await desk.prepare(remark(3), ALICE.publicKey)];
    const signing = desk.sign(asked, { account: ALICE.publicKey, sign: () => slow.promise });
    desk.discard(asked);
    slow.resolve(await signer.sign(asked));
    await expect(signing).rejects.toMatchObject({ code: 'transaction/discarded' });
  });

  it('come back when a draft has become too old for a block', async () => {
    const { validUntilBlock } = await prepare();
    await finalize(validUntilBlock - 1);
    expect(await nextNonce()).toBe(NONCE + 1);
    await finalize(validUntilBlock);
    expect(await nextNonce()).toBe(NONCE);
  });

  it('stay taken while a transaction waits, also after a reload', async () => {
    await send();
    expect(await nextNonce()).toBe(NONCE + 1);
    await reload(engine);
    expect(await nextNonce()).toBe(NONCE + 1);
  });

  it('are known to what is prepared while the log is still being read', async () => {
    await send();
    await desk.close();
    desk = new TransactionDesk(log, new FakeClock());
    desk.attach(engine.engine);
    const resuming = desk.resume();
    expect(await nextNonce()).toBe(NONCE + 1);
    await resuming;
  });

  it('come back when a pool refuses, and fill the gap before they count on', async () => {
    engine.refusals.push(poolError(1010, 'Inability to pay some fees (e.g. account balance too low)'));
    const refused = await send();
    expect(stateOf(refused)).toMatchObject({ type: 'refused', refusal: { name: 'Payment' } });
    const second = await send();
    expect(second.terms.nonce).toBe(NONCE);
    expect(await nextNonce()).toBe(NONCE + 1);
  });

  it('come back when a transaction has expired', async () => {
    const signed = await send(4);
    await finalize(BIRTH + 4);
    expect(stateOf(signed)).toMatchObject({ type: 'expired' });
    expect(await nextNonce()).toBe(NONCE);
  });

  it('follow the chain when another transaction took one', async () => {
    const signed = await send();
    chain.setNonce(BIRTH + 1, NONCE + 1, ALICE.publicKey);
    await finalize(BIRTH + 1);
    expect(stateOf(signed)).toMatchObject({ type: 'replaced' });
    expect(await nextNonce()).toBe(NONCE + 1);
  });

  it('are not given twice by an engine that is behind the block of the last one', async () => {
    const signed = await send();
    chain.include(BIRTH + 2, [signed.bytes], SUCCESS).setNonce(BIRTH + 2, NONCE + 1, ALICE.publicKey);
    await finalize(BIRTH + 2);
    desk.attach(new ScriptedEngine(chain, BIRTH + 1).engine);
    expect(await nextNonce()).toBe(NONCE + 1);
  });

  it('begin again at 0 with an account that was removed', async () => {
    const signed = await send();
    chain.include(BIRTH + 1, [signed.bytes], SUCCESS).setNonce(BIRTH + 1, 0, ALICE.publicKey);
    await finalize(BIRTH + 1);
    expect(await nextNonce()).toBe(0);
  });

  it('stay taken by a draft that could not be written down', async () => {
    const signed = await desk.sign(await prepare(), signer);
    const { save } = log;
    Object.assign(log, { save: () => Promise.reject(new Error('disk full')) });
    await expect(desk.submit(signed)).rejects.toMatchObject({ code: 'transaction/not-saved' });
    expect(await nextNonce()).toBe(NONCE + 1);
    Object.assign(log, { save });
    await desk.submit(signed);
    expect(stateOf(signed)).toEqual({ type: 'submitted' });
  });
});

describe('held nonces', () => {
  const STATES: readonly (readonly [TransactionState['type'], boolean])[] = [
    ['signed', true],
    ['submitted', true],
    ['refused', false],
    ['expired', false],
    ['replaced', false],
    ['lost-sight', false],
  ];
  const followed = (nonce: number, state: unknown, account: Bytes): TrackedTransaction =>
    ({ nonce, state, signer: account }) as TrackedTransaction;

  it('are those of what may still come into a block, of this account alone', () => {
    const one = fc.record({ nonce: fc.nat(20), isAlice: fc.boolean(), state: fc.constantFrom(...STATES) });
    fc.assert(
      fc.property(fc.array(one), (all) => {
        const list = all.map(({ nonce, isAlice, state: [type] }) =>
          followed(nonce, { type }, isAlice ? ALICE.publicKey : BOB.publicKey),
        );
        const expected = all.filter(({ isAlice, state: [, isHeld] }) => isAlice && isHeld).map(({ nonce }) => nonce);
        expect(heldNonces(ALICE.publicKey, BIRTH, [], list)).toEqual(new Set(expected));
      }),
      { seed: 20_261_120 },
    );
  });

  it('leave out what is in a block that the head has reached', () => {
    const state = { type: 'included', inclusion: { block: blockRef(50), index: 1 } };
    const list = [followed(3, state, ALICE.publicKey)];
    expect([...heldNonces(ALICE.publicKey, 49, [], list)]).toEqual([3]);
    expect([...heldNonces(ALICE.publicKey, 50, [], list)]).toEqual([]);
  });
});
