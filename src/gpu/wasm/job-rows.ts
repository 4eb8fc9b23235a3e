/** Rows of sparse matrices as a job holds them: only those with entries, by ascending uid. */
import type { SparseMatrix } from '../../chain/yuma/index.ts';
import * as at from './assembly/layout.ts';
import type { JobSpace } from './job-space.ts';

/** A matrix in the job. */
export interface StoredMatrix {
  readonly columns: number;
  readonly values: number;
  /** Uids of the rows that have entries. */
  readonly uids: readonly number[];
  /** First entry per such row, and one more: the number of entries. */
  readonly first: readonly number[];
  readonly entries: number;
}

export function storeMatrix(space: JobSpace, matrix: SparseMatrix): StoredMatrix {
  const uids: number[] = [];
  const first = [0];
  let entries = 0;
  for (const [uid, { columns }] of matrix.entries()) {
    if (columns.length === 0) continue;
    entries += columns.length;
    uids.push(uid);
    first.push(entries);
  }
  const columns = space.reserve(entries * 2);
  const values = space.reserve(entries * 2);
  space.later(({ u16 }) => {
    for (const [row, uid] of uids.entries()) {
      u16.set(matrix[uid]!.columns, columns / 2 + first[row]!);
      u16.set(matrix[uid]!.values, values / 2 + first[row]!);
    }
  });
  return { columns, values, uids, first, entries };
}

/** The rows that a series works on: those of any of its matrices. */
export interface PackedRows {
  readonly offset: number;
  readonly uids: readonly number[];
  /** No more bonds than this can come up in any of its epochs: per row its bonds and all its weights, at most n. */
  readonly cells: number;
}

/** @param previous taken again if it has the same rows */
export function packRows(
  space: JobSpace,
  n: number,
  matrices: readonly StoredMatrix[],
  previous: PackedRows | undefined,
): PackedRows {
  const lengths = new Float64Array(n);
  for (const { uids, first } of matrices) {
    for (const [row, uid] of uids.entries()) lengths[uid]! += first[row + 1]! - first[row]!;
  }
  const uids: number[] = [];
  let cells = 0;
  for (const [uid, length] of lengths.entries()) {
    if (length === 0) continue;
    uids.push(uid);
    cells += Math.min(n, length);
  }
  if (previous && uids.length === previous.uids.length && uids.every((uid, k) => uid === previous.uids[k])) {
    return { offset: previous.offset, uids, cells };
  }
  const offset = space.reserve(at.ROWS_UIDS + uids.length * 4);
  space.later(({ u32 }) => {
    u32[(offset + at.ROWS_COUNT) / 4] = uids.length;
    u32.set(uids, (offset + at.ROWS_UIDS) / 4);
  });
  return { offset, uids, cells };
}

/** Packs where each row of a series is in a matrix; gives the record's offset. */
export function placeMatrix(space: JobSpace, matrix: StoredMatrix, rows: PackedRows): number {
  const offset = space.reserve(at.PLACED_ROWS + (rows.uids.length << at.ROW_SHIFT));
  space.later(({ u32 }) => {
    u32[(offset + at.PLACED_COLUMNS) / 4] = matrix.columns;
    u32[(offset + at.PLACED_VALUES) / 4] = matrix.values;
    let row = 0;
    for (const [k, uid] of rows.uids.entries()) {
      if (matrix.uids[row] !== uid) continue;
      const record = offset + at.PLACED_ROWS + (k << at.ROW_SHIFT);
      u32[(record + at.ROW_FIRST) / 4] = matrix.first[row]!;
      u32[(record + at.ROW_COUNT) / 4] = matrix.first[row + 1]! - matrix.first[row]!;
      row += 1;
    }
  });
  return offset;
}
