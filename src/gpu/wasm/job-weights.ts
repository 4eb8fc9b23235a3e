/** What the kernel makes of weights: reserved by the host, filled by the kernel (assembly/weights.ts). */
import * as at from './assembly/layout.ts';
import { type PackedRows, placeMatrix, type StoredMatrix } from './job-rows.ts';
import type { JobSpace } from './job-space.ts';

/** Weights for the rows of a series. */
export interface PackedWeights {
  readonly matrix: StoredMatrix;
  readonly rows: PackedRows;
  /** Of the record. */
  readonly offset: number;
  /** Of the matrix placed in the rows. */
  readonly placed: number;
  readonly n: number;
}

/**
 * From this part of filled cells on, sweeping blocks of whole columns is faster than going from entry to entry. Measured at
 * 64 × 256: with bonds, Yuma3 gains from 0.33 on and classic from 0.42; where nobody wants the bonds, columns without
 * incentive are skipped, and both gain from 0.15.
 */
const DENSE_SHARE_WITH_BONDS = 0.4;
const DENSE_SHARE = 0.2;

/** One u32 per row and column, in blocks of columns with an odd number of rows (`blockBytes` of assembly/memory.ts). */
export function denseBytes(rows: number, n: number): number {
  return Math.ceil(n / at.BLOCK) * at.BLOCK * (rows + 1) * Uint32Array.BYTES_PER_ELEMENT;
}

/** A record for weights in the rows of a series. */
export function packWeights(space: JobSpace, n: number, matrix: StoredMatrix, rows: PackedRows): PackedWeights {
  return { n, matrix, rows, offset: space.reserve(at.WEIGHTS_BYTES), placed: placeMatrix(space, matrix, rows) };
}

/** Reserves it in `memory`; whether it is dense. `needsBonds`: more is asked for than a single epoch's shares. */
export function reserveWeights(
  space: JobSpace,
  memory: JobSpace,
  weights: PackedWeights,
  needsBonds: boolean,
): boolean {
  const { matrix, rows, offset, placed, n } = weights;
  const { entries } = matrix;
  const rowCount = rows.uids.length;
  const isDense = entries > (needsBonds ? DENSE_SHARE_WITH_BONDS : DENSE_SHARE) * rowCount * n;
  const score = memory.reserve(entries * 4);
  const sortedColumn = memory.reserve(entries * 2);
  const sortedScore = memory.reserve(entries * 4);
  const dense = isDense ? memory.reserve(denseBytes(rowCount, n)) : 0;
  space.later(({ u32 }) => {
    const word = offset / 4;
    u32[word + at.WEIGHTS_ROW_COUNT / 4] = rowCount;
    u32[word + at.WEIGHTS_PLACED / 4] = placed;
    u32[word + at.WEIGHTS_DENSE / 4] = dense;
    u32[word + at.WEIGHTS_SCORE / 4] = score;
    u32[word + at.WEIGHTS_SORTED_COLUMN / 4] = sortedColumn;
    u32[word + at.WEIGHTS_SORTED_SCORE / 4] = sortedScore;
  });
  return isDense;
}
