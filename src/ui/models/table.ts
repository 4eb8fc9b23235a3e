/**
 * Sorting and filtering of rows, for every table. Pure and stable: rows that compare equal keep their order.
 */

/** What a column sorts by. `undefined` (not known) comes last in either direction. */
export type SortValue = number | bigint | string | boolean | undefined;
export type Direction = 'ascending' | 'descending';

export interface Column<Row, Key extends string> {
  readonly key: Key;
  readonly title: string;
  /** What the column means, for a tooltip. */
  readonly help: string;
  readonly isNumeric: boolean;
  readonly value: (row: Row) => SortValue;
}

export interface Sort<Key extends string> {
  readonly key: Key;
  readonly direction: Direction;
}

export function sortRows<Row, Key extends string>(
  rows: readonly Row[],
  columns: readonly Column<Row, Key>[],
  sort: Sort<Key>,
): readonly Row[] {
  const column = columns.find(({ key }) => key === sort.key);
  if (!column) return rows;
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return [...rows].sort((a, b) => compare(column.value(a), column.value(b), sign));
}

function compare(a: SortValue, b: SortValue, sign: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === 'string' && typeof b === 'string') return sign * a.localeCompare(b, 'en');
  return a < b ? -sign : a > b ? sign : 0;
}

/** What a press on a column's head means: the other direction, or a new column from its natural end. */
export function nextSort<Row, Key extends string>(sort: Sort<Key>, pressed: Column<Row, Key>): Sort<Key> {
  if (sort.key === pressed.key) {
    return { key: sort.key, direction: sort.direction === 'ascending' ? 'descending' : 'ascending' };
  }
  return { key: pressed.key, direction: pressed.isNumeric ? 'descending' : 'ascending' };
}

/** True if every word of `find` occurs in one of `texts`, in any letter case. An empty `find` matches everything. */
export function matchesText(find: string, texts: readonly string[]): boolean {
  const haystack = texts.join('\n').toLowerCase();
  return find
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}
