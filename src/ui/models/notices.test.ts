import { describe, expect, it } from 'vitest';
import type { NodeState } from '../node/state.ts';
import { INITIAL_STATE } from '../node/state.ts';
import { SAMPLE_NOW_MS, sampleEngine, sampleSubnets, sampleTrust } from '../testing/samples.ts';
import { findProblem, listNotices } from './notices.ts';

const FAILURE = { code: 'light/engine-crashed', reason: 'It ended.', next: 'Start it again.' };
const state = (change: Partial<NodeState>): NodeState => ({ ...INITIAL_STATE, ...change });
const problem = (change: Partial<NodeState>, online = true) => findProblem(state(change), online);

describe('the problem above the page', () => {
  it('is absent while the chain is followed, with a network or on loopback without one', () => {
    expect(problem({ engine: sampleEngine() })).toBeUndefined();
    expect(problem({ engine: sampleEngine() }, false)).toBeUndefined();
  });

  it('is absent while the light client is only starting', () => {
    expect(problem({ engine: sampleEngine({ stage: 'connecting' }) })).toBeUndefined();
  });

  it('is the failure of the light client, with a button to start it', () => {
    const found = problem({ engine: sampleEngine({ stage: 'failed', failure: FAILURE }), failure: FAILURE }, false);
    expect(found).toEqual({ failure: FAILURE, action: 'Start again', does: 'restart' });
  });

  it('has a code and a next step even where the engine gave none', () => {
    const found = problem({ engine: sampleEngine({ stage: 'failed', detail: 'Worker ended.' }) });
    expect(found?.failure).toMatchObject({ code: 'light/failed', reason: 'Worker ended.' });
    expect(found?.failure.next).not.toBe('');
  });

  it('says why no block comes and of which block the figures are', () => {
    const engine = sampleEngine({ stage: 'stalled', detail: 'No peer is connected.' });
    const failure = problem({ engine })?.failure;
    expect(failure).toMatchObject({
      code: 'light/stalled',
      reason: 'No new block is finalized. No peer is connected.',
    });
    expect(failure?.next).toMatch(/as of block 4.000/);
  });

  it('is the missing network when nothing follows without it', () => {
    expect(problem({ engine: sampleEngine({ stage: 'connecting' }) }, false)?.failure.code).toBe('ui/offline');
  });

  it('is what concerns the whole chain, else', () => {
    const failure = { ...FAILURE, code: 'chain/spec-unavailable' };
    expect(problem({ failure })).toEqual({ failure, action: 'Try again', does: 'restart' });
  });

  it('stays the same, button and all, while a light client that failed starts again and fails again', () => {
    const told = { ...FAILURE, next: 'It is started again in 4 s.' };
    const failed = sampleEngine({ stage: 'failed', failure: FAILURE });
    expect(problem({ engine: failed, failure: told })).toEqual({
      failure: told,
      action: 'Start again',
      does: 'restart',
    });
    expect(problem({ engine: sampleEngine({ stage: 'starting' }), failure: told })).toEqual({
      failure: told,
      action: 'Start again',
      does: 'restart',
    });
  });

  it('says what keeps a light client from its first block, once that takes long', () => {
    const failure = { code: 'light/no-finality', reason: 'Nothing is proved yet.', next: 'It goes on trying.' };
    expect(problem({ engine: sampleEngine({ stage: 'syncing', failure }) })?.failure).toEqual(failure);
  });
});

describe('a problem of the proof engine', () => {
  it('leads to the checkpoint where all servers show another history', () => {
    const failure = { ...FAILURE, code: 'proof/other-history' };
    const engine = sampleEngine({ kind: 'proof', stage: 'stalled', failure });
    expect(problem({ engine })).toMatchObject({ failure, does: 'show-checkpoint' });
  });

  it('is a runtime that this page cannot read; starting again would not mend it, and it is said once', () => {
    const failure = { ...FAILURE, code: 'light/schema-changed' };
    const runtime = { specVersion: 426, detail: 'The chain runs runtime 426.' };
    expect(problem({ engine: sampleEngine(), failure, runtime })).toEqual({
      failure,
      action: 'Reload',
      does: 'reload',
    });
    expect(listNotices(state({ failure, runtime }), SAMPLE_NOW_MS)).toEqual([]);
  });
});

