/**
 * Classic bonds of compressed rows (spec yuma §4.1). Columns are divided by their sums three times and by their maximum
 * once. Shares of a column are in the order of what they are shares of, so that the maximum is known with the sum, and
 * the cells are swept only twice more after they were merged (bonds-merge.ts), the second time in earn.ts:
 *
 *   E = ⌊α·ΔB/ΣΔB⌋ + ⌊(1 − α)·B/ΣB⌋    N = E/ΣE, D_i = Σ_j ⌊I_j·N_ij⌋    stored: N/max N
 *
 * Cells with E above 0 stay, ascending.
 */
import { newColumns, newRows, newValues, noteRow } from './bonds';
import { reciprocals } from './columns';
import { earn } from './earn';
import { ONE, product, share } from './fixed';
import {
  AREA_CELL,
  AREA_LARGEST,
  AREA_RECIPROCAL_A,
  AREA_RECIPROCAL_B,
  AREA_SUM_A,
  AREA_SUM_B,
  AREA_SUM_C,
  ROW_COUNT,
  ROW_FIRST,
  ROW_SHIFT,
} from './layout';
import { area } from './memory';

/** Fills the new bonds and `AREA_DIVIDEND`. */
export function classicBonds(n: u32, rowCount: u32, alpha: u64): void {
  averageCells(n, rowCount, alpha);
  earn(false, n, rowCount);
}

/** `AREA_CELL` becomes E, cells of 0 leave; column sums of E are A, the largest `AREA_LARGEST`. */
function averageCells(n: u32, rowCount: u32, alpha: u64): void {
  const gains = area(AREA_SUM_C);
  const holdings = area(AREA_SUM_B);
  const sums = area(AREA_SUM_A);
  const maxima = area(AREA_LARGEST);
  const gainReciprocal = area(AREA_RECIPROCAL_A);
  const holdingReciprocal = area(AREA_RECIPROCAL_B);
  const cells = area(AREA_CELL);
  const keep = ONE - alpha;
  const columns = newColumns;
  // Of the product with `keep` (fixed.ts), for all cells.
  const wholeKeep = keep & ONE;
  reciprocals(gains, gainReciprocal, n);
  reciprocals(holdings, holdingReciprocal, n);
  memory.fill(sums, 0, n << 3);
  memory.fill(maxima, 0, n << 3);
  let to: u32 = 0;
  for (let r: u32 = 0; r < rowCount; r++) {
    const first = load<u32>(newRows + (r << ROW_SHIFT), ROW_FIRST);
    let cell = cells + (first << 3);
    const end = cell + (load<u32>(newRows + (r << ROW_SHIFT), ROW_COUNT) << 3);
    let from = newColumns + (first << 1);
    let value = newValues + (first << 1);
    const start = to;
    for (; cell < end; cell += 8) {
      const column = load<u16>(from);
      const at = <u32>column << 3;
      const gain = load<u64>(cell);
      const held = <u64>load<u16>(value);
      from += 2;
      value += 2;
      const part = share(held, load<u64>(holdings + at), load<f64>(holdingReciprocal + at));
      let average = ((keep * part) >> 32) + (part & wholeKeep);
      if (gain) average += product(alpha, share(gain, load<u64>(gains + at), load<f64>(gainReciprocal + at)));
      store<u16>(columns + (to << 1), column);
      store<u64>(cells + (to << 3), average);
      store<u64>(sums + at, load<u64>(sums + at) + average);
      if (average > load<u64>(maxima + at)) store<u64>(maxima + at, average);
      to += <u32>(average != 0);
    }
    noteRow(r, start, to, true);
  }
}
