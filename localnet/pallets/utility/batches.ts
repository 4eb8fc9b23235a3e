/**
 * Several calls in one (`pallet_subtensor_utility`).
 *
 *   batch        stops at the first failure, keeps what was done, and succeeds
 *   batch_all    all or nothing; no batch_all within
 *   force_batch  goes on after failures, and succeeds
 *
 * Each call is undone alone if it fails. The block's length bounds how many there can be; the depth of calls in calls is
 * bounded where they are decoded.
 */
import type { InnerCall } from '../../../src/chain/schema/index.ts';
import { constants } from '../../../src/chain/schema/index.ts';
import type { BlockExecution, Origin, Outcome } from '../block-execution.ts';
import { BAD_ORIGIN, emit } from '../block-execution.ts';
import { moduleError } from '../module-error.ts';
import { withFilter } from './call-filter.ts';

const MAX_CALLS = constants.Utility.batched_calls_limit.value;

export interface Batch {
  readonly calls: readonly InnerCall[];
}

const refusal = (origin: Origin, { calls }: Batch): Outcome => {
  if (origin.type === 'none') return BAD_ORIGIN;
  return calls.length > MAX_CALLS ? moduleError('Utility', 'TooManyCalls') : undefined;
};

export function batch(execution: BlockExecution, origin: Origin, args: Batch): Outcome {
  const refused = refusal(origin, args);
  if (refused) return refused;
  for (const [index, call] of args.calls.entries()) {
    const error = execution.dispatch(execution, origin, call);
    if (error) {
      emit(execution, 'Utility', 'BatchInterrupted', { index, error });
      return undefined;
    }
    emit(execution, 'Utility', 'ItemCompleted', undefined);
  }
  emit(execution, 'Utility', 'BatchCompleted', undefined);
  return undefined;
}

const isBatchAll = ({ type, value: [inner] }: InnerCall): boolean => type === 'Utility' && inner.type === 'batch_all';

export function batchAll(execution: BlockExecution, origin: Origin, args: Batch): Outcome {
  const refused = refusal(origin, args);
  if (refused) return refused;
  const inside = withFilter(execution, (call) => !isBatchAll(call));
  for (const call of args.calls) {
    const error = inside.dispatch(inside, origin, call);
    if (error) return error;
    emit(execution, 'Utility', 'ItemCompleted', undefined);
  }
  emit(execution, 'Utility', 'BatchCompleted', undefined);
  return undefined;
}

export function forceBatch(execution: BlockExecution, origin: Origin, args: Batch): Outcome {
  const refused = refusal(origin, args);
  if (refused) return refused;
  let failures = 0;
  for (const call of args.calls) {
    const error = execution.dispatch(execution, origin, call);
    if (error) {
      failures++;
      emit(execution, 'Utility', 'ItemFailed', { error });
    } else {
      emit(execution, 'Utility', 'ItemCompleted', undefined);
    }
  }
  emit(execution, 'Utility', failures > 0 ? 'BatchCompletedWithErrors' : 'BatchCompleted', undefined);
  return undefined;
}
