/** Cells of tables: figures that ink when they change, meters under figures, column heads that sort. */
import type { JSX } from 'solid-js';
import { createMemo, Show } from 'solid-js';
import type { Column, Sort } from '../models/table.ts';
import { inkChanges } from './ink.ts';

export interface FigureProps {
  readonly text: string;
  /** The full value, where the figure was cut. */
  readonly title?: string;
  readonly unit?: string;
  /** Share of the column's largest, 0…1: a thin rule under the figure. */
  readonly meter?: number;
  readonly isDim?: boolean;
}

/** Exactly zero is read aloud as "0" and drawn as a dash, so that the eye finds what is not zero. */
export function Figure(props: FigureProps): JSX.Element {
  let cell!: HTMLTableCellElement;
  inkChanges(
    () => cell,
    createMemo(() => props.text),
  );
  return (
    <td
      ref={cell}
      class="figure"
      classList={{ meter: props.meter !== undefined, dim: props.isDim ?? false }}
      style={{ '--share': props.meter }}
      title={props.title}
    >
      <Show when={props.text !== '0'} fallback={<Zero />}>
        {props.text}
      </Show>
      <Show when={props.unit}>
        {' '}
        <small>{props.unit}</small>
      </Show>
    </td>
  );
}

function Zero(): JSX.Element {
  return (
    <>
      <span class="unseen">0</span>
      <span class="faint" aria-hidden="true">
        –
      </span>
    </>
  );
}

export interface SortHeadProps<Row, Key extends string> {
  readonly column: Column<Row, Key>;
  readonly sort: Sort<Key>;
  readonly onSort: (column: Column<Row, Key>) => void;
}

export function SortHead<Row, Key extends string>(props: SortHeadProps<Row, Key>): JSX.Element {
  const direction = () => (props.sort.key === props.column.key ? props.sort.direction : undefined);
  return (
    <th scope="col" classList={{ figure: props.column.isNumeric }} aria-sort={direction()}>
      <button type="button" class="sort" title={props.column.help} onClick={() => props.onSort(props.column)}>
        {props.column.title}
        <span class="sort-arrow" aria-hidden="true">
          {direction() === undefined ? '' : direction() === 'ascending' ? '↑' : '↓'}
        </span>
      </button>
    </th>
  );
}
