/** Stories of transactions over a scripted chain: connections come and go, pages are loaded anew, blocks are withheld. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toHex } from '../../chain/bytes.ts';
import { extrinsicHash } from '../../chain/extrinsic.ts';
import { LightError } from '../errors.ts';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { blockRef } from '../testing/fake-state.ts';
import type { ChainEngine } from '../types.ts';
import { eventsBytes, failed, feePaid, palletError, succeeded, undeclared } from './events.fixture.ts';
import { ATTEMPTS, BODIES_AT_ONCE, KEPT_STATES } from './track-search.ts';
import { describeTransaction } from './track-words.ts';
import type { TrackableTransaction } from './tracked-transaction.ts';
import { poolError, ScriptedChain, ScriptedEngine, transaction } from './tracker.fixture.ts';
import { TransactionTracker } from './tracker.ts';
import { MAX_KEPT, MAX_OPEN } from './tracker-book.ts';
import { HAND_OVER_BLOCKS } from './tracker-hand-over.ts';
import type { TransactionLog } from './transaction-log.ts';
import { openMemoryLog } from './transaction-log.ts';

const BIRTH = 100;
const SUCCESS = eventsBytes(succeeded(0), feePaid(1, 9n), succeeded(1));
const unavailable = () => new LightError('light/unavailable', 'no peer has it');

let chain: ScriptedChain;
let engine: ScriptedEngine;
let log: TransactionLog;
let clock: FakeClock;
let tracker: TransactionTracker;
beforeEach(() => {
  chain = new ScriptedChain();
  engine = new ScriptedEngine(chain, BIRTH);
  log = openMemoryLog();
  clock = new FakeClock();
  tracker = new TransactionTracker(engine.engine, log, clock);
});
afterEach(() => tracker.close());

const stateOf = (signed: TrackableTransaction) => tracker.get(toHex(signed.hash))!.state;
const codeOf = (signed: TrackableTransaction) => describeTransaction(tracker.get(toHex(signed.hash))!).code;

/** Rounds wait for a chain of promises that is longer than one settling. */
async function rounds(count = 40): Promise<void> {
  for (let i = 0; i < count; i++) await settle();
}

async function finalize(number: number, on = engine): Promise<void> {
  on.finalize(number);
  await rounds();
}

/** As a reload: nothing is left but the log. */
async function reload(on: ScriptedEngine | undefined): Promise<void> {
  await tracker.close();
  tracker = new TransactionTracker(on?.engine, log, clock);
  await tracker.resume();
  await rounds();
}

