/** Columnar results: what a study gives, whatever it is written as. Plain data that structured-clones. */

/** `i32` whole numbers −2^31 … 2^31−1, `f64` doubles, `text` short labels. */
export type ColumnKind = 'i32' | 'f64' | 'text';

export interface ColumnSpec {
  /** Lower case with underscores, so that SQL needs no quotes. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** Whether a value may be null: a parameter that the row's rules do not use. */
  readonly nullable?: boolean;
}

export type Cell = number | string | null;

export interface Table {
  readonly columns: readonly ColumnSpec[];
  readonly rows: number;
  /** One per column, each with `rows` values. */
  readonly data: readonly (Int32Array | Float64Array | readonly Cell[])[];
}

export interface TableBuilder {
  /** One value per column, in order. */
  add(row: readonly Cell[]): void;
  build(): Table;
}

export function tableBuilder(columns: readonly ColumnSpec[]): TableBuilder {
  const cells: Cell[][] = columns.map(() => []);
  let rows = 0;
  return {
    add(row) {
      if (row.length !== columns.length)
        throw new RangeError(`row: ${row.length} values for ${columns.length} columns`);
      for (let k = 0; k < row.length; k++) cells[k]!.push(row[k]!);
      rows += 1;
    },
    build: () => ({ columns, rows, data: columns.map((column, k) => packed(column, cells[k]!)) }),
  };
}

/** Numbers that cannot be null as typed arrays. */
function packed({ kind, nullable }: ColumnSpec, cells: readonly Cell[]): Int32Array | Float64Array | readonly Cell[] {
  if (kind === 'text' || nullable) return cells;
  return kind === 'i32' ? Int32Array.from(cells, Number) : Float64Array.from(cells, Number);
}

/** The values of a numeric column. @throws RangeError if there is no such column */
export function numbersOf(table: Table, name: string): ArrayLike<number> {
  const data = table.data[table.columns.findIndex((column) => column.name === name)];
  if (!(data instanceof Int32Array || data instanceof Float64Array))
    throw new RangeError(`no column of numbers: ${name}`);
  return data;
}
