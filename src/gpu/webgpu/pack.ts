/**
 * Several epoch cores as the arrays that the kernels read (kernels/epoch.wgsl), and the tiles that each kernel covers.
 *
 * The host does what is O(rows) and needs wide arithmetic: the votes of the median, its minority, the slope of the
 * sigmoid. Everything per cell happens on the device.
 */
import { I32F32 } from '../../chain/fixed/index.ts';
import type { EpochCore } from '../../chain/yuma/index.ts';
import { BOND_SEEN, LIQUID, ROW, TASK, TILE_BYTES, writeStruct, YUMA3 } from './layout.ts';
import { type TaskPlan, TILE_ALIGNMENT } from './plan.ts';
import type { EpochKernel } from './shaders.ts';

/** Steepness is in hundredths, and the exponent is negative. */
const MINUS_HUNDRED = I32F32.fromInteger(-100n);

/** Where a task's results begin. */
export interface TaskPlace {
  readonly plan: TaskPlan;
  readonly firstCell: number;
  readonly firstRecord: number;
}

export interface PackedTasks {
  readonly places: readonly TaskPlace[];
  readonly cells: number;
  readonly records: number;
  readonly tasks: ArrayBuffer;
  readonly rows: ArrayBuffer;
  readonly entries: Uint32Array<ArrayBuffer>;
  readonly bonds: Uint32Array<ArrayBuffer>;
  readonly tiles: Uint32Array<ArrayBuffer>;
  /** In the order in which they run: each kernel's part of `tiles`, in bytes and in tiles. */
  readonly dispatches: readonly Dispatch[];
}

export interface Dispatch {
  readonly kernel: EpochKernel;
  readonly offset: number;
  readonly count: number;
}

/** Liquid alpha looks at rows in stored order only where the penalty has not sorted them. */
export function keepsStoredOrder(core: EpochCore): boolean {
  return core.bondsPenalty === 0n || core.bondsPenalty === I32F32.one;
}

export function packTasks(plans: readonly TaskPlan[], workgroupSize: number): PackedTasks {
  const total = (of: (plan: TaskPlan) => number) => plans.reduce((sum, plan) => sum + of(plan), 0);
  const tasks = new DataView(new ArrayBuffer(plans.length * TASK.bytes));
  const rows = new DataView(new ArrayBuffer(total((plan) => plan.uids.length) * ROW.bytes));
  const entries = new Uint32Array(total((plan) => plan.entries));
  const bonds = new Uint32Array(total((plan) => plan.cells));
  const places: TaskPlace[] = [];

  let firstRow = 0;
  let firstEntry = 0;
  let firstCell = 0;
  let firstRecord = 0;
  plans.forEach((plan, index) => {
    const { core, uids } = plan;
    const { votes, minority, total } = median(core, uids);
    writeStruct(tasks, TASK, index, {
      rows: uids.length,
      columns: core.n,
      first_row: firstRow,
      first_cell: firstCell,
      first_result: firstRecord,
      flags: (core.yuma3 ? YUMA3 : 0) | (core.yuma3 && core.liquidAlpha ? LIQUID : 0),
      lanes: areSharesSane(core) ? workgroupSize : 1,
      minority,
      total,
      penalty: core.bondsPenalty,
      alpha: core.bondsAlpha,
      alpha_low: core.alphaLow,
      alpha_high: core.alphaHigh,
      slope: I32F32.sdiv(I32F32.fromInteger(BigInt(core.alphaSigmoidSteepness)), MINUS_HUNDRED),
    });
    uids.forEach((uid, row) => {
      const written = packEntries(core, uid, entries, firstEntry);
      writeStruct(rows, ROW, firstRow + row, {
        stake: core.activeStake[uid]!,
        vote: votes[row]!,
        first_entry: firstEntry,
        entries: written,
      });
      packBonds(core, uid, bonds, firstCell + row * core.n);
      firstEntry += written;
    });
    places.push({ plan, firstCell, firstRecord });
    firstRow += uids.length;
    firstCell += plan.cells;
    firstRecord += plan.records;
  });

  return {
    places,
    cells: firstCell,
    records: firstRecord,
    tasks: tasks.buffer,
    rows: rows.buffer,
    entries,
    bonds,
    ...packTiles(plans, workgroupSize),
  };
}