describe('a transaction that gets into a block', () => {
  it('is written down before it is handed over', async () => {
    const order: string[] = [];
    const t = transaction(1);
    const { submit } = engine.engine;
    const watched: ChainEngine = {
      ...engine.engine,
      status: engine.engine.status,
      submit(extrinsic) {
        order.push('submit');
        return submit(extrinsic);
      },
    };
    const written: TransactionLog = {
      ...log,
      save(record) {
        order.push(`save ${record.state.type}`);
        return log.save(record);
      },
    };
    const own = new TransactionTracker(watched, written, clock);
    await own.submit(t);
    expect(order.slice(0, 3)).toEqual(['save signed', 'save signed', 'submit']);
    expect(order.at(-1)).toBe('save submitted');
    await own.close();
  });

  it('succeeds where its finalized block says so', async () => {
    const t = transaction(1);
    chain.include(103, [t.bytes], SUCCESS);
    expect((await tracker.submit(t)).state).toEqual({ type: 'submitted' });
    await finalize(102);
    expect(stateOf(t)).toEqual({ type: 'submitted' });
    await finalize(104);
    expect(stateOf(t)).toMatchObject({
      type: 'included',
      inclusion: { block: blockRef(103), index: 1 },
      label: 'proved',
      outcome: { type: 'succeeded', carried: [], fee: { feeRao: 9n } },
    });
    expect(codeOf(t)).toBe('transaction/succeeded');
    expect(await log.load()).toEqual(tracker.transactions);
  });

  it('fails with the chain’s own error', async () => {
    const t = transaction(1);
    chain.include(101, [t.bytes], eventsBytes(succeeded(0), failed(1, palletError('SubtensorModule', 'AmountTooLow'))));
    await tracker.submit(t);
    await finalize(101);
    expect(stateOf(t)).toMatchObject({
      type: 'included',
      outcome: { type: 'failed', error: { pallet: 'SubtensorModule', name: 'AmountTooLow' } },
    });
    expect(describeTransaction(tracker.get(toHex(t.hash))!).reason).toContain('SubtensorModule.AmountTooLow');
  });

  it('is not believed to be there before its block is final', async () => {
    const t = transaction(1);
    await tracker.submit(t);
    // On a fork it is in block 101; the fork is left, and it is in block 103 of the chain that becomes final.
    chain.include(101, [t.bytes], SUCCESS);
    engine.update({ best: blockRef(101) });
    await rounds();
    expect(stateOf(t)).toEqual({ type: 'submitted' });
    chain.bodies.delete(101);
    chain.include(103, [t.bytes], SUCCESS);
    await finalize(103);
    expect(stateOf(t)).toMatchObject({ inclusion: { block: { number: 103 } } });
  });

  it('has an unknown outcome where its events cannot be told apart', async () => {
    const t = transaction(1);
    const unknown = undeclared({ type: 'ApplyExtrinsic', value: [0] }, 99, 4);
    chain.include(101, [t.bytes], Uint8Array.of(4, ...unknown));
    await tracker.submit(t);
    await finalize(101);
    expect(stateOf(t)).toMatchObject({ type: 'included', outcome: { type: 'unknown' } });
    expect(codeOf(t)).toBe('transaction/events-unreadable');
  });

  it('is followed beside others, each in its own block', async () => {
    const [a, b, c] = [transaction(1), transaction(2, { nonce: 6 }), transaction(3, { nonce: 7 })];
    chain.include(
      102,
      [a.bytes, b.bytes],
      eventsBytes(succeeded(0), succeeded(1), failed(2, { type: 'BadOrigin', value: undefined })),
    );
    for (const t of [a, b, c]) await tracker.submit(t);
    await finalize(102);
    expect([a, b, c].map(codeOf)).toEqual(['transaction/succeeded', 'transaction/failed', 'transaction/submitted']);
    chain.include(105, [c.bytes], SUCCESS);
    await finalize(106);
    expect(codeOf(c)).toBe('transaction/succeeded');
  });

  it('tells listeners of every change in order, and not after close', async () => {
    const t = transaction(1);
    const seen: string[] = [];
    tracker.subscribe(
      (change) => void seen.push(change.type === 'changed' ? change.transaction.state.type : 'forgotten'),
    );
    chain.include(101, [t.bytes], SUCCESS);
    await tracker.submit(t);
    await finalize(101);
    expect([...new Set(seen)]).toEqual(['signed', 'submitted', 'included']);
    await tracker.close();
    const { length } = seen;
    await finalize(110);
    expect(seen).toHaveLength(length);
  });

  it('asks for the blocks between two heads, few at a time and each of them once', async () => {
    const t = transaction(1);
    await tracker.submit(t);
    await finalize(150);
    expect(engine.bodiesAsked.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => 101 + i));
    expect(engine.bodiesAtOnce).toBe(BODIES_AT_ONCE);
  });
});

