/** Dividing by sums: many cells by those of their columns, or values by their own. */
import { reciprocal, share } from './fixed';
import { integers, reciprocals64 } from './vectors';

/** Fills f64 `to` with the reciprocals of u64 `sums`. */
export function reciprocals(sums: usize, to: usize, n: u32): void {
  if (ASC_FEATURE_SIMD) {
    // Columns are as many as fill a block, so a last pair is there to its end.
    for (const end = sums + (n << 3); sums < end; sums += 16) {
      v128.store(to, reciprocals64(v128.load(sums), integers()));
      to += 16;
    }
    return;
  }
  for (let column: u32 = 0; column < n; column++) {
    store<f64>(to + (column << 3), reciprocal(load<u64>(sums + (column << 3))));
  }
}

/** Divides u64 values by their sum, unless that is 0. */
export function normalise(values: usize, length: u32): void {
  let sum: u64 = 0;
  for (let k: u32 = 0; k < length; k++) sum += load<u64>(values + (k << 3));
  const r = reciprocal(sum);
  for (let k: u32 = 0; k < length; k++) store<u64>(values + (k << 3), share(load<u64>(values + (k << 3)), sum, r));
}
