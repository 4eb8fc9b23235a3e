/**
 * Weights and old bonds of compressed rows, merged in ascending order: what plain bonds are made of.
 *
 *   Yuma3    E = ⌊α·W̃⌋ + ⌊(1 − α)·B⌋ at once; cells of 0 leave (spec yuma §4.2)
 *   classic  ΔB = ⌊A·W̃⌋ beside B, which are averaged when their columns are summed (spec yuma §4.1)
 */
import { newColumns, newValues, noteRow, oldRows, rowColumns, rowValues, takeAscending } from './bonds';
import { decode, ONE, product, RATIO_STEP } from './fixed';
import {
  AREA_CELL,
  AREA_CONSENSUS,
  AREA_INCENTIVE,
  AREA_ROW_ALPHA,
  AREA_ROW_RUN,
  AREA_STAKE,
  AREA_SUM_A,
  AREA_SUM_B,
  AREA_SUM_C,
  ROW_COUNT,
  ROW_SHIFT,
} from './layout';
import { area } from './memory';
import { penalised } from './penalty';
import { rowColumns as scoreColumns, rowScores, takeAscendingScores, weightRows } from './weights';

/** Stands for the column of a row that has come to its end: above every column. */
const NO_COLUMN: u32 = 0xffff;

/**
 * `AREA_CELL` gets E with column sums A, or ΔB with column sums C while the new values get B with column sums B.
 * Without `needsBonds`, cells of columns without incentive, which earn nothing, are left out.
 */
export function mergeRows(
  isYuma3: bool,
  n: u32,
  rowCount: u32,
  alpha: u64,
  penalty: u64,
  needsBonds: bool,
): void {
  const incentive = area(AREA_INCENTIVE);
  const keep = ONE - alpha;
  const columns = newColumns;
  const values = newValues;
  const gains = area(isYuma3 ? AREA_SUM_A : AREA_SUM_C);
  const holdings = area(AREA_SUM_B);
  const cells = area(AREA_CELL);
  memory.fill(gains, 0, n << 3);
  memory.fill(holdings, 0, n << 3);
  let to: u32 = 0;
  for (let r: u32 = 0; r < rowCount; r++) {
    const factor = isYuma3 ? alpha : load<u64>(area(AREA_STAKE) + (r << 3));
    const scoreCount = keepWeights(r, n, penalty, factor);
    takeAscending(r, n);
    let w = area(AREA_ROW_RUN);
    let gained = area(AREA_ROW_ALPHA);
    store<u16>(w + (scoreCount << 1), <u16>NO_COLUMN);
    let b = rowColumns;
    let value = rowValues;
    const bEnd = b + (load<u32>(oldRows + (r << ROW_SHIFT), ROW_COUNT) << 1);
    const from = to;
    let wColumn = <u32>load<u16>(w);
    while (true) {
      let column = wColumn;
      let gain: u64 = 0;
      let bond: u64 = 0;
      // Branches, because rows of bonds and weights have much in common, or few weights count: which of the two comes
      // next is mostly foreseen.
      if (b < bEnd && <u32>load<u16>(b) <= wColumn) {
        column = load<u16>(b);
        const held = <u32>load<u16>(value);
        value += 2;
        b += 2;
        if (isYuma3) {
          gain = product(keep, decode(held * RATIO_STEP));
        } else {
          bond = held;
          store<u64>(holdings + (column << 3), load<u64>(holdings + (column << 3)) + bond);
        }
      }
      if (wColumn == column) {
        if (column == NO_COLUMN) break;
        gain += load<u64>(gained);
        gained += 8;
        w += 2;
        wColumn = load<u16>(w);
      }
      store<u16>(columns + (to << 1), <u16>column);
      store<u16>(values + (to << 1), <u16>bond);
      store<u64>(cells + (to << 3), gain);
      if (gain) store<u64>(gains + (column << 3), load<u64>(gains + (column << 3)) + gain);
      if (!needsBonds && !load<u64>(incentive + (column << 3))) continue;
      to += <u32>((gain | bond) != 0);
    }
    noteRow(r, from, to, true);
  }
}

/**
 * Lists the columns (`AREA_ROW_RUN`, u16) of a row, ascending, and factor·W̃ (`AREA_ROW_ALPHA`) where it is not 0;
 * gives how many. The row is sorted only if those that stay do not ascend as they are.
 */
function keepWeights(r: u32, n: u32, penalty: u64, factor: u64): u32 {
  const consensus = area(AREA_CONSENSUS);
  const columns = area(AREA_ROW_RUN);
  const gains = area(AREA_ROW_ALPHA);
  const length = load<u32>(weightRows + (r << ROW_SHIFT), ROW_COUNT);
  const isWhole = penalty == ONE;
  let isNeeded = false;
  while (true) {
    takeAscendingScores(r, n, isNeeded);
    let from = scoreColumns;
    let scores = rowScores;
    let reached: i32 = -1;
    let to: u32 = 0;
    isNeeded = false;
    for (const end = from + (length << 1); from < end; from += 2) {
      const column = <i32>load<u16>(from);
      const limit = load<u32>(consensus + (column << 2));
      const score = load<u32>(scores);
      scores += 4;
      // With all of the excess taken nothing is left where there is no consensus, as in most columns of sparse weights.
      if (isWhole && !limit) continue;
      const gain = product(factor, penalised(decode(score), decode(limit), penalty));
      store<u16>(columns + (to << 1), <u16>column);
      store<u64>(gains + (to << 3), gain);
      if (!gain) continue;
      to++;
      if (column <= reached) isNeeded = true;
      reached = column;
    }
    if (!isNeeded) return to;
  }
}
