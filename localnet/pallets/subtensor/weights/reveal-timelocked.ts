/**
 * Opens time-locked weights at the beginning of a block, before the coinbase and the epochs (spec participation §5.4,
 * economy §3 step 4; subtensor `coinbase/reveal_commits.rs`).
 *
 *   E = SubnetEpochIndex, plus 1 if the epoch's clock moves in this block;   queues of epochs before E − P go
 *
 *   entry of the queue of E − P ─▶ pulse of its round missing? ─yes─▶ kept for the next block
 *                                        └─no─▶ decrypt, decode, compare the hotkey ─fails─▶ dropped, without a word
 *                                                         └─▶ set, by the rules of setting weights
 *
 * Of several commits of one hotkey the last one stays, because all of them are set one after another. A subnet whose epoch
 * is put off to the next block waits with it.
 */
import { storageIndex } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import { readRevealedWeights, type TimelockedCommit } from '../../../../src/chain/timelock/index.ts';
import { hasOpenCommits, openCommitEpoch } from '../../../../src/chain/weights/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { openMessage } from '../../drand/index.ts';
import type { EpochTurn } from '../schedule.ts';
import type { Place } from './context.ts';
import { applyWeights } from './set-weights.ts';

const subtensor = storage.SubtensorModule;

/** @param turns `epochTurns` of this block */
export function revealTimelockedCommits(execution: BlockExecution, turns: ReadonlyMap<number, EpochTurn>): void {
  const { state } = execution;
  for (const [netuid, turn] of turns) {
    if (turn === 'deferred') continue;
    const index = state.get(subtensor.SubnetEpochIndex, netuid);
    const epoch = turn === 'idle' ? index : index + 1n;
    const mechanisms = state.get(subtensor.MechanismCountCurrent, netuid);
    for (let mechanism = 0; mechanism < mechanisms; mechanism++) revealIn(execution, { netuid, mechanism }, epoch);
  }
}

function revealIn(execution: BlockExecution, place: Place, epoch: bigint): void {
  const { state } = execution;
  const { netuid, mechanism } = place;
  const period = state.get(subtensor.RevealPeriodEpochs, netuid);
  const index = storageIndex(netuid, mechanism);
  const openEpoch = openCommitEpoch(epoch, period);
  for (const [, committed] of state.keysOf(subtensor.TimelockedWeightCommits, index)) {
    if (committed < openEpoch) state.kill(subtensor.TimelockedWeightCommits, index, committed);
  }
  if (!hasOpenCommits(epoch, period) || !state.has(subtensor.TimelockedWeightCommits, index, openEpoch)) return;
  const queue = state.get(subtensor.TimelockedWeightCommits, index, openEpoch);
  const kept: TimelockedCommit[] = [];
  for (const commit of queue) {
    const [hotkey, , ciphertext, round] = commit;
    const pulse = state.get(storage.Drand.Pulses, round);
    if (!pulse) {
      kept.push(commit);
      continue;
    }
    const revealed = readRevealedWeights(openMessage(ciphertext, pulse.signature), hotkey);
    if (!revealed.ok || applyWeights(execution, hotkey, { ...place, ...revealed.weights })) continue;
    emit(execution, 'SubtensorModule', 'TimelockedWeightsRevealed', [index, hotkey]);
  }
  if (kept.length === 0) state.kill(subtensor.TimelockedWeightCommits, index, openEpoch);
  else if (kept.length < queue.length) state.put(subtensor.TimelockedWeightCommits, index, openEpoch, kept);
}
