/**
 * What a pre-flight area is: the rules of one kind of call, as plans that read what they ask (`chain/economy/read-plan`).
 *
 *   pool      what a node asks before it takes the call at all: refused, nothing is paid
 *   dispatch  what the call itself asks when it runs: fails, and the fee is gone
 *
 * A rule set stops at the first thing that is wrong, as the chain does. Areas only read and compare: the rules themselves
 * are in `chain`.
 */
import type { Bytes } from '../../../chain/bytes.ts';
import type { AccountBalance, ReadPlan } from '../../../chain/economy/index.ts';
import type { ErrorName, PalletWithErrors, RuntimeCall } from '../../../chain/schema/index.ts';
import type { ErrorRef } from '../types.ts';

export type PalletName = RuntimeCall['type'];
type CallOf<P extends PalletName> = Extract<RuntimeCall, { readonly type: P }>['value'][0];
/** The names of a pallet's calls. */
export type CallName<P extends PalletName> = CallOf<P>['type'];
/** The arguments of a call: `Arguments<'SubtensorModule', 'add_stake'>`. */
export type Arguments<P extends PalletName, N extends string> = Extract<CallOf<P>, { readonly type: N }>['value'];

/** Who would make the call, and when. */
export interface CallContext {
  readonly signer: Bytes;
  /** The signer's account after the fee was taken. */
  readonly account: AccountBalance;
  /** The block after the one whose state is read: the earliest that the call can be in. */
  readonly block: number;
}

/** Why the chain would refuse; `next` where there is more to say than the error's own advice. */
export interface Refusal {
  readonly error: ErrorRef;
  readonly next?: string;
}
export type Rules<Args> = (args: Args, at: CallContext) => ReadPlan<Refusal | undefined>;

export interface Area<Args> {
  /** Name of its checks in the report. */
  readonly check: string;
  readonly pool?: Rules<Args>;
  readonly dispatch: Rules<Args>;
  /** Whether they ask what the account has left after the fee. */
  readonly restsOnFee?: true;
  /** What these rules leave out, one sentence each. */
  readonly unchecked?: readonly string[];
}

export type Areas<P extends PalletName> = { readonly [N in CallName<P>]?: Area<Arguments<P, N>> };

/** An error of a pallet that this runtime has. */
export function refuse<P extends PalletWithErrors>(pallet: P, name: ErrorName<P>, next?: string): Refusal {
  return { error: { pallet, name }, ...(next !== undefined && { next }) };
}

/** An error of `SubtensorModule`, or undefined for none. */
export const refuseSubtensor = (name: ErrorName<'SubtensorModule'> | undefined, next?: string): Refusal | undefined =>
  name === undefined ? undefined : refuse('SubtensorModule', name, next);

/** Bounded types: with more or longer parts it is no call at all, and nodes cannot decode it. */
export const UNDECODABLE: Refusal = { error: { pallet: 'InvalidTransaction', name: 'Undecodable' } };

/** When a rate limit is over: a sentence for `Refusal.next`. */
export const waitUntil = (block: bigint): string => `Wait until block ${block}.`;
