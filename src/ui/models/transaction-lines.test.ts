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
    search: { nextBlock: 4213, missing: [], lost: 0, label: 'proved', head: undefined },
    state,
    words: { code: 'transaction/any', reason: 'It is so.', next: 'It goes on.' },
  };
}
const line = (state: State) => transactionLines([transaction(state)])[0]!;

describe('transactions as lines', () => {
  it('are named by nonce and account, the newest first', () => {
    const lines = transactionLines([transaction({ type: 'signed' }, 7), transaction({ type: 'signed' }, 8)]);
    expect(lines.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^Nonce 8 of 5/),
      expect.stringMatching(/^Nonce 7 of 5/),
    ]);
  });

  it('stand where the observer says, in its words', () => {
    expect(line({ type: 'submitted' })).toMatchObject({ state: 'It is so.', next: 'It goes on.' });
  });

  it('say how sure their end is, and nothing of the kind before', () => {
    expect(line({ type: 'submitted' })).not.toHaveProperty('label');
    expect(line({ ...INCLUDED, label: 'claimed', outcome: undefined }).label).toBe('claimed');
    expect(line({ type: 'expired', seenAt: AT, label: 'proved' }).label).toBe('proved');
  });

  it('call good only what succeeded in all its parts', () => {
    const succeeded = { ...TOLD, type: 'succeeded', carried: [] } as const;
    expect(line({ ...INCLUDED, outcome: succeeded }).tone).toBe('good');
    const error = { pallet: undefined, name: 'BadOrigin', docs: '' };
    const carried = [{ by: 'Sudo.Sudid', item: undefined, error }];
    expect(line({ ...INCLUDED, outcome: { ...succeeded, carried } }).tone).toBe('bad');
    expect(line({ ...INCLUDED, outcome: { ...TOLD, type: 'failed', error } }).tone).toBe('bad');
    expect(line({ ...INCLUDED, outcome: undefined }).tone).toBe('waiting');
    const why = { code: 'transaction/events-unreadable', reason: 'It is so.' } as const;
    expect(line({ ...INCLUDED, outcome: { type: 'unknown', why } })).toMatchObject({ tone: 'bad' });
    expect(line({ type: 'expired', seenAt: AT, label: 'proved' })).toMatchObject({ tone: 'bad' });
    expect(line({ type: 'replaced', seenAt: AT, label: 'proved' })).toMatchObject({ tone: 'bad' });
  });
});
