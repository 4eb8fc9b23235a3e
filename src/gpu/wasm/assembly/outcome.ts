/** Writing what an epoch gives: per uid, zero for neurons without a row (layout: end of `layout.ts`). */
import { oldColumns, oldRows, oldValues } from './bonds';
import { decode } from './fixed';
import {
  AREA_CONSENSUS,
  AREA_DIVIDEND,
  AREA_INCENTIVE,
  AREA_TRUST,
  OUTCOME_FIELDS,
  ROWS_COUNT,
  ROWS_UIDS,
  ROW_COUNT,
  ROW_SHIFT,
} from './layout';
import { area } from './memory';

/** Writes one epoch's shares; gives the address behind them. */
export function writeShares(to: usize, n: u32, rows: usize): usize {
  const trust = to + (n << 4);
  const dividends = trust + (n << 3);
  memory.copy(to + (n << 3), area(AREA_INCENTIVE), n << 3);
  memory.fill(trust, 0, n << 4);
  for (let column: u32 = 0; column < n; column++) {
    store<u64>(to + (column << 3), decode(load<u32>(area(AREA_CONSENSUS) + (column << 2))));
  }
  const rowCount = load<u32>(rows + ROWS_COUNT);
  for (let r: u32 = 0; r < rowCount; r++) {
    const at = load<u32>(rows + ROWS_UIDS + (r << 2)) << 3;
    store<u64>(trust + at, load<u64>(area(AREA_TRUST) + (r << 3)));
    store<u64>(dividends + at, load<u64>(area(AREA_DIVIDEND) + (r << 3)));
  }
  return to + n * OUTCOME_FIELDS * 8;
}

/** Writes the bonds that are the old ones now; gives the address behind them. */
export function writeBonds(to: usize, rows: usize): usize {
  const rowCount = load<u32>(rows + ROWS_COUNT);
  let cells: u32 = 0;
  for (let r: u32 = 0; r < rowCount; r++) cells += load<u32>(oldRows + (r << ROW_SHIFT), ROW_COUNT);
  store<u32>(to, rowCount);
  store<u32>(to, cells, 4);
  let at = to + 8;
  const columns = at + (rowCount << 3);
  const values = columns + (cells << 1);
  for (let r: u32 = 0; r < rowCount; r++) {
    store<u32>(at, load<u32>(rows + ROWS_UIDS + (r << 2)));
    store<u32>(at, load<u32>(oldRows + (r << ROW_SHIFT), ROW_COUNT), 4);
    at += 8;
  }
  // What an epoch leaves begins at the first cell and has no gaps.
  memory.copy(columns, oldColumns, cells << 1);
  memory.copy(values, oldValues, cells << 1);
  return (values + (cells << 1) + 7) & ~7;
}
