/**
 * Showing weights whose hash was committed (spec participation §5.3): the hash must be in the validator's queue and its
 * epoch must have come; then the weights are set as if they had not been committed.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { storageIndex } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { HashCommit } from '../../../../src/chain/weights/index.ts';
import { revealHashCommit, revealHashCommits, weightsCommitHash } from '../../../../src/chain/weights/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import type { Place } from './context.ts';
import { revealClock } from './context.ts';
import { applyWeights } from './set-weights.ts';

const subtensor = storage.SubtensorModule;

/** What was committed, in the open. */
export interface RevealedContent {
  readonly uids: readonly number[];
  readonly values: readonly number[];
  readonly salt: readonly number[];
  readonly versionKey: bigint;
}

/** The hash that `content` must have been committed by. */
export function commitHashOf(hotkey: Bytes, { netuid, mechanism }: Place, content: RevealedContent): Bytes {
  return weightsCommitHash({ ...content, hotkey, storageIndex: storageIndex(netuid, mechanism) });
}

/** `reveal_weights`. */
export function revealWeights(
  execution: BlockExecution,
  hotkey: Bytes,
  place: Place,
  content: RevealedContent,
): Outcome {
  const { state, number } = execution;
  const impossible = cannotReveal(state, place);
  if (impossible) return impossible;
  const index = storageIndex(place.netuid, place.mechanism);
  const hash = commitHashOf(hotkey, place, content);
  const queue = state.get(subtensor.WeightCommits, index, hotkey);
  const revealed = revealHashCommit(queue, hash, revealClock(state, number, place.netuid));
  if (!revealed.ok) return fail(revealed.error);
  putQueue(state, index, hotkey, revealed.queue);
  const error = applyWeights(execution, hotkey, { ...place, ...content });
  if (error) return error;
  emit(execution, 'SubtensorModule', 'WeightsRevealed', [hotkey, index, hash]);
  return undefined;
}

/** `batch_reveal_weights`: all of `contents` or none, in mechanism 0. */
export function revealWeightsBatch(
  execution: BlockExecution,
  hotkey: Bytes,
  netuid: number,
  contents: readonly RevealedContent[],
): Outcome {
  const { state, number } = execution;
  const place = { netuid, mechanism: 0 };
  const impossible = cannotReveal(state, place);
  if (impossible) return impossible;
  const hashes = contents.map((content) => commitHashOf(hotkey, place, content));
  const queue = state.get(subtensor.WeightCommits, netuid, hotkey);
  const revealed = revealHashCommits(queue, hashes, revealClock(state, number, netuid));
  if (!revealed.ok) return fail(revealed.error);
  putQueue(state, netuid, hotkey, revealed.queue);
  for (const content of contents) {
    const error = applyWeights(execution, hotkey, { ...place, ...content });
    if (error) return error;
  }
  emit(execution, 'SubtensorModule', 'WeightsBatchRevealed', [hotkey, netuid, hashes]);
  return undefined;
}

function cannotReveal(state: State, { netuid, mechanism }: Place): Outcome {
  const exists = state.get(subtensor.NetworksAdded, netuid);
  if (!exists || mechanism >= state.get(subtensor.MechanismCountCurrent, netuid)) return fail('MechanismDoesNotExist');
  return state.get(subtensor.CommitRevealWeightsEnabled, netuid) ? undefined : fail('CommitRevealDisabled');
}

function putQueue(state: State, index: number, hotkey: Bytes, queue: readonly HashCommit[]): void {
  if (queue.length === 0) state.kill(subtensor.WeightCommits, index, hotkey);
  else state.put(subtensor.WeightCommits, index, hotkey, queue);
}
