/**
 * The order of work of a stretch: which kernels run over which tiles, and what is copied in between.
 *
 *   bonds-start, weights → consensus → incentive → trust → per epoch: cursors → bonds → carry → dividends → copy
 *
 * The steps are then cut into submissions (submission-cutter.ts); nothing here depends on where.
 */
import { I32F32 } from '../../chain/fixed/index.ts';
import type { EpochCore } from '../../chain/yuma/index.ts';
import { KERNEL_COST } from './kernel-cost.ts';
import { isLiquid } from './series-plan.ts';
import type { EpochKernel } from './shaders.ts';
import type { EpochTask, HistoryCopy, Stretch, Task } from './stretch.ts';
import { type TileRange, TileTable } from './tiles.ts';

export interface Dispatch extends TileRange {
  readonly kind: 'dispatch';
  readonly kernel: EpochKernel;
  /** In units of a plain cell. */
  readonly cost: number;
}

export type WorkStep =
  | Dispatch
  | { readonly kind: 'clear'; readonly buffer: 'weights' | 'bonds' }
  /** So many epochs, over all series, are computed. */
  | { readonly kind: 'epoch-end'; readonly epochs: number; readonly copy: HistoryCopy | undefined };

export interface Program {
  readonly steps: readonly WorkStep[];
  readonly tiles: Uint32Array<ArrayBuffer>;
}

/** Liquid alpha looks at rows in stored order only where the penalty has not sorted them. */
export function keepsStoredOrder({ bondsPenalty }: EpochCore): boolean {
  return bondsPenalty === 0n || bondsPenalty === I32F32.one;
}

/** How many tiles of a task a kernel has. */
type Count<T> = (task: T) => number;

/** @param freshRows where rows of weights begin that are still to be normalised, and how many; none = they all are */
export function programOf(stretch: Stretch, freshRows: FreshRows | undefined, workgroupSize: number): Program {
  const tiles = new TileTable();
  const blocks = (size: number) => Math.ceil(size / workgroupSize);
  const perTask = () => 1;
  const perRow: Count<Task> = ({ table }) => table.uids.length;
  const perColumns: Count<Task> = ({ n }) => blocks(n);
  const isOrdered = ({ core }: EpochTask) => isLiquid(core) && keepsStoredOrder(core);
  const perOrderedRows: Count<EpochTask> = (task) => (isOrdered(task) ? blocks(task.table.uids.length) : 0);
  const perColumnsYuma3: Count<EpochTask> = ({ core, n }) => (core.yuma3 && !isLiquid(core) ? blocks(n) : 0);
  const perColumnsLiquid: Count<EpochTask> = ({ core, n }) => (isLiquid(core) ? blocks(n) : 0);
  const perColumnsClassic: Count<EpochTask> = ({ core, n }) => (core.yuma3 ? 0 : blocks(n));

  const cover = <T extends Task>(tasks: readonly T[], count: Count<T>) => {
    const covered = tasks.map((task) => ({ task, id: task.id, count: count(task) }));
    const range = tiles.add(covered);
    const cells = covered.reduce((sum, { task, count }) => sum + (count > 0 ? costOf(task) : 0), 0);
    return (kernel: EpochKernel): readonly Dispatch[] =>
      range.count > 0 ? [{ kind: 'dispatch', kernel, ...range, cost: cells * KERNEL_COST[kernel] }] : [];
  };
  const ofKind = <K extends Task['kind']>(kind: K) =>
    stretch.tasks.filter((task): task is Extract<Task, { kind: K }> => task.kind === kind);

  const steps: WorkStep[] = [];
  const starts = ofKind('start');
  if (starts.length > 0) steps.push({ kind: 'clear', buffer: 'bonds' }, ...cover(starts, perRow)('bonds-start'));
  if (freshRows) steps.push({ kind: 'clear', buffer: 'weights' }, ...freshWeights(tiles, freshRows));
  const groups = ofKind('group');
  const groupRows = cover(groups, perRow);
  steps.push(...cover(groups, perColumns)('consensus'), ...cover(groups, perTask)('incentive'), ...groupRows('trust'));

  let known: readonly EpochTask[] | undefined;
  let dispatches: readonly Dispatch[] = [];
  stretch.epochs.forEach((tasks, k) => {
    if (tasks !== known) {
      const ordered = cover(tasks, perOrderedRows);
      dispatches = [
        ...ordered('cursors'),
        ...cover(tasks, perColumnsYuma3)('bonds-yuma3'),
        ...cover(tasks, perColumnsLiquid)('bonds-liquid'),
        ...cover(tasks, perColumnsClassic)('bonds-classic'),
        ...ordered('carry'),
        ...cover(tasks, perRow)('dividends'),
        ...cover(tasks, perTask)('dividend-shares'),
      ];
      known = tasks;
    }
    steps.push(...dispatches, { kind: 'epoch-end', epochs: tasks.length, copy: stretch.copies[k] });
  });
  return { steps, tiles: tiles.words };
}

/** Rows in the table `rows`. */
export interface FreshRows {
  readonly first: number;
  readonly count: number;
  /** Of all of them. */
  readonly cells: number;
}

function freshWeights(tiles: TileTable, { first, count, cells }: FreshRows): readonly Dispatch[] {
  const range = tiles.add(Array.from({ length: count }, (_, k) => ({ id: first + k, count: 1 })));
  return count > 0 ? [{ kind: 'dispatch', kernel: 'weights', ...range, cost: cells * KERNEL_COST.weights }] : [];
}

/** At least a cell per column: empty subnets are work too. */
function costOf(task: Task): number {
  return (task.table.uids.length + 1) * task.n;
}
