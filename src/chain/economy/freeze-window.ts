/**
 * When the parameters of a subnet may not be changed (spec economy §5; the pallet's `is_in_admin_freeze_window`).
 *
 *   frozen(B) = tempo ≠ 0 and ( pendingEpochAt > B  or  blocks to the next automatic epoch < window )
 *
 * So that validators know under which rules the weights that they set last will count. An epoch that the owner triggered
 * freezes the subnet from the trigger on. All quantities are block numbers.
 */
import type { EpochSchedule } from './epoch-schedule.ts';
import { blocksUntilAutoEpoch } from './epoch-schedule.ts';

/** Whether block `block` is too close to an epoch. `windowBlocks` = `AdminFreezeWindow`; 0 leaves only triggered epochs. */
export function isInFreezeWindow(schedule: EpochSchedule, windowBlocks: number, block: bigint): boolean {
  if (schedule.tempo === 0) return false;
  if (schedule.pendingEpochAt > block) return true;
  return blocksUntilAutoEpoch(schedule, block) < BigInt(windowBlocks);
}
