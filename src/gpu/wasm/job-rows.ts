/** Rows of sparse matrices as a job holds them: only those with entries, by ascending uid. */
import type { SparseMatrix } from '../../chain/yuma/index.ts';
import type { FilledRows } from '../matrices.ts';
import * as at from './assembly/layout.ts';
import type { JobSpace } from './job-space.ts';

/** A matrix in the job: where its columns and values are. */
export interface StoredMatrix extends FilledRows {
  readonly columns: number;
  readonly values: number;
}

export function storeMatrix(space: JobSpace, matrix: SparseMatrix, filled: FilledRows): StoredMatrix {
  const { uids, first, entries } = filled;
  const columns = space.reserve(entries * 2);
  const values = space.reserve(entries * 2);
  space.later(({ u16 }) => {
    for (let row = 0; row < uids.length; row++) {
      const entry = matrix[uids[row]!]!;
      u16.set(entry.columns, columns / 2 + first[row]!);
      u16.set(entry.values, values / 2 + first[row]!);
    }
  });
  return { ...filled, columns, values };
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
    for (let row = 0; row < uids.length; row++) lengths[uids[row]!]! += first[row + 1]! - first[row]!;
  }
  const uids: number[] = [];
  let cells = 0;
  for (let uid = 0; uid < n; uid++) {
    const length = lengths[uid]!;
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
    for (let k = 0; k < rows.uids.length; k++) {
      if (matrix.uids[row] !== rows.uids[k]) continue;
      const record = offset + at.PLACED_ROWS + (k << at.ROW_SHIFT);
      u32[(record + at.ROW_FIRST) / 4] = matrix.first[row]!;
      u32[(record + at.ROW_COUNT) / 4] = matrix.first[row + 1]! - matrix.first[row]!;
      row += 1;
    }
  });
  return offset;
}
