/**
 * A call in another guise: as a derived account, by root in anybody's name, or with a second call for when it fails.
 *
 *   derived account = blake2b-256( "modlpy/utilisuba" ++ who ++ index u16 LE )
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import { concatBytes, utf8 } from '../../../src/chain/bytes.ts';
import { blake2b256 } from '../../../src/chain/hash.ts';
import { encode, u16 } from '../../../src/chain/scale/index.ts';
import type { InnerCall } from '../../../src/chain/schema/index.ts';
import type { BlockExecution, Origin, Outcome } from '../block-execution.ts';
import { BAD_ORIGIN, emit, signerOf } from '../block-execution.ts';
import type { Arguments } from '../handlers.ts';
import { withoutFilter } from './call-filter.ts';
import { resultOf } from './nested-call.ts';

const DERIVATION_PREFIX = utf8('modlpy/utilisuba');

/** The account that `who` has beside its own under `index`. */
export const derivedAccount = (who: Bytes, index: number): Bytes =>
  blake2b256(concatBytes(DERIVATION_PREFIX, who, encode(u16, index)));

interface AsDerivative {
  readonly index: number;
  readonly call: InnerCall;
}

export function asDerivative(execution: BlockExecution, origin: Origin, { index, call }: AsDerivative): Outcome {
  const who = signerOf(origin);
  if (!who) return BAD_ORIGIN;
  return execution.dispatch(execution, { type: 'signed', account: derivedAccount(who, index) }, call);
}

type DispatchAs = Arguments<'Utility', 'dispatch_as'>;

/** Ethereum accounts and authorized calls do not exist here: nobody. */
function originOf(caller: DispatchAs['as_origin']): Origin {
  if (caller.type !== 'system') return { type: 'none' };
  const [origin] = caller.value;
  if (origin.type === 'Signed') return { type: 'signed', account: origin.value[0] };
  return { type: origin.type === 'Root' ? 'root' : 'none' };
}

/** Root acts as anybody; how that ended is only an event. */
export function dispatchAs(execution: BlockExecution, origin: Origin, args: DispatchAs): Outcome {
  if (origin.type !== 'root') return BAD_ORIGIN;
  const outcome = asOrigin(execution, args);
  emit(execution, 'Utility', 'DispatchedAs', { result: resultOf(outcome) });
  return undefined;
}

/** The same, failing with the call. */
export function dispatchAsFallible(execution: BlockExecution, origin: Origin, args: DispatchAs): Outcome {
  if (origin.type !== 'root') return BAD_ORIGIN;
  const error = asOrigin(execution, args);
  if (error) return error;
  emit(execution, 'Utility', 'DispatchedAs', { result: resultOf(undefined) });
  return undefined;
}

function asOrigin(execution: BlockExecution, { as_origin: caller, call }: DispatchAs): Outcome {
  const fresh = withoutFilter(execution);
  return fresh.dispatch(fresh, originOf(caller), call);
}

/** Root states what a call weighs; here that only concerns the block's room. */
export function withWeight(execution: BlockExecution, origin: Origin, { call }: { readonly call: InnerCall }): Outcome {
  return origin.type === 'root' ? execution.dispatch(execution, origin, call) : BAD_ORIGIN;
}

interface IfElse {
  readonly main: InnerCall;
  readonly fallback: InnerCall;
}

/** The second call if the first fails; fails only if both do. */
export function ifElse(execution: BlockExecution, origin: Origin, { main, fallback }: IfElse): Outcome {
  if (origin.type === 'none') return BAD_ORIGIN;
  const mainError = execution.dispatch(execution, origin, main);
  if (!mainError) {
    emit(execution, 'Utility', 'IfElseMainSuccess', undefined);
    return undefined;
  }
  const error = execution.dispatch(execution, origin, fallback);
  if (error) return error;
  emit(execution, 'Utility', 'IfElseFallbackCalled', { main_error: mainError });
  return undefined;
}
