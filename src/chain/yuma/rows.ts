/**
 * Sparse matrices of I32F32 bits: rows of cells in stored order, zeros allowed, columns in any order.
 *
 * The operations are the pallet's (subtensor `epoch/math.rs`), one for one. Row order is kept by all of them, because
 * liquid alpha depends on it (spec yuma §5). `columns` is the number of columns; every cell's column must be below it.
 * A column may occur twice in a row only in hostile input; each operation then says what it does, as the pallet does.
 */
import { I32F32, quantise } from '../fixed/index.ts';
import type { SparseMatrix, SparseRow } from './types.ts';

export type Cell = readonly [column: number, bits: bigint];
export type Row = readonly Cell[];
export type Matrix = readonly Row[];

/** A stored u16 row as fixed point, each value through `toBits`. */
function fixedRow(row: SparseRow, toBits: (value: number) => bigint): Row {
  return Array.from(row.columns, (column, k): Cell => [column, toBits(row.values[k]!)]);
}

/** Stored u16 rows as fixed point, each value through `toBits`. */
export function fixedRows(matrix: SparseMatrix, toBits: (value: number) => bigint): Matrix {
  return matrix.map((row) => fixedRow(row, toBits));
}

/** Shares as stored u16 rows; cells that quantise to 0 stay. */
export function quantiseRows(matrix: Matrix): SparseMatrix {
  return matrix.map((row) => ({
    columns: Uint16Array.from(row, ([column]) => column),
    values: Uint16Array.from(row, ([, share]) => quantise(share)),
  }));
}

/** Every cell's value through `change`, order kept. */
function mapCells(matrix: Matrix, change: (value: bigint, column: number, row: number) => bigint): Matrix {
  return matrix.map((row, i) => row.map(([j, x]): Cell => [j, change(x, j, i)]));
}

/** Σ_j m_ij, wrapping. */
export function rowSums(matrix: Matrix): bigint[] {
  return matrix.map((row) => {
    let sum = 0n;
    for (const [, x] of row) sum += x;
    return BigInt.asIntN(64, sum);
  });
}

/** Every row with a positive sum divided by it. */
export function normaliseRows(matrix: Matrix): Matrix {
  const sums = rowSums(matrix);
  return matrix.map((row, i) => {
    const sum = sums[i]!;
    return sum > 0n ? row.map(([j, x]): Cell => [j, I32F32.div(x, sum)]) : row;
  });
}

/** Every column with a sum ≠ 0 divided by it; the sums clamp. */
export function normaliseColumns(matrix: Matrix, columns: number): Matrix {
  const sums = new Array<bigint>(columns).fill(0n);
  for (const row of matrix) for (const [j, x] of row) sums[j] = I32F32.add(sums[j]!, x);
  return mapCells(matrix, (x, j) => (sums[j] === 0n ? x : I32F32.div(x, sums[j]!)));
}

/** Every column with a positive maximum divided by it. */
export function upscaleColumns(matrix: Matrix, columns: number): Matrix {
  const maxima = new Array<bigint>(columns).fill(0n);
  for (const row of matrix) for (const [j, x] of row) if (x > maxima[j]!) maxima[j] = x;
  return mapCells(matrix, (x, j) => (maxima[j] === 0n ? x : I32F32.div(x, maxima[j]!)));
}

/** v_i·m_ij. As many rows as `v` has values. */
export function scaleRows(matrix: Matrix, v: readonly bigint[]): Matrix {
  return mapCells(matrix.slice(0, v.length), (x, _, i) => I32F32.mul(x, v[i]!));
}

/** m_ij·v_j; cells without a v_j or whose product is zero are dropped. */
export function scaleColumns(matrix: Matrix, v: readonly bigint[]): Matrix {
  return matrix.map((row) =>
    row.flatMap(([j, x]): Cell[] => {
      const product = I32F32.mul(x, v[j] ?? 0n);
      return product === 0n ? [] : [[j, product]];
    }),
  );
}

/** Per column: Σ_i v_i·m_ij, every product floored, the sum clamping. */
export function sumOverRows(matrix: Matrix, v: readonly bigint[], columns: number): bigint[] {
  const sums = new Array<bigint>(columns).fill(0n);
  matrix.forEach((row, i) => {
    const factor = v[i]!;
    for (const [j, x] of row) sums[j] = I32F32.add(sums[j]!, I32F32.mul(factor, x));
  });
  return sums;
}

/** Per row: Σ_j v_j·m_ij, every product floored, the sum clamping. */
export function sumOverColumns(matrix: Matrix, v: readonly bigint[]): bigint[] {
  return matrix.map((row) => row.reduce((sum, [j, x]) => I32F32.add(sum, I32F32.mul(v[j]!, x)), 0n));
}
