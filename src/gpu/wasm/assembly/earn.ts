/**
 * Dividends from bonds of compressed rows (spec yuma §4.1, §4.2): N = E by column sums, D_i = Σ_j ⌊N_ij·I_j⌋, which
 * Yuma3 multiplies by A_i; then normalised.
 */
import { newColumns, newRows, newValues } from './bonds';
import { normalise, reciprocals } from './columns';
import { product, quantise, share } from './fixed';
import {
  AREA_CELL,
  AREA_DIVIDEND,
  AREA_INCENTIVE,
  AREA_LARGEST,
  AREA_RECIPROCAL_A,
  AREA_RECIPROCAL_B,
  AREA_STAKE,
  AREA_SUM_A,
  ROW_COUNT,
  ROW_FIRST,
  ROW_SHIFT,
} from './layout';
import { area } from './memory';

/**
 * From E in `AREA_CELL` and its column sums A; fills `AREA_DIVIDEND`. Yuma3 stores E itself, classic N divided by the
 * largest N of its column, which is the N of the largest E, in `AREA_LARGEST`; both quantised.
 */
export function earn(isYuma3: bool, n: u32, rowCount: u32): void {
  const sums = area(AREA_SUM_A);
  const rates = area(AREA_RECIPROCAL_A);
  const largest = area(AREA_LARGEST);
  const stretches = area(AREA_RECIPROCAL_B);
  const incentive = area(AREA_INCENTIVE);
  const cells = area(AREA_CELL);
  const dividends = area(AREA_DIVIDEND);
  reciprocals(sums, rates, n);
  if (!isYuma3) {
    // Shares of a column are in the order of its averages.
    for (let at: u32 = 0; at < n << 3; at += 8) {
      store<u64>(largest + at, share(load<u64>(largest + at), load<u64>(sums + at), load<f64>(rates + at)));
    }
    reciprocals(largest, stretches, n);
  }
  for (let r: u32 = 0; r < rowCount; r++) {
    const from = load<u32>(newRows + (r << ROW_SHIFT), ROW_FIRST);
    let cell = cells + (from << 3);
    const end = cell + (load<u32>(newRows + (r << ROW_SHIFT), ROW_COUNT) << 3);
    let column = newColumns + (from << 1);
    let value = newValues + (from << 1);
    let earned: u64 = 0;
    for (; cell < end; cell += 8) {
      const average = load<u64>(cell);
      const at = <u32>load<u16>(column) << 3;
      let bond = average;
      const rate = load<u64>(incentive + at);
      if (rate || !isYuma3) {
        const part = share(average, load<u64>(sums + at), load<f64>(rates + at));
        if (rate) earned += product(part, rate);
        if (!isYuma3) bond = share(part, load<u64>(largest + at), load<f64>(stretches + at));
      }
      store<u16>(value, <u16>quantise(bond));
      column += 2;
      value += 2;
    }
    store<u64>(dividends + (r << 3), isYuma3 ? product(earned, load<u64>(area(AREA_STAKE) + (r << 3))) : earned);
  }
  normalise(dividends, rowCount);
}