describe('connections that come and go', () => {
  it('hands over what was signed while nobody was there', async () => {
    tracker.detach();
    const t = transaction(1);
    expect((await tracker.submit(t)).state).toEqual({ type: 'signed' });
    expect(codeOf(t)).toBe('transaction/signed');
    tracker.attach(engine.engine);
    await rounds();
    expect(engine.submitted).toEqual([t.bytes]);
    expect(stateOf(t)).toEqual({ type: 'submitted' });
  });

  it('tries again at the next block where the hand-over did not get through', async () => {
    engine.refusals.push(new LightError('light/timeout', 'no answer'));
    const t = transaction(1);
    expect((await tracker.submit(t)).state).toEqual({ type: 'signed' });
    await finalize(101);
    expect(engine.submitted).toHaveLength(2);
    expect(stateOf(t)).toEqual({ type: 'submitted' });
  });

  it('goes on over another engine where the first one died, and hands over again', async () => {
    const t = transaction(1);
    await tracker.submit(t);
    await finalize(102);
    engine.end();
    const second = new ScriptedEngine(chain);
    tracker.attach(second.engine);
    await rounds();
    chain.include(107, [t.bytes], SUCCESS);
    await finalize(106, second);
    expect(second.submitted).toEqual([t.bytes]);
    await finalize(108, second);
    expect(codeOf(t)).toBe('transaction/succeeded');
    expect(second.bodiesAsked).not.toContain(101);
  });

  it('loses nothing when the engine is replaced in the middle of a search', async () => {
    const t = transaction(1);
    await tracker.submit(t);
    chain.include(104, [t.bytes], SUCCESS);
    const never = Promise.withResolvers<void>();
    engine.gate = never.promise;
    await finalize(105);
    const second = new ScriptedEngine(chain, 105);
    tracker.attach(second.engine);
    await rounds();
    expect(codeOf(t)).toBe('transaction/succeeded');
  });

  it('hands over again when the engine is back, and every few blocks', async () => {
    await tracker.submit(transaction(1));
    await finalize(101);
    expect(engine.submitted).toHaveLength(1);
    engine.update({ stage: 'stalled' });
    await rounds();
    await finalize(102);
    expect(engine.submitted).toHaveLength(2);
    for (let number = 103; number <= 102 + HAND_OVER_BLOCKS; number++) await finalize(number);
    expect(engine.submitted).toHaveLength(3);
  });

  it('does not hand over what the next block can not take any more', async () => {
    const t = transaction(1, { validUntil: 104 });
    await tracker.submit(t);
    engine.update({ stage: 'stalled' });
    await finalize(101);
    expect(engine.submitted).toHaveLength(1);
    const other = transaction(2, { nonce: 6 });
    engine.update({ specVersion: 425, stage: 'stalled' });
    engine.refusals.push(new LightError('light/timeout', 'no answer'));
    await tracker.submit(other);
    await finalize(102);
    expect(engine.submitted).toHaveLength(2);
  });

  it('hands over in the order of nonces', async () => {
    tracker.detach();
    const [a, b] = [transaction(1, { nonce: 9 }), transaction(2, { nonce: 8 })];
    await tracker.submit(a);
    await tracker.submit(b);
    tracker.attach(engine.engine);
    await rounds();
    expect(engine.submitted).toEqual([b.bytes, a.bytes]);
  });

  it('says what is in the way and tries again by itself', async () => {
    const t = transaction(1);
    await tracker.submit(t);
    chain.include(101, [t.bytes], SUCCESS);
    engine.withholdState = () => unavailable();
    await finalize(101);
    expect(tracker.trouble).toMatchObject({ code: 'light/unavailable' });
    engine.withholdState = () => undefined;
    await clock.advance(2_000);
    await rounds();
    expect(codeOf(t)).toBe('transaction/succeeded');
    expect(tracker.trouble).toBeUndefined();
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('a reload', () => {
  it('goes on from the log in every state', async () => {
    const t = transaction(1);
    tracker.detach();
    await tracker.submit(t);
    await reload(undefined);
    expect(stateOf(t)).toEqual({ type: 'signed' });
    await reload(engine);
    expect(stateOf(t)).toEqual({ type: 'submitted' });
    chain.include(103, [t.bytes], SUCCESS);
    engine.withholdState = (number) => (number === 103 ? unavailable() : undefined);
    await finalize(104);
    expect(codeOf(t)).toBe('transaction/included');
    await reload(undefined);
    expect(codeOf(t)).toBe('transaction/included');
    engine.withholdState = () => undefined;
    await reload(engine);
    expect(codeOf(t)).toBe('transaction/succeeded');
    await reload(engine);
    expect(codeOf(t)).toBe('transaction/succeeded');
  });

  it('does not look again into blocks that were searched before it', async () => {
    await tracker.submit(transaction(1));
    await finalize(110);
    engine.bodiesAsked.length = 0;
    await reload(engine);
    await finalize(112);
    expect(engine.bodiesAsked).toEqual([111, 112]);
  });

  it('leaves damaged records out, says so, and keeps the others', async () => {
    const t = transaction(1);
    await tracker.submit(t);
    const records = [...(await log.load()), { hash: '0x00' }, 7];
    const other = new TransactionTracker(undefined, { ...log, load: async () => records }, clock);
    const damaged = await other.resume();
    expect(damaged.map(({ code }) => code)).toEqual(['transaction/bad-record', 'transaction/bad-record']);
    expect(other.transactions).toHaveLength(1);
    await other.close();
  });
});

describe('a pool that refuses', () => {
  it('refuses with the meaning of its code', async () => {
    engine.refusals.push(poolError(1010, 'Custom error: 6'));
    const t = transaction(1);
    expect((await tracker.submit(t)).state).toMatchObject({
      type: 'refused',
      refusal: { rpcCode: 1010, custom: 6, name: 'Custom.RateLimitExceeded' },
    });
    expect(codeOf(t)).toBe('transaction/refused');
    await finalize(101);
    expect(engine.submitted).toHaveLength(1);
  });

  it('is asked once more when the person wants it', async () => {
    engine.refusals.push(poolError(1010, 'Custom error: 6'));
    const t = transaction(1);
    await tracker.submit(t);
    expect((await tracker.submit(t)).state).toEqual({ type: 'submitted' });
    expect(engine.submitted).toHaveLength(2);
  });

  it('is contradicted by a finalized block', async () => {
    engine.refusals.push(poolError(1010, 'Transaction has a bad signature'));
    const t = transaction(1);
    await tracker.submit(t);
    chain.include(102, [t.bytes], SUCCESS);
    await finalize(102);
    expect(codeOf(t)).toBe('transaction/succeeded');
  });

  it('stays refused when its window is over, and is not searched for any more', async () => {
    engine.refusals.push(poolError(1010, 'Custom error: 2'));
    const t = transaction(1);
    await tracker.submit(t);
    await finalize(164);
    expect(codeOf(t)).toBe('transaction/refused');
    engine.bodiesAsked.length = 0;
    await finalize(170);
    expect(engine.bodiesAsked).toEqual([]);
  });

  it.each([1013, 1014])('means nothing with %i when it is handed over again', async (rpcCode) => {
    const t = transaction(1);
    await tracker.submit(t);
    engine.refusals.push(poolError(rpcCode));
    engine.update({ stage: 'stalled' });
    await finalize(101);
    expect(engine.submitted).toHaveLength(2);
    expect(stateOf(t)).toEqual({ type: 'submitted' });
  });

  it('has it already where the first hand-over was never answered', async () => {
    engine.refusals.push(new LightError('light/timeout', 'no answer'), poolError(1010, 'Transaction is outdated'));
    const t = transaction(1);
    await tracker.submit(t);
    await finalize(101);
    expect(stateOf(t)).toEqual({ type: 'submitted' });
  });

  it('does not decide once another pool has taken it, but is told', async () => {
    const t = transaction(1);
    await tracker.submit(t);
    engine.refusals.push(poolError(1010, 'Inability to pay some fees (e.g. account balance too low)'));
    engine.update({ stage: 'stalled' });
    await finalize(101);
    expect(stateOf(t)).toEqual({ type: 'submitted' });
    expect(describeTransaction(tracker.get(toHex(t.hash))!).reason).toContain('cannot pay the fee');
  });

  it('is asked again where it only had no room', async () => {
    engine.refusals.push(poolError(1016));
    const t = transaction(1);
    expect((await tracker.submit(t)).state).toEqual({ type: 'signed' });
    await finalize(101);
    expect(stateOf(t)).toEqual({ type: 'submitted' });
  });
});

describe('a transaction that gets into no block', () => {
  it('is replaced when its nonce is gone', async () => {
    const t = transaction(1);
    await tracker.submit(t);
    chain.setNonce(0, 5).setNonce(103, 6);
    await finalize(102);
    expect(stateOf(t)).toEqual({ type: 'submitted' });
    await finalize(103);
    expect(stateOf(t)).toEqual({ type: 'replaced', seenAt: blockRef(103), label: 'proved' });
    expect(codeOf(t)).toBe('transaction/replaced');
  });

  it('is not replaced by itself', async () => {
    const t = transaction(1);
    await tracker.submit(t);
    chain.setNonce(101, 6).include(101, [t.bytes], SUCCESS);
    await finalize(101);
    expect(codeOf(t)).toBe('transaction/succeeded');
  });

  it('expires after the last block of its window, not before', async () => {
    const t = transaction(1);
    await tracker.submit(t);
    await finalize(162);
    expect(stateOf(t)).toEqual({ type: 'submitted' });
    await finalize(163);
    expect(stateOf(t)).toEqual({ type: 'expired', seenAt: blockRef(163), label: 'proved' });
  });

  it('is found in the last block of its window', async () => {
    const t = transaction(1);
    chain.include(163, [t.bytes], SUCCESS);
    await tracker.submit(t);
    await finalize(170);
    expect(codeOf(t)).toBe('transaction/succeeded');
  });
});

describe('blocks that are withheld', () => {
  it('are asked for again, and nothing is concluded without them', async () => {
    const t = transaction(1);
    await tracker.submit(t);
    chain.include(102, [t.bytes], SUCCESS).setNonce(102, 6);
    engine.withholdBody = (number) => (number === 102 ? unavailable() : undefined);
    await finalize(105);
    expect(stateOf(t)).toEqual({ type: 'submitted' });
    expect(tracker.trouble?.code).toBe('light/unavailable');
    await finalize(164);
    expect(stateOf(t)).toEqual({ type: 'submitted' });
    engine.withholdBody = () => undefined;
    await clock.advance(60_000);
    await rounds();
    expect(codeOf(t)).toBe('transaction/succeeded');
  });

  it('do not hide a transaction in a later one', async () => {
    const t = transaction(1);
    await tracker.submit(t);
    chain.include(103, [t.bytes], SUCCESS);
    engine.withholdBody = (number) => (number === 102 ? unavailable() : undefined);
    await finalize(105);
    expect(codeOf(t)).toBe('transaction/succeeded');
  });

  it('are given up when they are old and were asked for often enough; then sight is lost, not guessed', async () => {
    const t = transaction(1);
    await tracker.submit(t);
    tracker.detach();
    chain.setNonce(0, 5);
    engine.finalize(102 + KEPT_STATES);
    engine.withholdBody = (number) => (number === 101 ? unavailable() : undefined);
    tracker.attach(engine.engine);
    for (let i = 0; i < ATTEMPTS; i++) {
      await rounds();
      await clock.advance(60_000);
    }
    expect(stateOf(t)).toMatchObject({ type: 'lost-sight', why: { code: 'transaction/lost-sight' } });
    expect(describeTransaction(tracker.get(toHex(t.hash))!)).toMatchObject({
      reason: expect.stringContaining('has not been used'),
    });
  });

  it('are not given up because of the way to them', async () => {
    const t = transaction(1);
    await tracker.submit(t);
    tracker.detach();
    engine.finalize(102 + KEPT_STATES);
    engine.withholdBody = () => new LightError('light/timeout', 'no answer');
    tracker.attach(engine.engine);
    for (let i = 0; i < 3 * ATTEMPTS; i++) {
      await rounds();
      await clock.advance(60_000);
    }
    expect(stateOf(t)).toEqual({ type: 'submitted' });
  });

  it('are lost where no state tells their hashes any more', async () => {
    const t = transaction(1);
    await tracker.submit(t);
    chain.setNonce(2_000, 6);
    await finalize(2_600);
    expect(stateOf(t)).toMatchObject({ type: 'lost-sight' });
    expect(engine.bodiesAsked).toEqual([]);
  });

  it('leave the outcome unknown where only their state is gone', async () => {
    const t = transaction(1);
    await tracker.submit(t);
    tracker.detach();
    chain.include(101, [t.bytes], SUCCESS);
    engine.finalize(102 + KEPT_STATES);
    engine.withholdState = (number) => (number === 101 ? unavailable() : undefined);
    tracker.attach(engine.engine);
    for (let i = 0; i < ATTEMPTS; i++) {
      await rounds();
      await clock.advance(60_000);
    }
    expect(stateOf(t)).toMatchObject({ type: 'included', outcome: { type: 'unknown' } });
    expect(codeOf(t)).toBe('transaction/events-unavailable');
  });
});

describe('bounds', () => {
  it('refuses what has no end or is not itself', async () => {
    const refused = [
      transaction(1, { validUntil: Number.POSITIVE_INFINITY }),
      transaction(1, { validUntil: BIRTH }),
      transaction(1, { hash: new Uint8Array(32) }),
      transaction(1, { bytes: new Uint8Array(2 << 20) }),
      { ...transaction(1), nonce: 6 },
      { ...transaction(1), signer: new Uint8Array(32) },
      { ...transaction(1), validUntil: BIRTH + 63 },
      { ...transaction(1), birth: blockRef(BIRTH - 1) },
      ...[Uint8Array.of(8, 4, 2), Uint8Array.of(1, 2, 3)].map((bytes) => ({
        ...transaction(1),
        bytes,
        hash: extrinsicHash(bytes),
      })),
    ];
    for (const signed of refused) {
      await expect(tracker.submit(signed)).rejects.toMatchObject({ code: 'transaction/not-trackable' });
    }
    expect(engine.submitted).toEqual([]);
  });

  it('does not hand over what could not be written down', async () => {
    const full = { ...log, save: () => Promise.reject(new Error('quota')) };
    const own = new TransactionTracker(engine.engine, full, clock);
    await expect(own.submit(transaction(1))).rejects.toMatchObject({ code: 'transaction/not-saved' });
    expect(own.transactions).toEqual([]);
    expect(engine.submitted).toEqual([]);
    await own.close();
  });

  it('writes later what could not be written at once', async () => {
    let isFull = false;
    const record = transaction(1);
    const own = new TransactionTracker(
      engine.engine,
      { ...log, save: (saved) => (isFull ? Promise.reject(new Error('quota')) : log.save(saved)) },
      clock,
    );
    await own.submit(record);
    isFull = true;
    chain.include(101, [record.bytes], SUCCESS);
    await finalize(101);
    expect(own.trouble?.reason).toBe('quota');
    isFull = false;
    await finalize(102);
    expect(await log.load()).toMatchObject([{ state: { type: 'included' } }]);
    expect(own.trouble).toBeUndefined();
    await own.close();
  });

  it('follows a bounded number at once', async () => {
    for (let i = 0; i < MAX_OPEN; i++) await tracker.submit(transaction(i, { nonce: i }));
    await expect(tracker.submit(transaction(MAX_OPEN))).rejects.toMatchObject({ code: 'transaction/too-many-open' });
    await expect(tracker.submit(transaction(0, { nonce: 0 }))).resolves.toMatchObject({ nonce: 0 });
  });

  it('forgets on demand what is done, and nothing that is open', async () => {
    const [open, done] = [transaction(1), transaction(2, { nonce: 6 })];
    await tracker.submit(open);
    engine.refusals.push(poolError(1001));
    await tracker.submit(done);
    expect([open, done].map(({ hash }) => tracker.forget(toHex(hash)))).toEqual([false, true]);
    await rounds(1);
    expect(await log.load()).toMatchObject([{ hash: toHex(open.hash) }]);
  });

  it('keeps a bounded number and forgets the oldest that are done', async () => {
    for (let i = 0; i <= MAX_KEPT; i++) {
      engine.refusals.push(poolError(1010, 'Custom error: 2'));
      await tracker.submit(transaction(i, { nonce: i }));
    }
    await rounds(4);
    expect(tracker.transactions).toHaveLength(MAX_KEPT);
    expect(tracker.get(toHex(transaction(0).hash))).toBeUndefined();
    expect(await log.load()).toHaveLength(MAX_KEPT);
  });
});
