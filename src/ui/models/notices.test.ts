import { describe, expect, it } from 'vitest';
import type { NodeState } from '../node/state.ts';
import { INITIAL_STATE } from '../node/state.ts';
import { SAMPLE_NOW_MS, sampleEngine, sampleSubnets } from '../testing/samples.ts';
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
    expect(found).toEqual({ failure: FAILURE, action: 'Start again' });
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
    expect(problem({ failure })).toEqual({ failure, action: 'Try again' });
  });

  it('stays the same, button and all, while a light client that failed starts again and fails again', () => {
    const told = { ...FAILURE, next: 'It is started again in 4 s.' };
    const failed = sampleEngine({ stage: 'failed', failure: FAILURE });
    expect(problem({ engine: failed, failure: told })).toEqual({ failure: told, action: 'Start again' });
    expect(problem({ engine: sampleEngine({ stage: 'starting' }), failure: told })).toEqual({
      failure: told,
      action: 'Start again',
    });
  });

  it('says what keeps a light client from its first block, once that takes long', () => {
    const failure = { code: 'light/no-finality', reason: 'Nothing is proved yet.', next: 'It goes on trying.' };
    expect(problem({ engine: sampleEngine({ stage: 'syncing', failure }) })?.failure).toEqual(failure);
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
