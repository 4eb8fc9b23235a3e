/**
 * Classic bonds and dividends of dense weights (spec yuma §4.1), four columns at a time through all four sweeps
 * (bonds-classic.ts). 0 < α < ONE, no stake, score or incentive is one; shares of a column may be.
 */
import { ONE } from './fixed';
import {
  AREA_DENSE_CELLS,
  AREA_DENSE_WEIGHTS,
  AREA_INCENTIVE,
  AREA_STAKE,
  BLOCK,
  H_KEPT,
  H_VALUES,
} from './layout';
import { area } from './memory';
import {
  addAt,
  integers,
  lower,
  products,
  products64,
  quantised64,
  reciprocals64,
  shares,
  smallShares,
  storeWords,
  upper,
  zeros,
} from './vectors';

/**
 * Columns `column` to `column + 3`, W̃ in `AREA_DENSE_WEIGHTS`: adds to the rows' parts of what they earn, two u64
 * each, and replaces the bonds if they are needed.
 */
export function classicColumns(
  bonds: usize,
  column: u32,
  rowCount: u32,
  alpha: u64,
  parts: usize,
  needsBonds: bool,
): void {
  const gains = area(AREA_DENSE_WEIGHTS);
  let stake = area(AREA_STAKE);
  let sum = zeros();
  for (let at = gains; at < gains + (rowCount << 4); at += 16) {
    const gain = products(v128.load32_splat(stake), v128.load(at));
    v128.store(at, gain);
    sum = i32x4.add(sum, gain);
    stake += 8;
  }
  const incentive = area(AREA_INCENTIVE) + (column << 3);
  pairOfColumns(gains, lower(sum), bonds, incentive, rowCount, alpha, parts, needsBonds);
  pairOfColumns(gains + 8, upper(sum), bonds + 8, incentive + 16, rowCount, alpha, parts, needsBonds);
}

/** Two columns, from ΔB and its sums on. */
function pairOfColumns(
  gains: usize,
  gainSum: v128,
  bonds: usize,
  incentives: usize,
  rowCount: u32,
  alpha: u64,
  parts: usize,
  needsBonds: bool,
): void {
  const integer = integers();
  const cells = area(AREA_DENSE_CELLS);
  const end = cells + (rowCount << 4);
  const value = v128.load(H_VALUES);
  const zero = zeros();
  let heldSum = zero;
  let bond = bonds;
  for (let cell = cells; cell < end; cell += 16) {
    heldSum = i64x2.add(heldSum, v128.and(v128.load_ext<u32>(bond), value));
    bond += BLOCK * 4;
  }

  const grow = i64x2.splat(alpha);
  const keep = i64x2.splat(ONE - alpha);
  const gainRate = reciprocals64(gainSum, integer);
  const heldRate = reciprocals64(heldSum, integer);
  let sum = zero;
  bond = bonds;
  for (let cell = cells; cell < end; cell += 16) {
    const gain = shares(v128.load_ext<u32>(gains), gainSum, gainRate, integer, zero);
    const held = smallShares(v128.and(v128.load_ext<u32>(bond), value), heldSum, heldRate, integer, zero);
    const average = i64x2.add(products64(gain, grow), products64(held, keep));
    v128.store(cell, average);
    sum = i64x2.add(sum, average);
    gains += 16;
    bond += BLOCK * 4;
  }

  const rate = reciprocals64(sum, integer);
  const incentive = v128.load(incentives);
  const kept = v128.load(H_KEPT);
  let largest = zero;
  bond = bonds;
  for (let cell = cells; cell < end; cell += 16) {
    const average = v128.load(cell);
    storeWords(bond, v128.andnot(kept, i64x2.eq(average, zero)));
    const part = shares(average, sum, rate, integer, zero);
    v128.store(cell, part);
    largest = v128.bitselect(part, largest, i64x2.gt_s(part, largest));
    addAt(parts, products64(part, incentive));
    bond += BLOCK * 4;
    parts += 16;
  }

  if (!needsBonds) return;
  const stretch = reciprocals64(largest, integer);
  bond = bonds;
  for (let cell = cells; cell < end; cell += 16) {
    const stretched = quantised64(shares(v128.load(cell), largest, stretch, integer, zero));
    storeWords(bond, v128.or(v128.load_ext<u32>(bond), stretched));
    bond += BLOCK * 4;
  }
}
