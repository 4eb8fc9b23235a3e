/** Studies computed as tests want them: in one go, as objects. */
import { createReferenceCalculator } from '../../reference.ts';
import type { EpochCalculator } from '../../types.ts';
import { decodeStudy, openStudy } from '../study.ts';
import type { Cell, Table } from '../table.ts';
import type { Study } from '../types.ts';

export type Row = Readonly<Record<string, Cell>>;

export const studyOf = (description: unknown): Study => openStudy(decodeStudy(description));

/** Rows of `count` points from `first`; all of them by default. */
export function tableOf(
  study: Study,
  first = 0,
  count = study.points - first,
  calculator: EpochCalculator = createReferenceCalculator(),
): Table {
  const work = study.open(calculator)(first, count);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

export function rowsOf(table: Table): Row[] {
  return Array.from({ length: table.rows }, (_, row) =>
    Object.fromEntries(table.columns.map(({ name }, k) => [name, table.data[k]![row]!])),
  );
}
