/**
 * Who votes, and how that changes (`pallet_grandpa`, `schedule_change` and `on_finalize`).
 *
 *   block s      scheduled: PendingChange, digest item ScheduledChange with the delay
 *   block s + d  at its end the new voters stand in the state; they vote from block s + d + 1 on
 *
 * Block s + d itself is made final by the old voters, in the old set; then rounds begin anew.
 * DIFFERS: the set's number in the state grows with every change. Substrate raises `CurrentSetId` only where sessions
 * rotate the voters, so on a chain without sessions what the state says may lag behind what is signed.
 */
import { encodeScheduledChange } from '../../src/chain/grandpa.ts';
import { storage } from '../../src/chain/schema/index.ts';
import type { BlockExecution, Outcome } from './block-execution.ts';
import { emit } from './block-execution.ts';
import { moduleError } from './module-error.ts';
import { depositLog } from './system.ts';

const { Grandpa } = storage;

type Voters = typeof Grandpa.Authorities.absent;

/** Plans a change of voters at the end of the block `delay` after this one. */
export function scheduleChange({ state, number }: BlockExecution, voters: Voters, delay: number): Outcome {
  if (state.has(Grandpa.PendingChange)) return moduleError('Grandpa', 'ChangePending');
  const change = { scheduled_at: number, delay, next_authorities: voters, forced: undefined };
  state.put(Grandpa.PendingChange, change);
  return undefined;
}

/** At the end of every block: announces a change that was scheduled in it, and makes one that is due. */
export function finalizeGrandpa(execution: BlockExecution): void {
  const { state, number } = execution;
  const change = state.get(Grandpa.PendingChange);
  if (!change) return;
  const { scheduled_at: scheduledAt, delay, next_authorities: next } = change;
  if (scheduledAt === number) {
    const voters = next.map(([publicKey, weight]) => ({ publicKey, weight }));
    depositLog(execution, encodeScheduledChange(voters, delay));
  }
  if (scheduledAt + delay !== number) return;
  state.put(Grandpa.Authorities, next);
  state.change(Grandpa.CurrentSetId, (setId) => setId + 1n);
  state.kill(Grandpa.PendingChange);
  emit(execution, 'Grandpa', 'NewAuthorities', { authority_set: next });
}
