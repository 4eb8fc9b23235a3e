/**
 * Classic bonds of compressed rows (spec yuma §4.1). Columns are divided by their sums three times and by their maximum
 * once, so the cells are swept three times more after they were merged (bonds-merge.ts), the second time in earn.ts:
 *
 *   E = ⌊α·ΔB/ΣΔB⌋ + ⌊(1 − α)·B/ΣB⌋    N = E/ΣE, D_i = Σ_j ⌊I_j·N_ij⌋    stored: N/max N
 *
 * Cells with E above 0 stay, ascending.
 */
import { newColumns, newRows, newValues, noteRow } from './bonds';
import { reciprocals } from './columns';
import { earn } from './earn';
import { ONE, product, quantise, share } from './fixed';
import {
  AREA_CELL,
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

/** Fills the new bonds, if they are needed, and `AREA_DIVIDEND`. */
export function classicBonds(n: u32, rowCount: u32, alpha: u64, needsBonds: bool): void {
  averageCells(n, rowCount, alpha);
  earn(false, n, rowCount);
  if (needsBonds) stretch(n, rowCount);
}

/** `AREA_CELL` becomes E, cells of 0 leave; column sums of E are A. */
function averageCells(n: u32, rowCount: u32, alpha: u64): void {
  const gains = area(AREA_SUM_C);
  const holdings = area(AREA_SUM_B);
  const sums = area(AREA_SUM_A);
  const gainReciprocal = area(AREA_RECIPROCAL_A);
  const holdingReciprocal = area(AREA_RECIPROCAL_B);
  const cells = area(AREA_CELL);
  const keep = ONE - alpha;
  reciprocals(gains, gainReciprocal, n);
  reciprocals(holdings, holdingReciprocal, n);
  memory.fill(sums, 0, n << 3);
  let to: u32 = 0;
  for (let r: u32 = 0; r < rowCount; r++) {
    const first = load<u32>(newRows + (r << ROW_SHIFT), ROW_FIRST);
    const end = first + load<u32>(newRows + (r << ROW_SHIFT), ROW_COUNT);
    const from = to;
    for (let k = first; k < end; k++) {
      const column = load<u16>(newColumns + (k << 1));
      const at = <u32>column << 3;
      const gain = load<u64>(cells + (k << 3));
      const held = <u64>load<u16>(newValues + (k << 1));
      let average: u64 = 0;
      if (gain) {
        average = product(alpha, share(gain, load<u64>(gains + at), load<f64>(gainReciprocal + at)));
      }
      if (held) {
        average += product(keep, share(held, load<u64>(holdings + at), load<f64>(holdingReciprocal + at)));
      }
      store<u16>(newColumns + (to << 1), column);
      store<u64>(cells + (to << 3), average);
      store<u64>(sums + at, load<u64>(sums + at) + average);
      to += <u32>(average != 0);
    }
    noteRow(r, from, to, true);
  }
}

/** The new values become N by the largest of its column, quantised. */
function stretch(n: u32, rowCount: u32): void {
  const maxima = area(AREA_SUM_B);
  const reciprocal = area(AREA_RECIPROCAL_A);
  const cells = area(AREA_CELL);
  reciprocals(maxima, reciprocal, n);
  for (let r: u32 = 0; r < rowCount; r++) {
    const from = load<u32>(newRows + (r << ROW_SHIFT), ROW_FIRST);
    const end = from + load<u32>(newRows + (r << ROW_SHIFT), ROW_COUNT);
    for (let k = from; k < end; k++) {
      const at = <u32>load<u16>(newColumns + (k << 1)) << 3;
      const stretched = share(load<u64>(cells + (k << 3)), load<u64>(maxima + at), load<f64>(reciprocal + at));
      store<u16>(newValues + (k << 1), <u16>quantise(stretched));
    }
  }
}
