import { describe, expect, it } from 'vitest';
import { blockRef } from '../testing/fake-state.ts';
import { describeTransaction } from './track-words.ts';
import type { TrackedTransaction, TransactionState } from './tracked-transaction.ts';
import { trackedTransaction } from './tracked-transaction.ts';
import { transaction } from './tracker.fixture.ts';

const refusal = { kind: 'later', rpcCode: 1016, custom: undefined, name: 'X', reason: 'The pool is full.' } as const;
const inState = (state: TransactionState, lastRefusal?: TrackedTransaction['lastRefusal']) =>
  describeTransaction({ ...trackedTransaction(transaction(1), 0), state, lastRefusal });
const EXPIRED = { type: 'expired', seenAt: blockRef(170), label: 'proved' } as const;

describe('a followed transaction in words', () => {
  it.each([
    ['is on its way', { type: 'submitted' }],
    ['has expired', EXPIRED],
  ] as const)('says who would not have told of a refusal while it %s and nobody refused', (_, state) => {
    expect(inState(state).reason).toContain('libp2p do not say');
  });

  it.each([
    ['is on its way', { type: 'submitted' }],
    ['has expired', EXPIRED],
  ] as const)('says what a server said instead, while it %s', (_, state) => {
    const { reason } = inState(state, refusal);
    expect(reason).toContain('The pool is full.');
    expect(reason).not.toContain('libp2p');
  });

  it('sends nobody to sign again as long as the end is only claimed', () => {
    expect(inState(EXPIRED).next).toContain('Sign again');
    for (const type of ['expired', 'replaced'] as const) {
      expect(inState({ ...EXPIRED, type, label: 'claimed' }).next).toContain('Wait until it is proved');
    }
  });

  it('says of a block that its finality is only claimed', () => {
    const included = { type: 'included', inclusion: { block: blockRef(104), index: 2 }, outcome: undefined } as const;
    expect(inState({ ...included, label: 'proved' }).reason).toBe('It is extrinsic 2 of finalized block 104.');
    expect(inState({ ...included, label: 'claimed' }).reason).toContain('claimed so far');
  });

  it('names the last block that it could be in', () => {
    expect(inState(EXPIRED)).toMatchObject({
      code: 'transaction/expired',
      reason: expect.stringContaining(`valid up to block ${transaction(1).validUntil - 1}`),
    });
  });
});