/** The rows' votes u, m and t of spec yuma §3.7; a row without stake has no vote and gets 0. */
function median(core: EpochCore, uids: Uint32Array) {
  const stakes = Array.from(uids, (uid) => core.activeStake[uid]!);
  const positive = stakes.filter((stake) => stake > 0n);
  const sum = I32F32.wrappingSum(positive);
  const votes = stakes.map((stake) => (stake <= 0n ? 0n : sum === 0n ? stake : I32F32.div(stake, sum)));
  const total = I32F32.wrappingSum(votes);
  return { votes, total, minority: I32F32.sub(total, core.kappa) };
}

/**
 * All stakes are within [0, 1]: then every term of a dividend is, sums stay far below the limit and their order cannot
 * show. Only stakes that overflowed on the chain (2^63 rao and more) are not.
 */
function areSharesSane(core: EpochCore): boolean {
  return core.activeStake.every((stake) => stake >= 0n && stake <= I32F32.one);
}

/** Writes a row's weights in stored order; returns how many. */
function packEntries(core: EpochCore, uid: number, entries: Uint32Array, first: number): number {
  const row = core.weights[uid]!;
  row.columns.forEach((column, k) => {
    entries[first + k] = (column | (row.values[k]! << 16)) >>> 0;
  });
  return row.columns.length;
}

/** Writes a row's bonds into its cells, marking those that a cursor sees which never goes back (spec yuma §5). */
function packBonds(core: EpochCore, uid: number, bonds: Uint32Array, first: number): void {
  const row = core.bonds[uid]!;
  let reached = 0;
  row.columns.forEach((column, k) => {
    const isSeen = column >= reached;
    if (isSeen) reached = column + 1;
    bonds[first + column] = row.values[k]! | (isSeen ? BOND_SEEN : 0);
  });
}

/** One list of (task, index) per way of covering the tasks, each at an offset that can be bound. */
function packTiles(plans: readonly TaskPlan[], workgroupSize: number) {
  type Count = (plan: TaskPlan) => number;
  const blocks = (size: number) => Math.ceil(size / workgroupSize);
  const perTask: Count = () => 1;
  const perRow: Count = (plan) => plan.uids.length;
  const perColumns: Count = (plan) => blocks(plan.core.n);
  const perColumnsYuma3: Count = (plan) => (plan.core.yuma3 ? blocks(plan.core.n) : 0);
  const perColumnsClassic: Count = (plan) => (plan.core.yuma3 ? 0 : blocks(plan.core.n));
  const perRowsInOrder: Count = ({ core, uids }) =>
    core.yuma3 && core.liquidAlpha && keepsStoredOrder(core) ? blocks(uids.length) : 0;

  const lists = new Map<Count, { readonly offset: number; readonly count: number }>();
  const words: number[] = [];
  for (const count of [perTask, perRow, perColumns, perColumnsYuma3, perColumnsClassic, perRowsInOrder]) {
    while ((words.length * 4) % TILE_ALIGNMENT !== 0) words.push(0);
    const offset = words.length * 4;
    plans.forEach((plan, task) => {
      for (let index = 0; index < count(plan); index++) words.push(task, index);
    });
    lists.set(count, { offset, count: (words.length * 4 - offset) / TILE_BYTES });
  }
  const order: readonly (readonly [EpochKernel, Count])[] = [
    ['weights', perRow],
    ['consensus', perColumns],
    ['incentive', perTask],
    ['cursors', perRowsInOrder],
    ['bonds-yuma3', perColumnsYuma3],
    ['bonds-classic', perColumnsClassic],
    ['dividends', perRow],
    ['dividend-shares', perTask],
  ];
  const dispatches = order.map(([kernel, count]): Dispatch => ({ kernel, ...lists.get(count)! }));
  return { tiles: Uint32Array.from(words), dispatches: dispatches.filter(({ count }) => count > 0) };
}
