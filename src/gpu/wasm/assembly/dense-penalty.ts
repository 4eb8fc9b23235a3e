/** Weights for bonds of four columns (penalty.ts): W̃ = W − ⌈β·(W − W̄)⌉. */
import { ONE } from './fixed';
import { AREA_CONSENSUS, AREA_DENSE_WEIGHTS, BLOCK } from './layout';
import { area } from './memory';
import { productsUp } from './vectors';

/** Fills `AREA_DENSE_WEIGHTS` for columns `column` to `column + 3`, whose weights begin at `weights`. */
export function penaliseColumns(weights: usize, column: u32, rowCount: u32, penalty: u64): void {
  const limit = v128.load(area(AREA_CONSENSUS) + (column << 2));
  const factor = i32x4.splat(<u32>penalty);
  // β = one is 0 in u32, and takes the whole excess.
  const whole = i32x4.splat(-<i32>(penalty == ONE));
  let to = area(AREA_DENSE_WEIGHTS);
  for (const end = to + (rowCount << 4); to < end; to += 16) {
    const weight = v128.load(weights);
    const excess = i32x4.sub(weight, i32x4.min_u(weight, limit));
    v128.store(to, i32x4.sub(weight, v128.or(productsUp(factor, excess), v128.and(whole, excess))));
    weights += BLOCK * 4;
  }
}
