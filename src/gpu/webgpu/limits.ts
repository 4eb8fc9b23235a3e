/** What a stretch takes on the device, buffer by buffer, and whether the device has that much. */
import { ComputeError } from '../error.ts';
import { PAIR_BYTES, ROW, TASK, TILE_BYTES, WORD_BYTES } from './layout.ts';
import type { SeriesPlan } from './series-plan.ts';
import { planStretch, type Stretch, type Task } from './stretch.ts';
import { TILES_PER_ALIGNMENT } from './tiles.ts';
import { entryCount, weightCells } from './weights-store.ts';

/** What a device can bind and hold. */
export type DeviceLimits = Pick<
  GPUSupportedLimits,
  'maxStorageBufferBindingSize' | 'maxBufferSize' | 'maxComputeWorkgroupsPerDimension'
>;

/** Lists of tiles for a set of tasks, each of which begins at an alignment (program.ts). */
const TILE_LISTS = 8;

/** Bytes per buffer. `tiles` is an upper bound. */
export function stretchBytes(stretch: Stretch, workgroupSize: number) {
  const blocks = (size: number) => Math.ceil(size / workgroupSize);
  const tilesOf = ({ table, n }: Task) => table.uids.length + 1 + blocks(n) + blocks(table.uids.length);
  const tileLists = [stretch.tasks.filter(({ kind }) => kind !== 'epoch'), ...new Set(stretch.epochs)];
  const tiles = tileLists.reduce(
    (sum, tasks) => tasks.reduce((part, task) => part + tilesOf(task), sum + TILE_LISTS * TILES_PER_ALIGNMENT),
    stretch.weightRows.size,
  );
  const bonds = stretch.tables.filter(({ stake }) => !stake);
  const bondEntries = bonds.reduce(
    (sum, { uids, stored }) => uids.reduce((part, uid) => part + stored[uid]!.columns.length, sum),
    0,
  );
  return {
    tiles: tiles * TILE_BYTES,
    tasks: stretch.tasks.length * TASK.bytes,
    rows: (stretch.rows + stretch.weightRows.size) * ROW.bytes,
    entries: entryCount(stretch.weightRows) * WORD_BYTES,
    bondEntries: bondEntries * WORD_BYTES,
    weights: weightCells(stretch.weightRows, stretch.columns) * WORD_BYTES,
    bonds: stretch.cells * WORD_BYTES,
    shares: stretch.cells * PAIR_BYTES,
    results: stretch.slots * PAIR_BYTES,
  };
}

/** What is read back at most: history, groups, and the bonds. */
export function readbackBytes({ historySlots, groupSlots, cells }: Stretch): number {
  return (historySlots + groupSlots) * PAIR_BYTES + cells * WORD_BYTES;
}

/** Why a stretch cannot be on the device; undefined = it can. */
export function excess(stretch: Stretch, limits: DeviceLimits, workgroupSize: number): string | undefined {
  const { maxStorageBufferBindingSize: bindable, maxBufferSize: holdable } = limits;
  for (const [role, bytes] of Object.entries(stretchBytes(stretch, workgroupSize))) {
    const most = Math.min(bindable, holdable);
    if (bytes > most) return `${role} of ${bytes} bytes, the device takes ${most}`;
  }
  const readback = readbackBytes(stretch);
  if (readback > holdable) return `a readback of ${readback} bytes, the device has buffers of ${holdable}`;
  return undefined;
}

/**
 * No buffer of the series is larger than this, in bytes. Most series are so small that nothing else need be counted.
 * Bonds and shares are cells; every other buffer grows with the different weights or with the epochs.
 */
export function roughBytes({ cells, matrices, steps, uids, n }: SeriesPlan): number {
  const perMatrix = PAIR_BYTES * (cells + n) + ROW.bytes * uids.length;
  const perEpoch = TASK.bytes * 2 + (2 * ROW.bytes + 4 * PAIR_BYTES) * (uids.length + n + 1) + TILE_LISTS * 256;
  return (matrices + 2) * (perMatrix + perEpoch) + (steps.length + 1) * perEpoch;
}

/**
 * Nothing is allocated before every series is known to fit, if need be epoch by epoch.
 * @throws ComputeError `compute/too-large`
 */
export function assertFits(plan: SeriesPlan, limits: DeviceLimits, workgroupSize: number): void {
  if (roughBytes(plan) <= Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize)) return;
  const isRead = () => true;
  if (!excess(planStretch([plan], 0, plan.steps.length, isRead), limits, workgroupSize)) return;
  for (let epoch = 0; epoch < plan.steps.length; epoch++) {
    const reason = excess(planStretch([plan], epoch, epoch + 1, isRead), limits, workgroupSize);
    if (!reason) continue;
    const size = `Series ${plan.index}, ${plan.uids.length} × ${plan.n},`;
    throw new ComputeError('compute/too-large', `${size} needs ${reason}.`);
  }
}
