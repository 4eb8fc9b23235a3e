/**
 * When a subnet's epoch runs (spec economy §5, the stateful scheduler of May 2026).
 *
 *   due(B)  = tempo ≠ 0 and ( pendingEpochAt ∈ 1…B  or  blocksSinceLastStep > 50400  or  B − lastEpochBlock ≥ tempo )
 *
 *   ── lastEpochBlock ──────── tempo blocks ────────▶ next automatic epoch
 *                       └─ pendingEpochAt: triggered by the owner, or deferred from a block that had enough epochs
 *
 * All quantities are u64 block numbers with the pallet's saturating arithmetic.
 */
import { clampU64, U64_MAX } from '../fixed/index.ts';

/** A step overdue by more than this runs whatever the clock says (the longest tempo an owner may choose). */
export const MAX_BLOCKS_SINCE_STEP = 50_400n;

export interface EpochSchedule {
  /** Blocks; 0 = no epochs. */
  readonly tempo: number;
  readonly lastEpochBlock: bigint;
  /** 0 = none. */
  readonly pendingEpochAt: bigint;
  /** As it stands when the block asks, i.e. after this block's increment. */
  readonly blocksSinceLastStep: bigint;
}

/** Whether block `block` owes this subnet an epoch. Whether it runs there also depends on `MaxEpochsPerBlock`. */
export function isEpochDue(schedule: EpochSchedule, block: bigint): boolean {
  const { tempo, lastEpochBlock, pendingEpochAt, blocksSinceLastStep } = schedule;
  if (tempo === 0) return false;
  const triggered = pendingEpochAt > 0n && block >= pendingEpochAt;
  const overdue = blocksSinceLastStep > MAX_BLOCKS_SINCE_STEP;
  return triggered || overdue || clampU64(block - lastEpochBlock) >= BigInt(tempo);
}

/** Blocks from `block` to the next automatic epoch; 2^64−1 without a tempo. A pending epoch may come earlier. */
export function blocksUntilAutoEpoch(schedule: EpochSchedule, block: bigint): bigint {
  if (schedule.tempo === 0) return U64_MAX;
  return clampU64(autoEpochBlock(schedule) - block);
}

/** The block of the next epoch, automatic or pending; undefined without a tempo. */
export function nextEpochStartBlock(schedule: EpochSchedule): bigint | undefined {
  if (schedule.tempo === 0) return undefined;
  const auto = autoEpochBlock(schedule);
  const { pendingEpochAt } = schedule;
  return pendingEpochAt > 0n && pendingEpochAt < auto ? pendingEpochAt : auto;
}

const autoEpochBlock = (schedule: EpochSchedule): bigint => clampU64(schedule.lastEpochBlock + BigInt(schedule.tempo));
