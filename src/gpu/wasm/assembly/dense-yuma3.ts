/**
 * Yuma3 bonds and dividends of dense weights (spec yuma §4.2), four columns at a time from the first product to the
 * last share: a column needs only itself, and its cells stay in the nearest cache. 0 < α < ONE, so that averages are
 * below one: ⌊α·W̃⌋ < α and ⌊(1 − α)·B⌋ ≤ ONE − α. No incentive is one.
 */
import { ONE, RATIO_STEP } from './fixed';
import {
  AREA_DENSE_WEIGHTS,
  AREA_INCENTIVE,
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
  quantised,
  reciprocals64,
  shares,
  upper,
  zeros,
} from './vectors';

/**
 * Columns `column` to `column + 3`, W̃ in `AREA_DENSE_WEIGHTS`: adds to the rows' parts of what they earn, two u64
 * each, and replaces the bonds.
 */
export function yuma3Columns(bonds: usize, column: u32, rowCount: u32, alpha: u64, parts: usize): void {
  const cells = area(AREA_DENSE_WEIGHTS);
  const gain = i32x4.splat(<u32>alpha);
  const keep = i32x4.splat(<u32>(ONE - alpha));
  const kept = v128.load(H_KEPT);
  const value = v128.load(H_VALUES);
  const zero = zeros();
  let sum0 = zero;
  let sum1 = sum0;
  for (let r: u32 = 0; r < rowCount; r++) {
    const at = r * BLOCK * 4;
    const bond = v128.and(v128.load(bonds + at), value);
    // A bond of 65535 is one, and encoded one too little.
    const held = i32x4.sub(products(keep, i32x4.mul(bond, i32x4.splat(RATIO_STEP))), i32x4.eq(bond, value));
    const average = i32x4.add(products(gain, v128.load(cells + (r << 4))), held);
    sum0 = i64x2.add(sum0, lower(average));
    sum1 = i64x2.add(sum1, upper(average));
    v128.store(cells + (r << 4), average);
    v128.store(bonds + at, v128.or(quantised(average), v128.and(kept, i32x4.ne(average, zero))));
  }
  const incentive = area(AREA_INCENTIVE) + (column << 3);
  earnPair(cells, sum0, incentive, rowCount, parts);
  earnPair(cells + 8, sum1, incentive + 16, rowCount, parts);
}

/** Two columns, from E and its sums on. */
function earnPair(cells: usize, sum: v128, incentives: usize, rowCount: u32, parts: usize): void {
  const integer = integers();
  const zero = zeros();
  const rate = reciprocals64(sum, integer);
  const incentive = v128.load(incentives);
  for (const end = cells + (rowCount << 4); cells < end; cells += 16) {
    addAt(parts, products64(shares(v128.load_ext<u32>(cells), sum, rate, integer, zero), incentive));
    parts += 16;
  }
}
