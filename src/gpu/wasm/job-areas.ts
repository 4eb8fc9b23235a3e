/** Scratch memory of the kernel: one area per index of `assembly/layout.ts`, sized for the largest series of a job. */
import * as at from './assembly/layout.ts';
import type { JobSpace } from './job-space.ts';
import { denseBytes } from './job-weights.ts';

export interface LargestSeries {
  /** n. */
  readonly columns: number;
  readonly rows: number;
  readonly cells: number;
  /** Of a matrix of weights. */
  readonly entries: number;
}

/** Kernels write one place further than they keep, and vectors are read to their end. */
const SPARE_BYTES = 64;

/** Reserves all areas; gives their offsets in order. */
export function reserveAreas(memory: JobSpace, largest: LargestSeries, isDense: boolean): number[] {
  const { rows, cells, entries } = largest;
  const columns = Math.ceil(largest.columns / at.BLOCK) * at.BLOCK;
  const bytes = new Array<number>(at.AREAS).fill(0);
  const size = (areas: readonly number[], each: number) => {
    for (const area of areas) bytes[area] = each;
  };
  size([at.AREA_CONSENSUS, at.AREA_PLACE, at.AREA_ACTIVE, at.AREA_ROW_RUN, at.AREA_SUPPORT_FIRST], columns * 4);
  size([at.AREA_INCENTIVE, at.AREA_SUM_A, at.AREA_SUM_B, at.AREA_SUM_C], columns * 8);
  size([at.AREA_RECIPROCAL_A, at.AREA_RECIPROCAL_B], columns * 8);
  size([at.AREA_ROW_WEIGHT, at.AREA_ROW_BOND, at.AREA_ROW_ALPHA], columns * 8);
  size([at.AREA_STAKE, at.AREA_TRUST, at.AREA_DIVIDEND], rows * 8);
  size([at.AREA_VOTE, at.AREA_TILE_VOTE, at.AREA_TILE_ROW], rows * 4);
  size([at.AREA_TILE], rows * at.BLOCK * 4);
  size([at.AREA_ROW_PARTS], rows * 16);
  size([at.AREA_FIRST_ROWS, at.AREA_SECOND_ROWS], rows << at.ROW_SHIFT);
  size([at.AREA_FIRST_COLUMN, at.AREA_FIRST_VALUE, at.AREA_SECOND_COLUMN, at.AREA_SECOND_VALUE], cells * 2);
  size([at.AREA_CELL], cells * 8);
  size([at.AREA_SUPPORT_ROW, at.AREA_SUPPORT_SCORE], entries * 4);
  if (isDense) {
    size([at.AREA_DENSE_BONDS], denseBytes(rows, columns));
    size([at.AREA_DENSE_CELLS, at.AREA_DENSE_WEIGHTS], rows * 16);
  }
  return bytes.map((each) => memory.reserve(each + SPARE_BYTES));
}
