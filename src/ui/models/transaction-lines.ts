/** Transactions that are followed, as lines: what each is, where it stands, and how sure that is. The words are the observer's. */
import type { Label } from '../../chain/label.ts';
import { toSs58 } from '../../chain/ss58.ts';
import { formatCount, shortKey } from '../format/index.ts';
import type { FollowedTransaction } from '../node/state.ts';

export interface TransactionLine {
  /** Hash of the extrinsic. */
  readonly hash: string;
  /** `Nonce 7 of 5Grwva…utQY`: what it does is not in a followed transaction. */
  readonly what: string;
  /** Where it stands, one sentence. */
  readonly state: string;
  /** What happens next, or what one can do. */
  readonly next?: string;
  /** How sure an end is; left out before. */
  readonly label?: Label;
  readonly tone: 'good' | 'waiting' | 'bad';
}

/** Newest first. */
export function transactionLines(transactions: readonly FollowedTransaction[]): readonly TransactionLine[] {
  return transactions.map(lineOf).reverse();
}

function lineOf({ hash, nonce, signer, state, words }: FollowedTransaction): TransactionLine {
  return {
    hash,
    what: `Nonce ${formatCount(nonce)} of ${shortKey(toSs58(signer))}`,
    state: words.reason,
    next: words.next,
    ...('label' in state && { label: state.label }),
    tone: toneOf(state),
  };
}

/** Good is only what succeeded in all its parts. */
function toneOf(state: FollowedTransaction['state']): TransactionLine['tone'] {
  if (state.type === 'signed' || state.type === 'submitted') return 'waiting';
  if (state.type !== 'included') return 'bad';
  const { outcome } = state;
  if (outcome === undefined) return 'waiting';
  return outcome.type === 'succeeded' && outcome.carried.length === 0 ? 'good' : 'bad';
}
