/**
 * A stretch as the arrays that the kernels read (kernels/epoch.wgsl).
 *
 * The host does what is O(rows) and needs wide arithmetic: the votes of the median, its minority, the slope of the
 * sigmoid. Everything per cell happens on the device.
 */
import { I32F32 } from '../../chain/fixed/index.ts';
import type { EpochCore } from '../../chain/yuma/index.ts';
import { packBonds, packWeights } from './entries.ts';
import { ROW, SANE, TASK, writeStruct, YUMA3 } from './layout.ts';
import { type Program, programOf } from './program.ts';
import type { EpochTask, GroupTask, RowTable, Stretch, Task } from './stretch.ts';
import { areSharesSane, Votes } from './votes.ts';
import { entryCount, type WeightsStore, weightCells } from './weights-store.ts';

/** Steepness is in hundredths, and the exponent is negative. */
const MINUS_HUNDRED = I32F32.fromInteger(-100n);

export interface PackedStretch extends Program {
  readonly tasks: ArrayBuffer;
  readonly rows: ArrayBuffer;
  readonly bondEntries: Uint32Array<ArrayBuffer>;
  /** Undefined where all weights are on the device already. */
  readonly weights: { readonly entries: Uint32Array<ArrayBuffer>; readonly cells: number } | undefined;
}

/** Makes `store` hold the rows of the stretch, if it does not. */
export function packStretch(stretch: Stretch, store: WeightsStore, workgroupSize: number): PackedStretch {
  const { weightRows, columns } = stretch;
  const isFresh = !store.has(weightRows, columns);
  if (isFresh) store.replace(weightRows, columns);

  const cells = weightCells(weightRows, columns);
  const freshRows = isFresh ? { first: stretch.rows, count: weightRows.size, cells } : undefined;
  const votes = new Votes();
  const bonds = packBonds(stretch.tables);
  const rows = new DataView(new ArrayBuffer((stretch.rows + (freshRows?.count ?? 0)) * ROW.bytes));
  for (const table of stretch.tables) {
    if (table.stake) packEpochRows(rows, table, table.stake, votes, store);
    else packStartRows(rows, table, bonds.places);
  }
  if (isFresh) {
    [...weightRows.keys()].forEach((row, k) => {
      const place = store.place(row);
      writeStruct(rows, ROW, stretch.rows + k, {
        first_entry: place.firstEntry,
        entries: place.entries,
        first_weight: place.firstWeight,
      });
    });
  }
  return {
    tasks: packTasks(stretch.tasks, votes, workgroupSize),
    rows: rows.buffer,
    bondEntries: bonds.entries,
    weights: isFresh ? { entries: packWeights(weightRows.keys(), entryCount(weightRows)), cells } : undefined,
    ...programOf(stretch, freshRows, workgroupSize),
  };
}

function packEpochRows(
  view: DataView,
  { uids, firstRow, stored, keptBonds }: RowTable,
  stake: BigInt64Array,
  votes: Votes,
  store: WeightsStore,
): void {
  const { shares } = votes.of(uids, stake);
  uids.forEach((uid, row) => {
    const { firstEntry, entries, firstWeight } = store.place(stored[uid]!);
    writeStruct(view, ROW, firstRow + row, {
      stake: stake[uid]!,
      vote: shares[row]!,
      first_entry: firstEntry,
      entries,
      first_weight: firstWeight,
      dropped: keptBonds && !keptBonds[uid] ? 1 : 0,
    });
  });
}

function packStartRows(
  view: DataView,
  { uids, firstRow, stored }: RowTable,
  places: ReturnType<typeof packBonds>['places'],
) {
  uids.forEach((uid, row) => {
    const bonds = stored[uid]!;
    writeStruct(view, ROW, firstRow + row, { first_entry: places.get(bonds) ?? 0, entries: bonds.columns.length });
  });
}

function packTasks(tasks: readonly Task[], votes: Votes, workgroupSize: number): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(tasks.length * TASK.bytes));
  for (const task of tasks) {
    writeStruct(view, TASK, task.id, {
      rows: task.table.uids.length,
      columns: task.n,
      first_row: task.table.firstRow,
      ...(task.kind === 'start' && { first_cell: task.firstCell }),
      ...(task.kind === 'group' && groupFields(task, votes)),
      ...(task.kind === 'epoch' && epochFields(task, workgroupSize)),
    });
  }
  return view.buffer as ArrayBuffer;
}

function groupFields({ table, kappa, firstColumn }: GroupTask, votes: Votes) {
  const { total } = votes.of(table.uids, table.stake!);
  const isSane = areSharesSane(table.stake!) && kappa >= 0n && kappa <= I32F32.one;
  return { first_column: firstColumn, flags: isSane ? SANE : 0, minority: I32F32.sub(total, kappa), total };
}

function epochFields({ core, series, group }: EpochTask, workgroupSize: number) {
  return {
    first_cell: series.firstCell,
    first_column: group.firstColumn,
    first_dividend: series.firstDividend,
    flags: core.yuma3 ? YUMA3 : 0,
    lanes: areSharesSane(core.activeStake) ? workgroupSize : 1,
    penalty: core.bondsPenalty,
    alpha: core.bondsAlpha,
    alpha_low: core.alphaLow,
    alpha_high: core.alphaHigh,
    slope: slopeOf(core),
  };
}

function slopeOf({ alphaSigmoidSteepness }: EpochCore): bigint {
  return I32F32.sdiv(I32F32.fromInteger(BigInt(alphaSigmoidSteepness)), MINUS_HUNDRED);
}
