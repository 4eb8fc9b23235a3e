/**
 * The rows of weights that are on the device, normalised: where each has its entries and its cells.
 *
 * It lives as long as one batch. Stretches that need no other rows than those that are there use them as they are;
 * otherwise all are replaced by the rows of the new stretch.
 */
import type { SparseRow } from '../../chain/yuma/index.ts';

export interface RowPlace {
  readonly firstEntry: number;
  readonly entries: number;
  readonly firstWeight: number;
}

/** A row without entries: the zeros at the beginning. */
const EMPTY_PLACE: RowPlace = { firstEntry: 0, entries: 0, firstWeight: 0 };

type Rows = ReadonlyMap<SparseRow, number>;

/** How many cells these rows take, with the zeros for all rows that are empty. */
export function weightCells(rows: Rows, columns: number): number {
  return [...rows.values()].reduce((sum, width) => sum + width, columns);
}

export function entryCount(rows: Rows): number {
  return [...rows.keys()].reduce((sum, row) => sum + row.columns.length, 0);
}

export class WeightsStore {
  readonly #places = new Map<SparseRow, RowPlace>();
  #widths: Rows = new Map();
  #columns = -1;

  has(rows: Rows, columns: number): boolean {
    return columns <= this.#columns && [...rows].every(([row, width]) => (this.#widths.get(row) ?? -1) >= width);
  }

  /** Forgets everything else. `columns` zeros serve the empty rows. */
  replace(rows: Rows, columns: number): void {
    this.#places.clear();
    this.#widths = rows;
    this.#columns = columns;
    let firstEntry = 0;
    let firstWeight = columns;
    for (const [row, width] of rows) {
      const entries = row.columns.length;
      this.#places.set(row, { firstEntry, entries, firstWeight });
      firstEntry += entries;
      firstWeight += width;
    }
  }

  place(row: SparseRow): RowPlace {
    return this.#places.get(row) ?? EMPTY_PLACE;
  }
}
