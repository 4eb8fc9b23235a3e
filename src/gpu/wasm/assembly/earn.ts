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
  AREA_RECIPROCAL_A,
  AREA_STAKE,
  AREA_SUM_A,
  AREA_SUM_B,
  ROW_COUNT,
  ROW_FIRST,
  ROW_SHIFT,
} from './layout';
import { area } from './memory';

/**
 * From E in `AREA_CELL` and its column sums A; fills `AREA_DIVIDEND`. Yuma3 stores E itself, quantised; for classic
 * `AREA_CELL` becomes N, and the largest of each column is B.
 */
export function earn(isYuma3: bool, n: u32, rowCount: u32): void {
  const sums = area(AREA_SUM_A);
  const maxima = area(AREA_SUM_B);
  const rates = area(AREA_RECIPROCAL_A);
  const incentive = area(AREA_INCENTIVE);
  const cells = area(AREA_CELL);
  const dividends = area(AREA_DIVIDEND);
  reciprocals(sums, rates, n);
  memory.fill(maxima, 0, n << 3);
  for (let r: u32 = 0; r < rowCount; r++) {
    const from = load<u32>(newRows + (r << ROW_SHIFT), ROW_FIRST);
    const end = from + load<u32>(newRows + (r << ROW_SHIFT), ROW_COUNT);
    let earned: u64 = 0;
    for (let k = from; k < end; k++) {
      const cell = cells + (k << 3);
      const average = load<u64>(cell);
      const at = <u32>load<u16>(newColumns + (k << 1)) << 3;
      const part = share(average, load<u64>(sums + at), load<f64>(rates + at));
      earned += product(part, load<u64>(incentive + at));
      if (isYuma3) {
        store<u16>(newValues + (k << 1), <u16>quantise(average));
      } else {
        store<u64>(cell, part);
        store<u64>(maxima + at, max(load<u64>(maxima + at), part));
      }
    }
    store<u64>(dividends + (r << 3), isYuma3 ? product(earned, load<u64>(area(AREA_STAKE) + (r << 3))) : earned);
  }
  normalise(dividends, rowCount);
}
