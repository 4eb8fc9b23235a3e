import { describe, expect, it } from 'vitest';
import type { ObserverEvent } from '../../roles/index.ts';
import { fakeServers } from '../testing/fake-proof.ts';
import { sampleAudit, sampleEngine, sampleSubnets, sampleView } from '../testing/samples.ts';
import { reduce } from './reduce.ts';
import { INITIAL_STATE } from './state.ts';

const FAILURE = { code: 'light/unavailable', reason: 'No peer had it.', next: 'Trying again.' };

const play = (...events: readonly ObserverEvent[]) => events.reduce(reduce, INITIAL_STATE);

describe('the state of the page', () => {
  it('keeps the newest of everything it is told', () => {
    const state = play(
      { type: 'engine', status: sampleEngine() },
      { type: 'subnets', snapshot: sampleSubnets() },
      { type: 'subnet', snapshot: sampleView(1) },
      { type: 'audit', snapshot: sampleAudit() },
      { type: 'tab', role: 'leader' },
      { type: 'storage', status: { state: 'ready', failure: undefined } },
    );
    expect(state.engine?.stage).toBe('following');
    expect(state.subnets?.value.subnets).toHaveLength(5);
    expect(state.bySubnet[1]?.view?.value.metagraph.n).toBe(256);
    expect(state.bySubnet[1]?.audit?.value.equalUids).toBe(256);
    expect(state.tab).toBe('leader');
  });

  it('leaves what an event does not concern as it was, by identity', () => {
    const before = play({ type: 'subnets', snapshot: sampleSubnets() }, { type: 'subnet', snapshot: sampleView(1) });
    const after = reduce(before, { type: 'subnet', snapshot: sampleView(2) });
    expect(after.subnets).toBe(before.subnets);
    expect(after.bySubnet[1]).toBe(before.bySubnet[1]);
  });

  it('ends the failure of the chain with the next subnet list', () => {
    const failed = play({ type: 'failure', netuid: undefined, failure: FAILURE });
    expect(failed.failure).toBe(FAILURE);
    expect(reduce(failed, { type: 'subnets', snapshot: sampleSubnets() }).failure).toBeUndefined();
  });

  it('takes a failure of a subnet for one of its reading, and ends it with the next good one', () => {
    const failed = play({ type: 'failure', netuid: 1, failure: FAILURE });
    expect(failed.bySubnet[1]).toMatchObject({ readFailure: FAILURE, auditFailure: undefined });
    expect(reduce(failed, { type: 'subnet', snapshot: sampleView(1) }).bySubnet[1]?.readFailure).toBeUndefined();
  });

  it('takes a failure while an audit runs for one of the audit', () => {
    const failed = play(
      { type: 'auditing', netuid: 1, detail: 'reading' },
      { type: 'failure', netuid: 1, failure: FAILURE },
    );
    expect(failed.bySubnet[1]).toMatchObject({ auditing: undefined, auditFailure: FAILURE, readFailure: undefined });
  });

  it('takes a failure with the code of an audit for one of the audit', () => {
    const failure = { ...FAILURE, code: 'audit/state-pruned' };
    expect(play({ type: 'failure', netuid: 1, failure }).bySubnet[1]?.auditFailure).toBe(failure);
  });

  it('does not end the failure of an audit with a good reading', () => {
    const failure = { ...FAILURE, code: 'audit/state-pruned' };
    const state = play({ type: 'failure', netuid: 1, failure }, { type: 'subnet', snapshot: sampleView(1) });
    expect(state.bySubnet[1]?.auditFailure).toBe(failure);
  });

  it('ends a running audit and its failure with the audit', () => {
    const state = play(
      { type: 'failure', netuid: 1, failure: { ...FAILURE, code: 'audit/state-pruned' } },
      { type: 'auditing', netuid: 1, detail: 'reading' },
      { type: 'audit', snapshot: sampleAudit() },
    );
    expect(state.bySubnet[1]).toMatchObject({ auditing: undefined, auditFailure: undefined });
  });

  it('keeps the search for a checkpoint and the transactions as they were told last', () => {
    const search = { state: 'searching', answers: [], failure: undefined } as const;
    const transactions = [] as const;
    const state = play({ type: 'checkpoint', search }, { type: 'transactions', transactions });
    expect(state.checkpoint).toBe(search);
    expect(state.transactions).toBe(transactions);
    const agreed = { ...search, state: 'agreed' } as const;
    expect(reduce(state, { type: 'checkpoint', search: agreed }).checkpoint).toBe(agreed);
  });

  it('knows the runtime of the head, until the chain is another one', () => {
    const known = play(
      { type: 'subnets', snapshot: sampleSubnets() },
      { type: 'runtime', specVersion: 425, detail: '' },
    );
    expect(known.runtime).toEqual({ specVersion: 425, detail: '' });
    const genesisHash = `0x${'00'.repeat(32)}`;
    expect(reduce(known, { type: 'engine', status: sampleEngine({ genesisHash }) }).runtime).toBeUndefined();
  });

  it('remembers the last failure after it has ended', () => {
    const failed = play({ type: 'engine', status: sampleEngine({ stage: 'failed', failure: FAILURE }) });
    const well = reduce(failed, { type: 'engine', status: sampleEngine() });
    expect(well.engine?.failure).toBeUndefined();
    expect(well.lastFailure).toBe(FAILURE);
    const other = { ...FAILURE, code: 'light/timeout' };
    expect(reduce(well, { type: 'failure', netuid: 1, failure: other }).lastFailure).toBe(other);
  });

  it('remembers what went wrong with a server, each time once', () => {
    const [honest] = fakeServers('confirmed', ['wss://a.example'], 4000);
    const server = (failure: typeof FAILURE | undefined) => ({ ...honest!, failure });
    const engine = (failure?: typeof FAILURE) => ({
      type: 'engine' as const,
      status: sampleEngine({ kind: 'proof', servers: [server(failure)] }),
    });
    const later = { ...FAILURE, code: 'light/timeout' };
    const failed = play(
      engine(),
      engine(FAILURE),
      { type: 'failure', netuid: 1, failure: later },
      engine({ ...FAILURE }),
    );
    expect(failed.lastFailure).toBe(later);
    expect(play(engine(), engine(FAILURE), engine()).lastFailure).toBe(FAILURE);
  });

  it('drops what it knows of a chain with another genesis', () => {
    const before = play({ type: 'subnets', snapshot: sampleSubnets() }, { type: 'audit', snapshot: sampleAudit() });
    const genesisHash = `0x${'00'.repeat(32)}`;
    const after = reduce(before, { type: 'engine', status: sampleEngine({ genesisHash }) });
    expect(after.subnets).toBeUndefined();
    expect(after.bySubnet).toEqual({});
  });

  it('keeps stored figures while the genesis is not known yet, and when it turns out the same', () => {
    const before = play({ type: 'subnets', snapshot: sampleSubnets() });
    const unknown = reduce(before, {
      type: 'engine',
      status: sampleEngine({ stage: 'starting', genesisHash: undefined }),
    });
    const same = reduce(unknown, { type: 'engine', status: sampleEngine() });
    expect(same.subnets).toBe(before.subnets);
  });
});
