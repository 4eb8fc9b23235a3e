/** Transactions that are followed, as lines: what each is, and where it stands in one short sentence. */
import { toSs58 } from '../../chain/ss58.ts';
import { formatCount, shortKey, unbroken } from '../format/index.ts';
import type { FollowedTransaction } from '../node/state.ts';

export interface TransactionLine {
  /** Hash of the extrinsic. */
  readonly hash: string;
  /** `Nonce 7 of 5Grwva…utQY`: what it does is not in a followed transaction. */
  readonly what: string;
  /** `in block 4 212, succeeded`. */
  readonly state: string;
  readonly tone: 'good' | 'waiting' | 'bad';
}

/** Newest first. */
export function transactionLines(transactions: readonly FollowedTransaction[]): readonly TransactionLine[] {
  return transactions
    .map((transaction) => ({
      hash: transaction.hash,
      what: `Nonce ${formatCount(transaction.nonce)} of ${shortKey(toSs58(transaction.signer))}`,
      ...describeState(transaction),
    }))
    .reverse();
}

function describeState({ state, validUntil }: FollowedTransaction): Pick<TransactionLine, 'state' | 'tone'> {
  const last = block(validUntil - 1);
  switch (state.type) {
    case 'signed':
      return { state: `signed; no server has taken it yet, possible until block ${last}`, tone: 'waiting' };
    case 'submitted':
      return { state: `handed over; in no final block yet, possible until block ${last}`, tone: 'waiting' };
    case 'refused':
      return { state: `refused: ${state.refusal.reason}`, tone: 'bad' };
    case 'replaced':
      return { state: 'another transaction took its nonce', tone: 'bad' };
    case 'expired':
      return { state: `in no block up to ${last}: it can be in none any more`, tone: 'bad' };
    case 'lost-sight':
      return { state: state.why.reason, tone: 'bad' };
    case 'included': {
      const place = `in block ${block(state.inclusion.block.number)}`;
      const { outcome } = state;
      if (outcome === undefined) return { state: `${place}; what it did is being read`, tone: 'waiting' };
      if (outcome.type === 'unknown') return { state: `${place}, but what it did is not known`, tone: 'bad' };
      if (outcome.type === 'failed') return { state: `${place}, failed: ${outcome.error.name}`, tone: 'bad' };
      if (outcome.carried.length > 0) return { state: `${place}; parts of it failed`, tone: 'bad' };
      return { state: `${place}, succeeded`, tone: 'good' };
    }
  }
}

const block = (number: number) => unbroken(formatCount(number));
