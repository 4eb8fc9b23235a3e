/**
 * What became of a transaction: from the body of its block and the block's events.
 *
 *   body ──hash──▶ index i ──System.Events, ApplyExtrinsic(i)──▶ succeeded | failed, fee, events
 *                                   └─ not all of them readable ──▶ unknown, with the reason
 *
 * Nothing is guessed: an outcome is told only if the records of extrinsic i are complete, which its last record,
 * `System.ExtrinsicSuccess` or `System.ExtrinsicFailed`, shows. That the bytes are the chain's is the caller's business.
 */
import type { Bytes } from '../../chain/bytes.ts';
import { equalBytes } from '../../chain/bytes.ts';
import { extrinsicHash } from '../../chain/extrinsic.ts';
import type { DispatchError, RuntimeEvent } from '../../chain/schema/index.ts';
import type { SplitEvents } from './events.ts';
import { splitEvents } from './events.ts';
import type { CarriedFailure, DispatchFailure } from './outcome-carried.ts';
import { carriedFailures, dispatchFailure } from './outcome-carried.ts';

/** A batch may tell of thousands of calls; this many events are kept with a transaction. */
export const MAX_KEPT_EVENTS = 256;

/** What was paid, as the chain noted it. */
export interface PaidFee {
  /** The account that paid, 32 bytes. */
  readonly payer: Bytes;
  /** All of it, the tip included. */
  readonly feeRao: bigint;
  readonly tipRao: bigint;
  /** Where the fee was taken from a stake: `alphaRao` of subnet `netuid` were sold for it. */
  readonly inAlpha: { readonly netuid: number; readonly alphaRao: bigint } | undefined;
}

/** A reason that names a field deep inside an event is cut here. */
const MAX_REASON_CHARS = 300;

interface Told {
  /** Undefined: the chain noted no fee, as for calls that are free. */
  readonly fee: PaidFee | undefined;
  /** The first `MAX_KEPT_EVENTS` of its events, in order. */
  readonly events: readonly RuntimeEvent[];
  readonly eventsLeftOut: number;
}

export type TransactionOutcome =
  /** `carried`: the call itself succeeded, but what it carried failed; at most `MAX_KEPT_EVENTS` of these. */
  | (Told & { readonly type: 'succeeded'; readonly carried: readonly CarriedFailure[] })
  | (Told & { readonly type: 'failed'; readonly error: DispatchFailure })
  /** It is in the block; what it did is not known. */
  | { readonly type: 'unknown'; readonly why: UnknownWhy };

/** `code`: `transaction/events-unreadable`, `transaction/events-unavailable`. */
export interface UnknownWhy {
  readonly code: `transaction/${string}`;
  readonly reason: string;
}

/** The place of the extrinsic of this hash; undefined if the body does not have it. */
export function findExtrinsic(body: readonly Bytes[], hash: Uint8Array): number | undefined {
  const index = body.findIndex((extrinsic) => equalBytes(extrinsicHash(extrinsic), hash));
  return index < 0 ? undefined : index;
}

/** @param events the value of `System.Events` in the state of the block; undefined if there is none. */
export function decodeOutcome(events: Uint8Array | undefined, index: number): TransactionOutcome {
  const split = splitEvents(events ?? new Uint8Array());
  if (index >= split.completeExtrinsics) return { type: 'unknown', why: unreadable(split) };
  const own = split.records
    .filter(({ phase }) => phase.type === 'ApplyExtrinsic' && phase.value[0] === index)
    .map(({ event }) => event);
  const error = dispatchErrorOf(own.at(-1));
  const told = {
    fee: paidFee(own),
    events: own.slice(0, MAX_KEPT_EVENTS),
    eventsLeftOut: Math.max(0, own.length - MAX_KEPT_EVENTS),
  };
  if (error) return { type: 'failed', error: dispatchFailure(error), ...told };
  return { type: 'succeeded', carried: carriedFailures(own).slice(0, MAX_KEPT_EVENTS), ...told };
}

function dispatchErrorOf(last: RuntimeEvent | undefined): DispatchError | undefined {
  if (last?.type !== 'System') return undefined;
  const [event] = last.value;
  return event.type === 'ExtrinsicFailed' ? event.value.dispatch_error : undefined;
}

/** The fee is noted after the call has run; a call that pays in alpha notes both. */
function paidFee(events: readonly RuntimeEvent[]): PaidFee | undefined {
  let paid: PaidFee | undefined;
  let inAlpha: PaidFee['inAlpha'];
  for (const event of events) {
    if (event.type === 'TransactionPayment') {
      const { who, actual_fee, tip } = event.value[0].value;
      paid = { payer: who, feeRao: actual_fee, tipRao: tip, inAlpha };
    } else if (event.type === 'SubtensorModule' && event.value[0].type === 'TransactionFeePaidWithAlpha') {
      const { who, netuid, alpha_fee, tao_amount } = event.value[0].value;
      inAlpha = { netuid, alphaRao: alpha_fee };
      paid = { payer: who, feeRao: tao_amount, tipRao: 0n, ...paid, inAlpha };
    }
  }
  return paid;
}

function unreadable({ records, stop }: SplitEvents): UnknownWhy {
  const reason = !stop
    ? `The block tells of no outcome for it in its ${records.length} events.`
    : stop.event
      ? `An event that this version of the page does not know (pallet ${stop.event.pallet}, event ${stop.event.index}) stands before the end of its own.`
      : stop.reason.slice(0, MAX_REASON_CHARS);
  return { code: 'transaction/events-unreadable', reason };
}
