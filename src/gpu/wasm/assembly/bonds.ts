/**
 * The bonds that go from epoch to epoch: rows of (column, value) in the order in which the chain would store them.
 *
 * There are two sets, old and new; an epoch reads the old and writes the new, then they change places. A row's first
 * cell, count and, where that is known, that its columns ascend are kept per row of the series.
 */
import {
  AREA_FIRST_COLUMN,
  AREA_FIRST_ROWS,
  AREA_FIRST_VALUE,
  AREA_PLACE,
  AREA_ROW_BOND,
  AREA_SECOND_COLUMN,
  AREA_SECOND_ROWS,
  AREA_SECOND_VALUE,
  PLACED_COLUMNS,
  PLACED_ROWS,
  PLACED_VALUES,
  ROW_ASCENDING,
  ROW_COUNT,
  ROW_FIRST,
  ROW_SHIFT,
  ROWS_COUNT,
  ROWS_UIDS,
} from './layout';
import { area, follow } from './memory';
import { findPlaces, isAscending } from './order';

export let oldRows: usize = 0;
export let oldColumns: usize = 0;
export let oldValues: usize = 0;
export let newRows: usize = 0;
export let newColumns: usize = 0;
export let newValues: usize = 0;

/** Begins a series with a matrix placed in its rows. */
export function loadBonds(placed: usize): void {
  // The first epoch reads the job's own records and cells; later ones the areas.
  oldRows = placed + PLACED_ROWS;
  oldColumns = follow(placed, PLACED_COLUMNS);
  oldValues = follow(placed, PLACED_VALUES);
  takeNew();
}

/** Notes where a row of the new set is. */
export function noteRow(r: u32, from: u32, end: u32, ascending: bool): void {
  const row = newRows + (r << ROW_SHIFT);
  store<u32>(row, from, ROW_FIRST);
  store<u32>(row, end - from, ROW_COUNT);
  store<u32>(row, <u32>ascending, ROW_ASCENDING);
}

/** The new bonds become the old ones of the next epoch. */
export function turnBonds(): void {
  oldRows = newRows;
  oldColumns = newColumns;
  oldValues = newValues;
  takeNew();
}

/** New is the set that the old one is not in. */
function takeNew(): void {
  const isFirst = oldRows == area(AREA_FIRST_ROWS);
  newRows = area(isFirst ? AREA_SECOND_ROWS : AREA_FIRST_ROWS);
  newColumns = area(isFirst ? AREA_SECOND_COLUMN : AREA_FIRST_COLUMN);
  newValues = area(isFirst ? AREA_SECOND_VALUE : AREA_FIRST_VALUE);
}

/** Columns and values (u16) of an old row in ascending order, as `rowColumns` and `rowValues`. */
export let rowColumns: usize = 0;
export let rowValues: usize = 0;

export function takeAscending(r: u32, n: u32): void {
  const from = load<u32>(oldRows + (r << ROW_SHIFT), ROW_FIRST) << 1;
  rowColumns = oldColumns + from;
  rowValues = oldValues + from;
  const length = load<u32>(oldRows + (r << ROW_SHIFT), ROW_COUNT);
  // Of the job's own rows nobody knows yet.
  if (load<u32>(oldRows + (r << ROW_SHIFT), ROW_ASCENDING) || isAscending(rowColumns, length)) return;
  findPlaces(rowColumns, length);
  const place = area(AREA_PLACE);
  const sorted = area(AREA_ROW_BOND);
  let to: u32 = 0;
  for (let column: u32 = 0; column < n; column++) {
    const k = load<u32>(place + (column << 2));
    if (!k) continue;
    store<u32>(place + (column << 2), 0);
    store<u16>(sorted + (to << 1), <u16>column);
    store<u16>(sorted + ((n + to) << 1), load<u16>(rowValues + ((k - 1) << 1)));
    to++;
  }
  rowColumns = sorted;
  rowValues = sorted + (n << 1);
}

/** Empties the rows of uids that keep no bonds; `keeps` has a byte per uid. */
export function dropBonds(keeps: usize, rows: usize): void {
  const rowCount = load<u32>(rows + ROWS_COUNT);
  for (let r: u32 = 0; r < rowCount; r++) {
    if (!load<u8>(keeps + load<u32>(rows + ROWS_UIDS + (r << 2)))) {
      store<u32>(oldRows + (r << ROW_SHIFT), 0, ROW_COUNT);
    }
  }
}
