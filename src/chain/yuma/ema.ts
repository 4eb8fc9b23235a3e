/** Moving averages of bonds (spec yuma §4, §5). */
import { I32F32, I64F64, i64f64ToI32F32, larger, smaller } from '../fixed/index.ts';
import type { Cell, Matrix, Row } from './rows.ts';

/** BondsMovingAverage counts millionths. */
const MILLION = I64F64.fromInteger(1_000_000n);

/** α of the plain average as I32F32 bits: 1 − BondsMovingAverage/10^6; negative above a million. */
export function emaAlpha(bondsMovingAverage: bigint): bigint {
  return I32F32.sub(I32F32.one, i64f64ToI32F32(I64F64.div(I64F64.fromInteger(bondsMovingAverage), MILLION)));
}

/** α·next + (1 − α)·old per cell, a missing cell being 0; positive results stay, in ascending column order. */
export function plainEma(next: Matrix, old: Matrix, alpha: bigint): Matrix {
  const keep = I32F32.sub(I32F32.one, alpha);
  return next.map((row, i) => {
    const sums = new Map<number, bigint>();
    const add = (cells: Row, factor: bigint) => {
      for (const [j, x] of cells) sums.set(j, I32F32.add(sums.get(j) ?? 0n, I32F32.mul(factor, x)));
    };
    add(row, alpha);
    add(old[i]!, keep);
    return [...sums].filter(([, x]) => x > 0n).sort(([a], [b]) => a - b);
  });
}

/**
 * The average with an α per cell. QUIRK: only cells of the new row come out, in its order: a bond whose weight entry is
 * gone vanishes at once, while an explicit zero weight lets it decay.
 */
export function liquidEmaRow(next: Row, old: Row, alphaAt: (column: number) => bigint): Row {
  const { one } = I32F32;
  const bonds = new Map(old);
  return next.flatMap(([j, weight]): Cell[] => {
    const alpha = alphaAt(j);
    const decayed = I32F32.mul(I32F32.sub(one, alpha), bonds.get(j) ?? 0n);
    const bond = I32F32.add(decayed, larger(I32F32.mul(alpha, weight), 0n));
    return bond > 0n ? [[j, smaller(bond, one)]] : [];
  });
}

/** The same for a whole matrix, `alpha` one value per row and column. QUIRK: unequal numbers of rows give `next` back. */
export function liquidEma(next: Matrix, old: Matrix, alpha: readonly (readonly bigint[])[]): Matrix {
  if (next.length !== old.length || next.length !== alpha.length) return next;
  return next.map((row, i) => liquidEmaRow(row, old[i]!, (column) => alpha[i]![column]!));
}
