/**
 * A followed transaction in words: a stable code, one sentence why, and what happens next or what one can do.
 */
import type { Failure } from '../../chain/failure.ts';
import type { Label } from '../../chain/label.ts';
import type { TransactionOutcome } from './outcome.ts';
import type { CarriedFailure, DispatchFailure } from './outcome-carried.ts';
import type { Inclusion, TrackedTransaction } from './tracked-transaction.ts';

/** Codes: `transaction/` and the state; once included also `succeeded`, `succeeded-in-part`, `failed`, `events-…`. */
export function describeTransaction(transaction: TrackedTransaction): Failure {
  const { state, validUntil, nonce, lastRefusal } = transaction;
  const last = validUntil - 1;
  switch (state.type) {
    case 'signed': {
      const why = lastRefusal ? ` The last server that was asked: ${lastRefusal.reason}` : '';
      return words(
        'signed',
        `It is signed, and no server has taken it yet.${why}`,
        `It is handed over until block ${last}.`,
      );
    }
    case 'submitted': {
      const said = lastRefusal ? `A server that was asked again: ${lastRefusal.reason}` : SILENT_NODES;
      const reason = `It was handed over; it is in no finalized block yet. ${said}`;
      return words('submitted', reason, `It is looked for in every finalized block up to ${last}.`);
    }
    case 'refused': {
      const { name, reason } = state.refusal;
      return words(
        'refused',
        `The pool refused it (${name}): ${reason}`,
        'Correct what the pool names and sign again.',
      );
    }
    case 'included':
      return included(state.inclusion, state.label, state.outcome);
    case 'replaced':
      return words(
        'replaced',
        `Another transaction of this account took nonce ${nonce}; this one is in no block up to ${state.seenAt.number}.`,
        afterEnd(state.label),
      );
    case 'expired': {
      const why = lastRefusal ? `A server that was asked: ${lastRefusal.reason}` : SILENT_NODES;
      return words(
        'expired',
        `It was valid up to block ${last} and is in no block up to there. ${why}`,
        afterEnd(state.label),
      );
    }
    case 'lost-sight':
      return state.why;
  }
}

function included({ block, index }: Inclusion, label: Label, outcome: TransactionOutcome | undefined): Failure {
  const place =
    label === 'proved'
      ? `extrinsic ${index} of finalized block ${block.number}`
      : `extrinsic ${index} of block ${block.number} (its finality is ${label} so far)`;
  switch (outcome?.type) {
    case undefined:
      return words('included', `It is ${place}.`, 'What it did is being read.');
    case 'unknown': {
      const { code, reason } = outcome.why;
      return { code, reason: `It is ${place}, but what it did is not known: ${reason}`, next: LOOK };
    }
    case 'failed':
      return words(
        'failed',
        `It is ${place} and failed: ${inWords(outcome.error)}`,
        'It changed nothing but fee and nonce.',
      );
    case 'succeeded': {
      const { carried } = outcome;
      if (carried.length === 0) return words('succeeded', `It is ${place} and succeeded.`, 'Nothing is left to do.');
      const which = carried.map(carriedInWords).join(' ');
      return words('succeeded-in-part', `It is ${place} and succeeded, but what it carried failed: ${which}`, LOOK);
    }
  }
}

const afterEnd = (label: Label): string =>
  label === 'proved'
    ? 'It can never be in a block any more. Sign again if it is still wanted.'
    : `That is ${label} so far. Wait until it is proved before you sign again.`;

/** The tracker does not know over which transport it went: an engine may have both. */
const SILENT_NODES = 'Full nodes over libp2p do not say when they refuse one; only servers with JSON-RPC do.';
const LOOK = 'Look at what it was to change before you sign it again.';

function inWords({ pallet, name, docs }: DispatchFailure): string {
  const full = pallet === undefined ? name : `${pallet}.${name}`;
  return docs ? `${full}. ${docs}` : `${full}.`;
}

function carriedInWords({ by, item, error }: CarriedFailure): string {
  return `${item === undefined ? by : `${by}, call ${item + 1}`}: ${inWords(error)}`;
}

const words = (state: string, reason: string, next: string): Failure => ({
  code: `transaction/${state}`,
  reason,
  next,
});
