import { describe, expect, it } from 'vitest';
import type { ServerState, ServerStatus } from '../types.ts';
import type { ProofFacts } from './stage.ts';
import { proofStageOf } from './stage.ts';

const NOW_MS = 100_000;
const server = (state: ServerState, failure?: ServerStatus['failure']): ServerStatus => ({
  address: 'wss://a',
  transport: 'json-rpc',
  state,
  score: 100,
  finalizedNumber: 7,
  latencyMs: 5,
  receivedBytes: 1,
  answers: 1,
  failures: 0,
  failure,
});
const FOLLOWING: ProofFacts = {
  failure: undefined,
  closed: false,
  searching: undefined,
  servers: [server('ready')],
  caughtUp: true,
  finalized: { number: 7, hash: '0x07' },
  finalizedAtMs: NOW_MS - 1000,
  startedAtMs: NOW_MS - 5000,
  slotMs: 1000,
  lastTrouble: '',
};
const REFUSED = server('refused', { code: 'trie/missing-root', reason: 'no entry has the hash', next: '' });
const stage = (change: Partial<ProofFacts>) => proofStageOf({ ...FOLLOWING, ...change }, NOW_MS);

describe('the stage of the proof engine', () => {
  it.each<[string, Partial<ProofFacts>, string]>([
    ['looks for a checkpoint', { searching: 'Asking two servers.' }, 'starting'],
    ['has no server yet', { caughtUp: false, finalized: undefined, servers: [server('connecting')] }, 'connecting'],
    ['catches up', { caughtUp: false }, 'syncing'],
    ['follows', {}, 'following'],
    ['follows a lagging server too', { servers: [server('lagging')] }, 'following'],
    ['has lost its servers', { servers: [server('unreachable')] }, 'stalled'],
    ['sees no new final block', { finalizedAtMs: NOW_MS - 9000 }, 'stalled'],
    ['was closed', { closed: true }, 'idle'],
    ['has failed', { failure: { code: 'checkpoint/too-old', reason: 'Old.', next: '' } }, 'failed'],
  ])('when it %s', (_, facts, expected) => {
    expect(stage(facts).stage).toBe(expected);
  });

  it('says after ten seconds without a final block what keeps it, by the server that is to blame', () => {
    const facts = { caughtUp: false, finalized: undefined, servers: [REFUSED], startedAtMs: 0 };
    expect(stage(facts)).toMatchObject({ stage: 'connecting', failure: { code: 'light/no-finality' } });
    expect(stage(facts).detail).toContain('wss://a: no entry has the hash');
  });

  it('says what it may be when every server shows another history, and what helps', () => {
    const forked = server('refused', { code: 'proof/forked', reason: 'Its block 7 is another.', next: '' });
    expect(stage({ servers: [forked, forked] })).toMatchObject({
      stage: 'stalled',
      failure: { code: 'proof/other-history' },
    });
    const never = { caughtUp: false, finalized: undefined, startedAtMs: 0 };
    expect(stage({ ...never, servers: [forked] }).failure?.code).toBe('proof/other-history');
    expect(stage({ servers: [forked, REFUSED] }).failure).toBeUndefined();
  });

  it('says of which server the trouble was when it stalls', () => {
    expect(stage({ servers: [REFUSED] }).detail).toContain('wss://a: no entry has the hash');
  });
});
