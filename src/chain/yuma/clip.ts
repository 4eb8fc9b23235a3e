/** Clipping at consensus and the bonds penalty (spec yuma §3.8, §3.9). */
import { I32F32 } from '../fixed/index.ts';
import type { Cell, Matrix, Row } from './rows.ts';

/** W̄: weights above their column's consensus cut down to it, removed where that is not positive. */
export function clipWeights(weights: Matrix, consensus: readonly bigint[]): Matrix {
  return weights.map((row) =>
    row.flatMap((cell): Cell[] => {
      const [column, weight] = cell;
      const limit = consensus[column]!;
      if (limit >= weight) return [cell];
      return limit > 0n ? [[column, limit]] : [];
    }),
  );
}

/**
 * a + ratio·(b − a) per cell, a missing cell being 0. Ratio 0 gives `a` and one gives `b`, untouched; in between only
 * positive results stay, in ascending column order. The product is negative where b < a and is floored, so the result
 * may be one bit lower than rounding toward zero would give.
 */
export function interpolate(a: Matrix, b: Matrix, ratio: bigint): Matrix {
  if (ratio === 0n) return a;
  if (ratio === I32F32.one) return b;
  return a.map((row, i) => interpolateRow(row, b[i]!, ratio));
}

function interpolateRow(a: Row, b: Row, ratio: bigint): Row {
  const from = new Map(a);
  const to = new Map(b);
  const columns = [...new Set([...from.keys(), ...to.keys()])].sort((x, y) => x - y);
  return columns.flatMap((column): Cell[] => {
    const x = from.get(column) ?? 0n;
    const y = I32F32.add(x, I32F32.mul(ratio, I32F32.sub(to.get(column) ?? 0n, x)));
    return y > 0n ? [[column, y]] : [];
  });
}
