/**
 * The owner's hold on the epoch clock: tempo, activity cut-off, and an epoch out of turn (spec economy §5).
 *
 *   set_tempo       360 … 50 400, once in 360 blocks; the clock starts anew: LastEpochBlock := now
 *   trigger_epoch   now + AdminFreezeWindow, which freezes the parameters until then
 *
 * Root may set the cut-off at any time, and the tempo through AdminUtils, without bounds and without touching the clock.
 */
import { blocksUntilAutoEpoch } from '../../../../src/chain/economy/index.ts';
import { constants, storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution, Origin, Outcome } from '../../block-execution.ts';
import { BAD_ORIGIN, emit } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { isFrozen, ownerOf } from './authority.ts';
import { mayActAgain, recordAction } from './owner-limits.ts';

const subtensor = storage.SubtensorModule;
const { MinTempo, MaxTempo, MinActivityCutoffFactorMilli, MaxActivityCutoffFactorMilli } = constants.SubtensorModule;

export function setTempo(execution: BlockExecution, origin: Origin, netuid: number, tempo: number): Outcome {
  const { state, number } = execution;
  const owner = ownerOf(state, origin, netuid);
  if (!owner) return BAD_ORIGIN;
  if (tempo < MinTempo.value || tempo > MaxTempo.value) return fail('TempoOutOfBounds');
  if (isFrozen(execution, netuid)) return fail('AdminActionProhibitedDuringWeightsWindow');
  if (!mayActAgain(execution, owner, netuid, 'TempoUpdate')) return fail('TxRateLimitExceeded');
  state.put(subtensor.Tempo, netuid, tempo);
  state.put(subtensor.LastEpochBlock, netuid, BigInt(number));
  recordAction(execution, owner, netuid, 'TempoUpdate');
  emit(execution, 'SubtensorModule', 'TempoSet', [netuid, tempo]);
  return undefined;
}

export function setActivityCutoffFactor(
  execution: BlockExecution,
  origin: Origin,
  netuid: number,
  factorMilli: number,
): Outcome {
  const { state } = execution;
  const owner = ownerOf(state, origin, netuid);
  if (!owner && origin.type !== 'root') return BAD_ORIGIN;
  if (factorMilli < MinActivityCutoffFactorMilli.value || factorMilli > MaxActivityCutoffFactorMilli.value) {
    return fail('ActivityCutoffFactorMilliOutOfBounds');
  }
  if (owner && isFrozen(execution, netuid)) return fail('AdminActionProhibitedDuringWeightsWindow');
  if (owner && !mayActAgain(execution, owner, netuid, 'ActivityCutoffFactorMilli')) return fail('TxRateLimitExceeded');
  state.put(subtensor.ActivityCutoffFactorMilli, netuid, factorMilli);
  if (owner) recordAction(execution, owner, netuid, 'ActivityCutoffFactorMilli');
  emit(execution, 'SubtensorModule', 'ActivityCutoffFactorMilliSet', { netuid, factor_milli: factorMilli });
  return undefined;
}

export function triggerEpoch(execution: BlockExecution, origin: Origin, netuid: number): Outcome {
  const { state, number } = execution;
  const owner = ownerOf(state, origin, netuid);
  if (!owner) return BAD_ORIGIN;
  if (state.get(subtensor.CommitRevealWeightsEnabled, netuid)) return fail('DynamicTempoBlockedByCommitReveal');
  const pendingEpochAt = state.get(subtensor.PendingEpochAt, netuid);
  if (pendingEpochAt > 0n) return fail('EpochTriggerAlreadyPending');
  const now = BigInt(number);
  const window = BigInt(state.get(subtensor.AdminFreezeWindow));
  const schedule = {
    tempo: state.get(subtensor.Tempo, netuid),
    lastEpochBlock: state.get(subtensor.LastEpochBlock, netuid),
    pendingEpochAt,
    blocksSinceLastStep: state.get(subtensor.BlocksSinceLastStep, netuid),
  };
  if (blocksUntilAutoEpoch(schedule, now) < window) return fail('AutoEpochAlreadyImminent');
  if (!mayActAgain(execution, owner, netuid, 'TriggerEpoch')) return fail('TxRateLimitExceeded');
  const firesAt = now + window;
  state.put(subtensor.PendingEpochAt, netuid, firesAt);
  recordAction(execution, owner, netuid, 'TriggerEpoch');
  emit(execution, 'SubtensorModule', 'EpochTriggered', { netuid, by: owner, fires_at: firesAt });
  return undefined;
}
