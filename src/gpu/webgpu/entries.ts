/** Stored rows as the words that the kernels read: column (15 bits) | mark | value << 16. */
import type { SparseRow } from '../../chain/yuma/index.ts';
import { ENTRY_SEEN } from './layout.ts';
import type { RowTable } from './stretch.ts';

/** Rows of weights one after the other, in stored order. `count` entries in all. */
export function packWeights(rows: Iterable<SparseRow>, count: number): Uint32Array<ArrayBuffer> {
  const entries = new Uint32Array(count);
  let first = 0;
  for (const { columns, values } of rows) {
    for (let k = 0; k < columns.length; k++) entries[first + k] = columns[k]! | (values[k]! << 16);
    first += columns.length;
  }
  return entries;
}

/** The bonds of all tables of starts, every row once; and where each row begins. */
export function packBonds(tables: readonly RowTable[]) {
  const places = new Map<SparseRow, number>();
  let count = 0;
  for (const { uids, stored, stake } of tables) {
    for (const uid of stake ? [] : uids) {
      const row = stored[uid]!;
      if (places.has(row)) continue;
      places.set(row, count);
      count += row.columns.length;
    }
  }
  const entries = new Uint32Array(count);
  for (const [row, first] of places) writeBonds(entries, first, row);
  return { entries, places: places as ReadonlyMap<SparseRow, number> };
}

/** Marks the entries that a cursor sees which never goes back (spec yuma §5). */
function writeBonds(entries: Uint32Array, first: number, { columns, values }: SparseRow): void {
  let reached = 0;
  for (let k = 0; k < columns.length; k++) {
    const column = columns[k]!;
    const isSeen = column >= reached;
    if (isSeen) reached = column + 1;
    entries[first + k] = column | (isSeen ? ENTRY_SEEN : 0) | (values[k]! << 16);
  }
}