describe('a problem that waits for a decision', () => {
  const failed = (code: string) => sampleEngine({ stage: 'failed', failure: { ...FAILURE, code } });

  it('offers the proof engine where smoldot cannot follow the runtime', () => {
    const found = problem({ engine: failed('light/incompatible-runtime') });
    expect(found).toMatchObject({ action: 'Use the proof engine', does: 'use-proof' });
  });

  it('leads to the Node page where the checkpoint is too old, whoever says so', () => {
    expect(problem({ engine: failed('checkpoint/too-old') })).toMatchObject({ does: 'show-checkpoint' });
    const failure = { ...FAILURE, code: 'checkpoint/too-old' };
    expect(problem({ failure }, false)).toMatchObject({ failure, does: 'show-checkpoint' });
  });

  it('is the contradiction of servers, before an engine was opened', () => {
    const failure = { ...FAILURE, code: 'checkpoint/servers-differ' };
    const checkpoint = { state: 'differ', answers: [], failure } as const;
    expect(problem({ checkpoint })).toMatchObject({ failure, does: 'show-checkpoint' });
    expect(problem({ checkpoint: { ...checkpoint, state: 'searching' } })).toBeUndefined();
  });

  it('is none once a checkpoint is there and servers contradict each other in a comparison', () => {
    const failure = { ...FAILURE, code: 'checkpoint/servers-differ' };
    const engine = sampleEngine({ kind: 'proof', trust: sampleTrust() });
    expect(problem({ engine, checkpoint: { state: 'differ', answers: [], failure } })).toBeUndefined();
  });
});

describe('quiet notices', () => {
  const ids = (change: Partial<NodeState>) => listNotices(state(change), SAMPLE_NOW_MS).map(({ id }) => id);

  it('are none for a leading tab that keeps what it verifies', () => {
    const storage = { state: 'ready', failure: undefined } as const;
    expect(ids({ engine: sampleEngine(), subnets: sampleSubnets(), tab: 'leader', storage })).toEqual([]);
  });

  it('tell a second tab what it is', () => {
    expect(ids({ tab: 'follower' })).toEqual(['follower']);
  });

  it('tell that the checkpoint waits to be confirmed, and where', () => {
    const unconfirmed = { ...sampleTrust().anchor, isConfirmed: false };
    const engine = sampleEngine({ kind: 'proof', label: 'claimed', trust: sampleTrust({ anchor: unconfirmed }) });
    const [notice] = listNotices(state({ engine }), SAMPLE_NOW_MS);
    expect(notice).toMatchObject({ id: 'claimed', link: { href: '/node#checkpoint' } });
    expect(ids({ engine: sampleEngine({ kind: 'proof', trust: sampleTrust() }) })).toEqual([]);
  });

  it('tell of a runtime that this page was not made for, and of no other', () => {
    const detail = 'The chain runs runtime 999; what changed in it is not shown.';
    const [notice] = listNotices(state({ runtime: { specVersion: 999, detail } }), SAMPLE_NOW_MS);
    expect(notice).toMatchObject({ id: 'runtime', words: detail });
    expect(ids({ runtime: { specVersion: 425, detail: '' } })).toEqual([]);
  });

  it('tell that nothing is kept, and why', () => {
    const [notice] = listNotices(state({ storage: { state: 'none', failure: FAILURE } }), SAMPLE_NOW_MS);
    expect(notice).toMatchObject({ id: 'storage', failure: FAILURE });
  });

  it('tell block and age of kept figures until the chain is followed', () => {
    const subnets = { ...sampleSubnets(), takenAtMs: SAMPLE_NOW_MS - 190_000 };
    const [notice] = listNotices(state({ subnets, engine: sampleEngine({ stage: 'connecting' }) }), SAMPLE_NOW_MS);
    expect(notice?.words.replace(/\s/g, ' ')).toMatch(/as of block 4 000, 3 min old/);
    expect(ids({ subnets, engine: sampleEngine() })).toEqual([]);
  });
});
