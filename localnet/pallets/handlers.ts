/**
 * How a pallet says what its calls do: one function per call, by name. A call without one is left out of this chain.
 */
import type { RuntimeCall } from '../../src/chain/schema/index.ts';
import type { BlockExecution, Origin, Outcome } from './block-execution.ts';

export type PalletName = RuntimeCall['type'];
type CallOf<P extends PalletName> = Extract<RuntimeCall, { readonly type: P }>['value'][0];

/** The arguments of a call: `Arguments<'SubtensorModule', 'add_stake'>`. */
export type Arguments<P extends PalletName, N extends string> = Extract<CallOf<P>, { readonly type: N }>['value'];

/** Runs one call. What it has changed by the time it returns an error is dropped by whoever dispatched it. */
export type Handler<Args> = (execution: BlockExecution, origin: Origin, args: Args) => Outcome;

export type Handlers<P extends PalletName> = {
  readonly [N in CallOf<P>['type']]?: Handler<Arguments<P, N>>;
};
