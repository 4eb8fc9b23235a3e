/** Transactions as the leading tab keeps them: engines come and go, the store remembers, followers are told. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LightError } from '../../light/errors.ts';
import { settle } from '../../light/testing/fake-clock.ts';
import { blockRef } from '../../light/testing/fake-state.ts';
import { eventsBytes, feePaid, succeeded } from '../../light/transactions/events.fixture.ts';
import { ScriptedChain, ScriptedEngine, transaction } from '../../light/transactions/tracker.fixture.ts';
import type { Store } from '../../store/index.ts';
import { createMemoryStore } from '../../store/index.ts';
import type { EventLog } from './event-log.ts';
import { createEventLog } from './event-log.ts';
import { Transactions } from './transactions.ts';
import type { ObserverEvent } from './types.ts';

const HEAD = 100;
const GENESIS = blockRef(0).hash;
const SUCCESS = eventsBytes(succeeded(0), feePaid(1, 9n), succeeded(1));

let chain: ScriptedChain;
let store: Store;
let log: EventLog;
let transactions: Transactions;
beforeEach(() => {
  chain = new ScriptedChain();
  store = createMemoryStore(undefined);
  log = createEventLog();
  transactions = new Transactions(store, log);
});
afterEach(() => transactions.close());

const told = <T extends ObserverEvent['type']>(type: T) =>
  log.present().find((event): event is Extract<ObserverEvent, { readonly type: T }> => event.type === type);
const states = () => told('transactions')?.transactions.map(({ state }) => state.type);
/** The desk is loaded by a dynamic import, which takes turns of the event loop. */
const come = (check: () => unknown, value: unknown) => expect.poll(check, { interval: 5 }).toEqual(value);

/** A later visit: nothing is left but the store. */
function visitAgain(): void {
  transactions.close();
  log = createEventLog();
  transactions = new Transactions(store, log);
}

describe('transactions of the leading tab', () => {
  it('refuse to be handed over before the chain is known', async () => {
    await expect(transactions.submit(transaction(1))).rejects.toMatchObject({ code: 'transaction/not-following' });
    const engine = new ScriptedEngine(chain);
    engine.update({ genesisHash: undefined });
    transactions.attach(engine.engine);
    await expect(transactions.submit(transaction(1))).rejects.toMatchObject({ code: 'transaction/not-following' });
    engine.update({ genesisHash: GENESIS });
    engine.finalize(HEAD);
    expect(await transactions.submit(transaction(1))).toMatchObject({ state: { type: 'submitted' } });
  });

  it('are told with every change, and written down', async () => {
    const engine = new ScriptedEngine(chain, HEAD);
    transactions.attach(engine.engine);
    const t = transaction(1);
    await transactions.submit(t);
    expect(states()).toEqual(['submitted']);
    expect(await store.loadTransactions(GENESIS)).toHaveLength(1);
    chain.include(HEAD + 1, [t.bytes], SUCCESS);
    engine.finalize(HEAD + 1);
    await come(states, ['included']);
    await come(() => told('transactions')?.transactions[0]?.words.code, 'transaction/succeeded');
  });

  it('cost nothing while there are none', async () => {
    transactions.attach(new ScriptedEngine(chain, HEAD).engine);
    await settle();
    expect(told('transactions')).toBeUndefined();
  });

  it('go on at the next visit, and over the next engine', async () => {
    transactions.attach(new ScriptedEngine(chain, HEAD).engine);
    const t = transaction(1);
    await transactions.submit(t);
    visitAgain();
    const first = new ScriptedEngine(chain, HEAD);
    transactions.attach(first.engine);
    await come(states, ['submitted']);
    first.end();
    transactions.detach();
    chain.include(HEAD + 2, [t.bytes], SUCCESS);
    transactions.attach(new ScriptedEngine(chain, HEAD + 2).engine);
    await come(states, ['included']);
  });

  it('of another chain are left in the store', async () => {
    transactions.attach(new ScriptedEngine(chain, HEAD).engine);
    await transactions.submit(transaction(1));
    const other = new ScriptedEngine(new ScriptedChain(), HEAD);
    other.update({ genesisHash: blockRef(7).hash });
    transactions.attach(other.engine);
    await transactions.submit(transaction(2));
    expect(told('transactions')!.transactions).toHaveLength(1);
    expect(await store.loadTransactions(GENESIS)).toHaveLength(1);
    expect(await store.loadTransactions(blockRef(7).hash)).toHaveLength(1);
  });

  it('that storage damaged are named, and the others go on', async () => {
    transactions.attach(new ScriptedEngine(chain, HEAD).engine);
    await transactions.submit(transaction(1));
    await store.saveTransaction(GENESIS, '0x00', { nonsense: true });
    visitAgain();
    transactions.attach(new ScriptedEngine(chain, HEAD).engine);
    await come(states, ['submitted']);
    expect(told('failure')).toMatchObject({
      failure: { code: 'transaction/bad-record', next: 'It stays in storage and is not followed.' },
    });
  });

  it('go on at the next block after the store did not answer', async () => {
    const t = transaction(1);
    transactions.attach(new ScriptedEngine(chain, HEAD).engine);
    await transactions.submit(t);
    visitAgain();
    const { loadTransactions } = store;
    const broken = () => Promise.reject(new LightError('transaction/bad-record', 'The database is locked.'));
    Object.assign(store, { loadTransactions: broken });
    const engine = new ScriptedEngine(chain, HEAD);
    transactions.attach(engine.engine);
    await come(() => told('failure')?.failure.next, 'It is tried again at the next finalized block.');
    Object.assign(store, { loadTransactions });
    engine.update({ peers: 2 });
    await settle();
    expect(states()).toBeUndefined();
    chain.include(HEAD + 1, [t.bytes], SUCCESS);
    engine.finalize(HEAD + 1);
    await come(states, ['included']);
  });

  it('are opened once the store answers again', async () => {
    const { loadTransactions } = store;
    const broken = () => Promise.reject(new LightError('transaction/bad-record', 'The database is locked.'));
    Object.assign(store, { loadTransactions: broken });
    transactions.attach(new ScriptedEngine(chain, HEAD).engine);
    await come(() => told('failure')?.failure.reason, 'The database is locked.');
    await expect(transactions.submit(transaction(1))).rejects.toThrow('locked');
    Object.assign(store, { loadTransactions });
    expect(await transactions.submit(transaction(1))).toMatchObject({ state: { type: 'submitted' } });
  });
});
