/** What a followed transaction may be called, and what becomes of it when finality was only claimed and is overruled. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toHex } from '../../chain/bytes.ts';
import type { Label } from '../../chain/label.ts';
import { LightError } from '../errors.ts';
import { openRuntimeGuard } from '../runtime-guard.ts';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { blockRef } from '../testing/fake-state.ts';
import { eventsBytes, feePaid, succeeded } from './events.fixture.ts';
import { describeTransaction } from './track-words.ts';
import type { TrackableTransaction } from './tracked-transaction.ts';
import { ScriptedChain, ScriptedEngine, transaction } from './tracker.fixture.ts';
import { TransactionTracker } from './tracker.ts';
import type { TransactionLog } from './transaction-log.ts';
import { openMemoryLog } from './transaction-log.ts';

const SUCCESS = eventsBytes(succeeded(0), feePaid(1, 9n), succeeded(1));

let chain: ScriptedChain;
let engine: ScriptedEngine;
let log: TransactionLog;
let clock: FakeClock;
let tracker: TransactionTracker;
beforeEach(() => {
  chain = new ScriptedChain();
  engine = new ScriptedEngine(chain, 100);
  log = openMemoryLog();
  clock = new FakeClock();
  tracker = new TransactionTracker(engine.engine, log, clock);
});
afterEach(() => tracker.close());

const tracked = (signed: TrackableTransaction) => tracker.get(toHex(signed.hash))!;
const stateOf = (signed: TrackableTransaction) => tracked(signed).state;
const codeOf = (signed: TrackableTransaction) => describeTransaction(tracked(signed)).code;

/** Rounds wait for a chain of promises that is longer than one settling. */
async function rounds(): Promise<void> {
  for (let i = 0; i < 40; i++) await settle();
}
async function finalize(number: number, on = engine): Promise<void> {
  on.finalize(number);
  await rounds();
}

describe('events of another runtime', () => {
  it('are asked of the guard, and not read where it refuses them', async () => {
    const { engine: guarded } = engine;
    const guard = openRuntimeGuard(guarded, clock);
    const refusal = new LightError('light/schema-changed', 'The events are another type.');
    vi.spyOn(guard, 'readStorage').mockImplementation((keys, at, options) =>
      at === blockRef(101).hash ? Promise.reject(refusal) : guarded.readStorage(keys, at, options),
    );
    tracker.attach(guarded);
    const t = transaction(1);
    await tracker.submit(t);
    chain.include(101, [t.bytes], SUCCESS);
    await finalize(102);
    expect(codeOf(t)).toBe('transaction/events-unreadable');
    expect(describeTransaction(tracked(t)).reason).toContain('another type');
    guard.close();
  });
});

describe('labels', () => {
  it('calls claimed what was found among claimed blocks', async () => {
    const t = transaction(1);
    engine.update({ label: 'claimed' });
    chain.include(101, [t.bytes], SUCCESS);
    await tracker.submit(t);
    await finalize(101);
    expect(stateOf(t)).toMatchObject({ type: 'included', label: 'claimed' });
  });

  it('calls it proved once a proved head has that block behind it', async () => {
    const t = transaction(1);
    engine.update({ label: 'claimed' });
    chain.include(101, [t.bytes], SUCCESS);
    await tracker.submit(t);
    await finalize(105);
    expect(stateOf(t)).toMatchObject({ type: 'included', label: 'claimed' });
    engine.update({ label: 'proved' });
    await rounds();
    expect(stateOf(t)).toMatchObject({ type: 'included', label: 'proved', outcome: { type: 'succeeded' } });
    expect(await log.load()).toMatchObject([{ state: { label: 'proved' } }]);
  });

  it.each([
    ['replaced', 110],
    ['expired', 170],
  ] as const)('calls %s proved once a proved head has all of the search behind it', async (type, head) => {
    const t = transaction(1);
    if (type === 'replaced') chain.setNonce(102, 6);
    engine.update({ label: 'claimed' });
    await tracker.submit(t);
    await finalize(head);
    expect(stateOf(t)).toEqual({ type, seenAt: blockRef(head), label: 'claimed' });
    const asked = engine.bodiesAsked.length;
    engine.update({ label: 'proved' });
    await finalize(head + 1);
    expect(stateOf(t)).toEqual({ type, seenAt: blockRef(head), label: 'proved' });
    expect(engine.bodiesAsked).toHaveLength(asked);
  });

  it('does not search again what a proved head has behind it', async () => {
    const t = transaction(1);
    engine.update({ label: 'claimed' });
    await tracker.submit(t);
    await finalize(110);
    engine.update({ label: 'proved' });
    await finalize(112);
    expect(tracked(t).search).toMatchObject({ nextBlock: 113, label: 'proved' });
    expect(engine.bodiesAsked).toEqual([101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112]);
  });
});

describe('finality that was only claimed and is overruled', () => {
  const FORK = 103;
  const onBranch = async (branch: ScriptedChain, head: number, label: Label) => {
    const other = new ScriptedEngine(branch, head, label);
    tracker.attach(other.engine);
    await rounds();
    return other;
  };

  it('takes back that it is in a block, and finds it in another', async () => {
    const t = transaction(1);
    engine.update({ label: 'claimed' });
    chain.include(104, [t.bytes], SUCCESS);
    await tracker.submit(t);
    await finalize(105);
    expect(codeOf(t)).toBe('transaction/succeeded');
    const branch = await onBranch(new ScriptedChain(FORK), 106, 'proved');
    expect(stateOf(t)).toEqual({ type: 'submitted' });
    branch.chain.include(107, [t.bytes], SUCCESS);
    await finalize(107, branch);
    expect(stateOf(t)).toMatchObject({ label: 'proved', inclusion: { block: branch.chain.ref(107) } });
  });

  it.each([
    ['replaced', 110],
    ['expired', 170],
  ] as const)('takes back that it was %s', async (type, head) => {
    const t = transaction(1);
    if (type === 'replaced') chain.setNonce(102, 6);
    engine.update({ label: 'claimed' });
    await tracker.submit(t);
    await finalize(head);
    expect(stateOf(t)).toMatchObject({ type, label: 'claimed' });
    await onBranch(new ScriptedChain(FORK).include(104, [t.bytes], SUCCESS), head, 'proved');
    expect(stateOf(t)).toMatchObject({ type: 'included', label: 'proved', inclusion: { block: { number: 104 } } });
  });

  it.each(['claimed', 'proved'] as const)('searches the blocks of the other branch, though %s', async (label) => {
    const t = transaction(1);
    engine.update({ label: 'claimed' });
    await tracker.submit(t);
    await finalize(110);
    await onBranch(new ScriptedChain(FORK).include(104, [t.bytes], SUCCESS), 111, label);
    expect(stateOf(t)).toMatchObject({ type: 'included', label, inclusion: { block: { number: 104 } } });
  });

  it('concludes nothing from a search that went beyond the head it is taken back to', async () => {
    const t = transaction(1);
    engine.update({ label: 'claimed' });
    await tracker.submit(t);
    await finalize(162);
    const branch = await onBranch(new ScriptedChain(FORK).setNonce(0, 6), 104, 'proved');
    expect(stateOf(t)).toEqual({ type: 'submitted' });
    await finalize(165, branch);
    expect(stateOf(t)).toMatchObject({ label: 'proved', seenAt: branch.chain.ref(165) });
  });
});
