/**
 * A stretch: the epochs `from` to `to` of some series, which the GPU computes with one set of tables. Here it is decided
 * what the tables hold and where, still without writing a byte.
 *
 * What is the same object is taken once: weights row by row, stakes, whole tables of rows. Consensus, incentive and
 * trust depend on weights, stakes and kappa alone, so they are computed once per group of epochs that share those,
 * whichever series they belong to. Consecutive epochs with the same rules are one task, run again.
 *
 *   results:  dividends of series 0, 1, …  |  groups that are read back  |  other groups
 *   readback: dividends after each epoch that is read  |  groups that are read back  |  bonds, if asked for
 */
import type { EpochCore, SparseMatrix, SparseRow } from '../../chain/yuma/index.ts';
import type { SeriesPlan } from './series-plan.ts';
import { StretchBuilder } from './stretch-builder.ts';

export interface PlacedSeries {
  readonly plan: SeriesPlan;
  readonly firstCell: number;
  /** Slot in `results`. */
  readonly firstDividend: number;
}

/** Rows as the kernels see them. Stored rows are weights, or bonds in the table of a start. */
export interface RowTable {
  readonly uids: Uint32Array;
  readonly firstRow: number;
  readonly stored: SparseMatrix;
  /** Undefined in the table of a start. */
  readonly stake: BigInt64Array | undefined;
  /** P′ of the epoch before: whose bonds it stored. */
  readonly keptBonds: readonly boolean[] | undefined;
}

interface TaskBase {
  /** Place in `tasks`. */
  readonly id: number;
  readonly n: number;
  readonly table: RowTable;
}
export interface StartTask extends TaskBase {
  readonly kind: 'start';
  readonly firstCell: number;
}
export interface GroupTask extends TaskBase {
  readonly kind: 'group';
  readonly kappa: bigint;
  /** Slot in `results`. */
  readonly firstColumn: number;
}
export interface EpochTask extends TaskBase {
  readonly kind: 'epoch';
  readonly core: EpochCore;
  readonly series: PlacedSeries;
  readonly group: GroupTask;
}
export type Task = StartTask | GroupTask | EpochTask;

/** Dividends that are copied away after an epoch, before the next one overwrites them; in slots. */
export interface HistoryCopy {
  readonly firstSlot: number;
  readonly slots: number;
  /** Where they go. */
  readonly at: number;
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Longest first, so that those which an epoch computes are the first ones. */
  readonly series: readonly PlacedSeries[];
  readonly tasks: readonly Task[];
  readonly tables: readonly RowTable[];
  readonly rows: number;
  /** The tasks of each epoch from `from` on. The same object where nothing changes from one epoch to the next. */
  readonly epochs: readonly (readonly EpochTask[])[];
  readonly copies: readonly (HistoryCopy | undefined)[];
  /** Different rows of weights with how many columns each must have; empty rows are not among them. */
  readonly weightRows: ReadonlyMap<SparseRow, number>;
  /** The most columns of any series. */
  readonly columns: number;
  readonly cells: number;
  readonly slots: number;
  readonly historySlots: number;
  /** Slots of the groups that are read back, right after the dividends. */
  readonly dividendSlots: number;
  readonly groupSlots: number;
}

/** Whether somebody wants to know what an epoch of a series gave. */
export type IsRead = (plan: SeriesPlan, epoch: number) => boolean;

export function planStretch(plans: readonly SeriesPlan[], from: number, to: number, isRead: IsRead): Stretch {
  const builder = new StretchBuilder();
  const series = builder.place(plans);
  const dividendSlots = builder.slots;
  for (const { plan } of series) {
    let grouped: EpochCore | undefined;
    for (let epoch = from; epoch < Math.min(to, plan.steps.length); epoch++) {
      const { core } = plan.steps[epoch]!;
      if (core === grouped || !isRead(plan, epoch)) continue;
      builder.group(plan, epoch);
      grouped = core;
    }
  }
  const groupSlots = builder.slots - dividendSlots;
  if (from === 0) for (const one of series) builder.start(one);

  const epochs: (readonly EpochTask[])[] = [];
  const copies: (HistoryCopy | undefined)[] = [];
  let historySlots = 0;
  for (let epoch = from; epoch < to; epoch++) {
    const active = series.filter(({ plan }) => epoch < plan.steps.length);
    const before = epochs.at(-1);
    const tasks = active.map((one, k) => builder.epoch(one, epoch, before?.[k]));
    const isSame = before?.length === tasks.length && tasks.every((task, k) => task === before[k]);
    epochs.push(isSame ? before : tasks);
    const read = active.filter(({ plan }) => isRead(plan, epoch));
    const copy = read.length > 0 ? copyOf(read[0]!, read.at(-1)!, historySlots) : undefined;
    copies.push(copy);
    historySlots += copy?.slots ?? 0;
  }
  return { from, to, series, epochs, copies, historySlots, dividendSlots, groupSlots, ...builder.built() };
}

function copyOf(first: PlacedSeries, last: PlacedSeries, at: number): HistoryCopy {
  const slots = last.firstDividend + last.plan.uids.length - first.firstDividend;
  return { firstSlot: first.firstDividend, slots, at };
}
