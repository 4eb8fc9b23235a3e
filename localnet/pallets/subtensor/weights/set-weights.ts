/**
 * Setting weights: by their validator at once, or after they were committed (spec participation §5.1).
 *
 * Only direct settings move `LastUpdate`; for committed weights the commit has done so.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { storageIndex } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { WeightsSubmission } from '../../../../src/chain/weights/index.ts';
import { checkRevealedWeights, checkSetWeights, storedWeights } from '../../../../src/chain/weights/index.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { noteUpdate, weightsContext } from './context.ts';

const subtensor = storage.SubtensorModule;

/** `set_weights` and its siblings: refused where weights must be committed first. */
export function setWeights(execution: BlockExecution, hotkey: Bytes, submission: WeightsSubmission): Outcome {
  return storeWeights(execution, hotkey, submission, checkSetWeights);
}

/** Weights that were committed before, or may be set directly. Changes nothing if it fails. */
export function applyWeights(execution: BlockExecution, hotkey: Bytes, submission: WeightsSubmission): Outcome {
  return storeWeights(execution, hotkey, submission, checkRevealedWeights);
}

function storeWeights(
  execution: BlockExecution,
  hotkey: Bytes,
  submission: WeightsSubmission,
  check: typeof checkSetWeights,
): Outcome {
  const { state, number } = execution;
  const context = weightsContext(state, number, hotkey, submission);
  const refusal = check(submission, context);
  if (refusal) return fail(refusal);
  const index = storageIndex(submission.netuid, submission.mechanism);
  const uid = context.uid!;
  state.put(subtensor.Weights, index, uid, storedWeights(submission));
  if (!context.commitRevealEnabled) noteUpdate(state, number, submission, uid);
  emit(execution, 'SubtensorModule', 'WeightsSet', [index, uid]);
  return undefined;
}
