/**
 * Origins that may not make every call: what a proxy may do follows its calls into batches and derivatives.
 *
 * An origin carries its filter until somebody makes a new origin (a proxy, a multisig, sudo), which begins without one.
 * Root is never filtered. Here the filter is part of the `dispatch` that calls in calls go through:
 *
 *   Proxy.proxy ─▶ withFilter ─▶ Utility.batch ─▶ dispatch (filtered) ─▶ Balances.transfer…   System.CallFiltered
 */
import type { InnerCall } from '../../../src/chain/schema/index.ts';
import type { BlockExecution, Dispatch } from '../block-execution.ts';
import { moduleError } from '../module-error.ts';

/** What a filtered dispatch was before all filters. */
const unfiltered = new WeakMap<Dispatch, Dispatch>();

/** The same block for an origin that may only make the calls that `allows` lets through, beside what it may not already. */
export function withFilter(execution: BlockExecution, allows: (call: InnerCall) => boolean): BlockExecution {
  const { dispatch } = execution;
  const filtered: Dispatch = (inner, origin, call) =>
    origin.type === 'root' || allows(call) ? dispatch(inner, origin, call) : moduleError('System', 'CallFiltered');
  unfiltered.set(filtered, unfiltered.get(dispatch) ?? dispatch);
  return { ...execution, dispatch: filtered };
}

/** The same block for a new origin. */
export function withoutFilter(execution: BlockExecution): BlockExecution {
  const dispatch = unfiltered.get(execution.dispatch);
  return dispatch ? { ...execution, dispatch } : execution;
}
