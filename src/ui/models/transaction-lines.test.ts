import { describe, expect, it } from 'vitest';
import type { FollowedTransaction } from '../node/state.ts';
import { transactionLines } from './transaction-lines.ts';

type State = FollowedTransaction['state'];
const AT = { number: 4212, hash: `0x${'01'.repeat(32)}` };
const INCLUDED = { type: 'included', inclusion: { block: AT, index: 2 }, label: 'proved' } as const;
const TOLD = { fee: undefined, events: [], eventsLeftOut: 0 } as const;

function transaction(state: State, nonce = 7): FollowedTransaction {
  return {
    hash: `0x${'12'.repeat(32)}`,
    bytes: new Uint8Array(),
    signer: new Uint8Array(32),
    nonce,
    specVersion: 425,
    birth: AT,
    validUntil: 4264,
    submittedAtMs: 0,
    handOvers: 1,
    lastHandOver: 4212,
    lastRefusal: undefined,
    search: { nextBlock: 4213, missing: [], lost: 0, label: 'proved' },
    state,
  };
}
const line = (state: State) => {
  const [only] = transactionLines([transaction(state)]);
  return { ...only!, state: only!.state.replace(/\s/g, ' ') };
};

describe('transactions as lines', () => {
  it('are named by nonce and account, the newest first', () => {
    const lines = transactionLines([transaction({ type: 'signed' }, 7), transaction({ type: 'signed' }, 8)]);
    expect(lines.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^Nonce 8 of 5/),
      expect.stringMatching(/^Nonce 7 of 5/),
    ]);
  });

  it('say until which block they can come, the last one that counts', () => {
    expect(line({ type: 'submitted' }).state).toBe('handed over; in no final block yet, possible until block 4 263');
  });

  it('call good only what succeeded in all its parts', () => {
    const succeeded = { ...TOLD, type: 'succeeded', carried: [] } as const;
    expect(line({ ...INCLUDED, outcome: succeeded })).toMatchObject({
      state: 'in block 4 212, succeeded',
      tone: 'good',
    });
    expect(line({ ...INCLUDED, outcome: undefined }).tone).toBe('waiting');
    const why = { code: 'transaction/events-unreadable', reason: 'It is so.' } as const;
    expect(line({ ...INCLUDED, outcome: { type: 'unknown', why } })).toMatchObject({ tone: 'bad' });
    expect(line({ type: 'expired', seenAt: AT, label: 'proved' })).toMatchObject({ tone: 'bad' });
    expect(line({ type: 'replaced', seenAt: AT, label: 'proved' })).toMatchObject({ tone: 'bad' });
  });
});
