/** Several calls in one, or a call in another guise. */
import type { Handlers } from '../handlers.ts';
import { batch, batchAll, forceBatch } from './batches.ts';
import { asDerivative, dispatchAs, dispatchAsFallible, ifElse, withWeight } from './guises.ts';

export { withFilter, withoutFilter } from './call-filter.ts';
export { derivedAccount } from './guises.ts';
export { CANNOT_LOOKUP, callHash, extrinsicIndex, resultOf } from './nested-call.ts';

export const utilityCalls: Handlers<'Utility'> = {
  batch,
  as_derivative: asDerivative,
  batch_all: batchAll,
  dispatch_as: dispatchAs,
  force_batch: forceBatch,
  with_weight: withWeight,
  if_else: ifElse,
  dispatch_as_fallible: dispatchAsFallible,
};
