/**
 * Stored weights, row-normalised (spec yuma §3.5, §11): score = ⌊w·2^32 / Σw⌋ per entry, encoded; a row of zeros stays.
 *
 * Prepared once per matrix and job. Two forms: compressed, in stored order and, where that does not ascend and somebody
 * needs it, once more in ascending order; and, where the host found the matrix dense, blocks of columns for the SIMD
 * kernels:
 *
 *   [block of BLOCK columns][row of the series][column of the block]   u32
 *
 * Σw < 2^31 for up to 32768 entries, so a score below one is at most ONE − 2.
 */
import { reciprocal, share } from './fixed';
import {
  AREA_PLACE,
  BLOCK,
  PLACED_COLUMNS,
  PLACED_ROWS,
  PLACED_VALUES,
  ROW_ASCENDING,
  ROW_COUNT,
  ROW_FIRST,
  ROW_SHIFT,
  WEIGHTS_DENSE,
  WEIGHTS_PLACED,
  WEIGHTS_READY,
  WEIGHTS_ROW_COUNT,
  WEIGHTS_SCORE,
  WEIGHTS_SORTED_COLUMN,
  WEIGHTS_SORTED_SCORE,
} from './layout';
import { area, blockBytes, follow } from './memory';
import { findPlaces, isAscending } from './order';
import { highWords, integers, lower, smallShares, upper, zeros } from './vectors';

/** Of the weights in hand: row records, columns and scores in stored order, dense blocks or 0. */
export let weightRows: usize = 0;
export let columns: usize = 0;
export let scores: usize = 0;
export let dense: usize = 0;
let sortedColumns: usize = 0;
let sortedScores: usize = 0;

/** What `ROW_ASCENDING` says of weights once it was looked at: they are stored so, or a sorted copy is. */
const STORED_SO: u32 = 1;
const SORTED: u32 = 2;

/** Takes weights in hand, preparing them the first time. `n` columns. */
export function useWeights(weights: usize, n: u32): void {
  const placed = follow(weights, WEIGHTS_PLACED);
  weightRows = placed + PLACED_ROWS;
  columns = follow(placed, PLACED_COLUMNS);
  scores = follow(weights, WEIGHTS_SCORE);
  sortedColumns = follow(weights, WEIGHTS_SORTED_COLUMN);
  sortedScores = follow(weights, WEIGHTS_SORTED_SCORE);
  dense = ASC_FEATURE_SIMD && load<u32>(weights + WEIGHTS_DENSE) ? follow(weights, WEIGHTS_DENSE) : 0;
  if (load<u32>(weights + WEIGHTS_READY)) return;
  const rowCount = load<u32>(weights + WEIGHTS_ROW_COUNT);
  const values = follow(placed, PLACED_VALUES);
  let hasOne: u32 = 0;
  if (dense) memory.fill(dense, 0, ((n + BLOCK - 1) / BLOCK) * blockBytes(rowCount));
  for (let r: u32 = 0; r < rowCount; r++) {
    const from = load<u32>(weightRows + (r << ROW_SHIFT), ROW_FIRST);
    const length = load<u32>(weightRows + (r << ROW_SHIFT), ROW_COUNT);
    hasOne |= normaliseRow(values + (from << 1), length, scores + (from << 2));
    if (dense) spreadRow(r, rowCount, from, length);
  }
  if (hasOne) {
    store<u32>(weights + WEIGHTS_DENSE, 0);
    dense = 0;
  }
  store<u32>(weights + WEIGHTS_READY, 1);
}

/**
 * Columns (u16) and scores (u32) of a row in ascending order, as `rowColumns` and `rowScores`. Sorts it the first time.
 * If that is not needed, a row that nobody sorted before comes in the order stored.
 */
export let rowColumns: usize = 0;
export let rowScores: usize = 0;

export function takeAscendingScores(r: u32, n: u32, isNeeded: bool): void {
  const row = weightRows + (r << ROW_SHIFT);
  const from = load<u32>(row, ROW_FIRST);
  rowColumns = columns + (from << 1);
  rowScores = scores + (from << 2);
  if (isNeeded && !load<u32>(row, ROW_ASCENDING)) {
    const length = load<u32>(row, ROW_COUNT);
    const isStoredSo = isAscending(rowColumns, length);
    if (!isStoredSo) sortRow(from, length, n);
    store<u32>(row, isStoredSo ? STORED_SO : SORTED, ROW_ASCENDING);
  }
  if (load<u32>(row, ROW_ASCENDING) != SORTED) return;
  rowColumns = sortedColumns + (from << 1);
  rowScores = sortedScores + (from << 2);
}

/** Gives 1 if a score is one. */
function normaliseRow(values: usize, length: u32, to: usize): u32 {
  let sum: u64 = 0;
  for (let k: u32 = 0; k < length; k++) sum += <u64>load<u16>(values + (k << 1));
  const r = reciprocal(sum);
  let hasOne: u32 = 0;
  let k: u32 = 0;
  if (ASC_FEATURE_SIMD) {
    const integer = integers();
    const zero = zeros();
    const whole = i64x2.splat(sum);
    const rate = f64x2.splat(r);
    let ones = zero;
    for (; k + 4 <= length; k += 4) {
      const four = v128.load_ext<u16>(values + (k << 1));
      const low = smallShares(lower(four), whole, rate, integer, zero);
      const high = smallShares(upper(four), whole, rate, integer, zero);
      const one = highWords(low, high);
      ones = v128.or(ones, one);
      v128.store(to + (k << 2), i32x4.sub(v128.shuffle<u32>(low, high, 0, 2, 4, 6), one));
    }
    hasOne = <u32>v128.any_true(ones);
  }
  for (; k < length; k++) {
    const value = <u64>load<u16>(values + (k << 1));
    // For the last few a division is shorter, and fast enough.
    const score = ASC_FEATURE_SIMD ? (value << 32) / max<u64>(sum, 1) : share(value, sum, r);
    hasOne |= <u32>(score >> 32);
    store<u32>(to + (k << 2), <u32>(score - (score >> 32)));
  }
  return hasOne;
}

function spreadRow(r: u32, rowCount: u32, from: u32, length: u32): void {
  const row = dense + r * BLOCK * 4;
  for (let k = from; k < from + length; k++) {
    const column = <u32>load<u16>(columns + (k << 1));
    const block = row + (column / BLOCK) * blockBytes(rowCount);
    store<u32>(block + ((column % BLOCK) << 2), load<u32>(scores + (k << 2)));
  }
}

function sortRow(from: u32, length: u32, n: u32): void {
  findPlaces(columns + (from << 1), length);
  const place = area(AREA_PLACE);
  let to = from;
  for (let column: u32 = 0; column < n; column++) {
    const k = load<u32>(place + (column << 2));
    if (!k) continue;
    store<u32>(place + (column << 2), 0);
    store<u16>(sortedColumns + (to << 1), <u16>column);
    store<u32>(sortedScores + (to << 2), load<u32>(scores + ((from + k - 1) << 2)));
    to++;
  }
}
