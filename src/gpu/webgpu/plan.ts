/**
 * What an epoch core needs on the GPU, decided before anything is allocated.
 *
 * Only uids with stake, weights or bonds become rows; the others cannot change a result. Cores that the kernels cannot
 * do exactly are refused here, never computed wrongly.
 */
import type { EpochCore } from '../../chain/yuma/index.ts';
import { ComputeError } from '../error.ts';
import { RECORD_BYTES, ROW, SHARE_BYTES, TASK, TILE_BYTES, WORD_BYTES } from './layout.ts';

/** How many plain cells take as long as one cell with liquid alpha, whose exponential has up to 31 terms. */
const LIQUID_COST = 8;

export interface TaskPlan {
  readonly core: EpochCore;
  /** The uids that become rows, ascending. */
  readonly uids: Uint32Array;
  readonly entries: number;
  readonly cells: number;
  /** Records in `results`: one per column and per row. */
  readonly records: number;
  /** Work in units of one plain cell. */
  readonly cost: number;
}

/** What a device can bind and hold. */
export type DeviceLimits = Pick<GPUSupportedLimits, 'maxStorageBufferBindingSize' | 'maxBufferSize'>;

/** The core must have passed `checkSeries`. */
export function planTask(core: EpochCore): TaskPlan {
  const { n } = core;
  const uids: number[] = [];
  let entries = 0;
  for (let uid = 0; uid < n; uid++) {
    const weights = core.weights[uid]!.columns.length;
    if (weights === 0 && core.bonds[uid]!.columns.length === 0 && core.activeStake[uid] === 0n) continue;
    uids.push(uid);
    entries += weights;
  }
  const cells = uids.length * n;
  return {
    core,
    uids: Uint32Array.from(uids),
    entries,
    cells,
    records: n + uids.length,
    cost: cells * (core.yuma3 && core.liquidAlpha ? LIQUID_COST : 1) + n,
  };
}

/** Bytes of the buffers that several tasks need together, by role. `tiles` is an upper bound. */
export function bufferBytes(plans: readonly TaskPlan[], workgroupSize: number) {
  const total = (of: (plan: TaskPlan) => number) => plans.reduce((sum, plan) => sum + of(plan), 0);
  const rows = total((plan) => plan.uids.length);
  const cells = total((plan) => plan.cells);
  const blocks = total((plan) => Math.ceil(plan.core.n / workgroupSize) + Math.ceil(plan.uids.length / workgroupSize));
  return {
    tiles: (rows + plans.length + 2 * blocks) * TILE_BYTES + TILE_LISTS * TILE_ALIGNMENT,
    tasks: plans.length * TASK.bytes,
    rows: rows * ROW.bytes,
    entries: total((plan) => plan.entries) * WORD_BYTES,
    weights: cells * WORD_BYTES,
    bonds: cells * WORD_BYTES,
    shares: cells * SHARE_BYTES,
    results: total((plan) => plan.records) * RECORD_BYTES,
  };
}

/** Offsets of bindings are multiples of this (WebGPU's default limit). */
export const TILE_ALIGNMENT = 256;
/** The lists of tiles that are bound one after the other (pack.ts). */
const TILE_LISTS = 6;

/** Why these tasks cannot be on the device together; undefined = they can. */
function excess(plans: readonly TaskPlan[], limits: DeviceLimits, workgroupSize: number): string | undefined {
  const sizes = bufferBytes(plans, workgroupSize);
  const bindable = limits.maxStorageBufferBindingSize;
  for (const [role, bytes] of Object.entries(sizes)) {
    if (bytes > bindable) return `${role} of ${bytes} bytes, the device binds ${bindable}`;
  }
  // Pooled buffers have some room to spare, and the readback holds results and bonds in one.
  const largest = Math.max(...Object.values(sizes), sizes.results + sizes.bonds);
  if (largest * 1.25 > limits.maxBufferSize)
    return `a buffer of ${largest} bytes, the device has ${limits.maxBufferSize}`;
  return undefined;
}

/** @throws ComputeError `compute/too-large` if a task alone does not fit the device. */
export function assertFits(plan: TaskPlan, limits: DeviceLimits, workgroupSize: number): void {
  const reason = excess([plan], limits, workgroupSize);
  if (reason) {
    throw new ComputeError('compute/too-large', `${plan.uids.length} × ${plan.core.n} needs ${reason}.`);
  }
}

/**
 * How many of the plans, from `first` on, go into the next submission: as many as stay within `budget` (in units of
 * `cost`) and within the device, at least one.
 */
export function chunkLength(
  plans: readonly TaskPlan[],
  first: number,
  budget: number,
  limits: DeviceLimits,
  workgroupSize: number,
): number {
  let cost = plans[first]!.cost;
  let end = first + 1;
  while (end < plans.length && cost + plans[end]!.cost <= budget) {
    cost += plans[end]!.cost;
    end += 1;
  }
  while (end > first + 1 && excess(plans.slice(first, end), limits, workgroupSize)) {
    end = first + Math.ceil((end - first) / 2);
  }
  return end - first;
}
