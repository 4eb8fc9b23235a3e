/**
 * What engines look up in sparse matrices before they compute. Most rows have no entries, because only validators give
 * weights; so the filled ones are found once per matrix and call, for checking, measuring and packing.
 */
import { EMPTY_ROW, type SparseMatrix } from '../chain/yuma/index.ts';
import type { EpochSeries } from './types.ts';

export interface FilledRows {
  /** Uids of the rows that have entries, ascending. */
  readonly uids: readonly number[];
  /** First entry per such row, and one more: the number of entries. */
  readonly first: readonly number[];
  readonly entries: number;
}

export type FindFilledRows = (matrix: SparseMatrix) => FilledRows;

/** Finds the filled rows of each matrix once, for as long as somebody holds the matrix: it must not change meanwhile. */
export function createRowFinder(): FindFilledRows {
  const known = new WeakMap<SparseMatrix, FilledRows>();
  return (matrix) => {
    let rows = known.get(matrix);
    if (!rows) {
      rows = findFilledRows(matrix);
      known.set(matrix, rows);
    }
    return rows;
  };
}

/** A row with values but no columns counts as filled: who checks the matrix must see it. */
function findFilledRows(matrix: SparseMatrix): FilledRows {
  const uids: number[] = [];
  const first = [0];
  let entries = 0;
  /** Rows without entries are mostly one object, so that comparing it tells all. */
  let empty = EMPTY_ROW;
  for (let uid = 0; uid < matrix.length; uid++) {
    const row = matrix[uid]!;
    if (row === empty) continue;
    if (row.columns.length === 0 && row.values.length === 0) {
      empty = row;
      continue;
    }
    entries += row.columns.length;
    uids.push(uid);
    first.push(entries);
  }
  return { uids, first, entries };
}

/** The weights of a series' steps, each matrix once, in the order in which they come up. */
export function distinctWeights({ steps }: EpochSeries): readonly SparseMatrix[] {
  const distinct = new Set<SparseMatrix>();
  let last: SparseMatrix | undefined;
  for (const { core } of steps) {
    if (core.weights !== last) distinct.add(core.weights);
    last = core.weights;
  }
  return [...distinct];
}
