/**
 * Committing weights: a hash that the validator opens later, or a message that opens with a beacon's round (spec
 * participation §5.3, §5.4). Both count as the validator's activity (`LastUpdate`).
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { storageIndex } from '../../../../src/chain/economy/index.ts';
import { blake2b256 } from '../../../../src/chain/hash.ts';
import type { DispatchError } from '../../../../src/chain/schema/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import { hasTooManyCommits, MAX_CIPHERTEXT_BYTES } from '../../../../src/chain/timelock/index.ts';
import { addHashCommit, checkCommitWeights } from '../../../../src/chain/weights/index.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import type { Place } from './context.ts';
import { commitContext, noteUpdate, revealClock } from './context.ts';

const subtensor = storage.SubtensorModule;

/** DIFFERS: on the chain a longer commit is no call at all; the pool refuses it so, and nested ones fail with this. */
const TOO_LONG: DispatchError = { type: 'Other', value: undefined };

/** `commit_weights`. Changes nothing if it fails. */
export function commitWeights(execution: BlockExecution, hotkey: Bytes, place: Place, hash: Bytes): Outcome {
  const { state, number } = execution;
  const context = commitContext(state, number, hotkey, place);
  const refusal = checkCommitWeights(place.mechanism, context);
  if (refusal) return fail(refusal);
  const index = storageIndex(place.netuid, place.mechanism);
  const queue = state.get(subtensor.WeightCommits, index, hotkey) ?? [];
  const added = addHashCommit(queue, hash, context.block, revealClock(state, number, place.netuid));
  if (!added.ok) return fail(added.error);
  state.put(subtensor.WeightCommits, index, hotkey, added.queue);
  emit(execution, 'SubtensorModule', 'WeightsCommitted', [hotkey, index, hash]);
  noteUpdate(state, number, place, context.uid!);
  return undefined;
}

export interface TimelockedCommitArguments {
  /** At most 5000 bytes; what is in them shows when they open. */
  readonly ciphertext: Bytes;
  readonly round: bigint;
  /** `CommitRevealWeightsVersion` that the caller knows. */
  readonly version: number;
}

/** `commit_timelocked_weights`. */
export function commitTimelocked(
  execution: BlockExecution,
  hotkey: Bytes,
  place: Place,
  { ciphertext, round, version }: TimelockedCommitArguments,
): Outcome {
  const { state, number } = execution;
  if (ciphertext.length > MAX_CIPHERTEXT_BYTES) return TOO_LONG;
  const context = commitContext(state, number, hotkey, place);
  const expected = state.get(subtensor.CommitRevealWeightsVersion);
  const refusal = checkCommitWeights(place.mechanism, context, { stated: version, expected });
  if (refusal) return fail(refusal);
  const index = storageIndex(place.netuid, place.mechanism);
  const { epoch } = revealClock(state, number, place.netuid);
  const queue = state.get(subtensor.TimelockedWeightCommits, index, epoch);
  if (hasTooManyCommits(queue, hotkey)) return fail('TooManyUnrevealedCommits');
  const commit = [hotkey, context.block, ciphertext, round] as const;
  state.put(subtensor.TimelockedWeightCommits, index, epoch, [...queue, commit]);
  emit(execution, 'SubtensorModule', 'TimelockedWeightsCommitted', [hotkey, index, blake2b256(ciphertext), round]);
  noteUpdate(state, number, place, context.uid!);
  return undefined;
}
