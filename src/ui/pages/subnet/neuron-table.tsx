/** The table of neurons. Rows keep their elements while figures change, so that a changed figure can be inked. */
import type { JSX } from 'solid-js';
import { createMemo, For, Show } from 'solid-js';
import {
  amountDecimals,
  formatCount,
  formatFractionU16,
  formatPlainRao,
  formatRao,
  shortKey,
} from '../../format/index.ts';
import type { ColumnMaxima, NeuronColumn, NeuronKey, NeuronRow } from '../../models/neuron-rows.ts';
import { columnMaxima, NEURON_COLUMNS, ROLE_HELP, shareOf } from '../../models/neuron-rows.ts';
import type { Sort } from '../../models/table.ts';
import { Copyable, Figure, Scroll, SortHead } from '../../parts/index.ts';

export interface NeuronTableProps {
  /** All rows, by uid: the meters are shares of the whole column, whatever is filtered. */
  readonly rows: readonly NeuronRow[];
  readonly shown: readonly NeuronRow[];
  readonly sort: Sort<NeuronKey>;
  readonly onSort: (column: NeuronColumn) => void;
  /** Of the subnet's alpha. */
  readonly symbol: string;
  readonly isStale: boolean;
}

export function NeuronTable(props: NeuronTableProps): JSX.Element {
  const maxima = createMemo(() => columnMaxima(props.rows));
  const order = createMemo(() => props.shown.map(({ uid }) => uid));
  return (
    <Scroll name="Metagraph">
      <table class="held" classList={{ stale: props.isStale }}>
        <thead>
          <tr>
            <For each={NEURON_COLUMNS}>
              {(column) => <SortHead column={column} sort={props.sort} onSort={props.onSort} />}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={order()}>
            {(uid) => (
              <Show when={props.rows[uid]}>
                {(row) => <NeuronLine row={row()} maxima={maxima()} symbol={props.symbol} />}
              </Show>
            )}
          </For>
        </tbody>
      </table>
    </Scroll>
  );
}

interface NeuronLineProps {
  readonly row: NeuronRow;
  readonly maxima: ColumnMaxima;
  readonly symbol: string;
}

function NeuronLine(props: NeuronLineProps): JSX.Element {
  const amount = (rao: bigint, largest: bigint) => (rao === 0n ? '0' : formatRao(rao, amountDecimals(largest)));
  const stored = (value: number) => `${value} / 65535`;
  return (
    <tr>
      <th scope="row" class="figure dim">
        {props.row.uid}
      </th>
      <td>
        <Copyable name="hotkey" full={props.row.hotkey} short={shortKey(props.row.hotkey)} />
      </td>
      <td>
        <span class={`tag ${props.row.role}`} title={ROLE_HELP[props.row.role]}>
          {props.row.role}
        </span>
      </td>
      <Figure
        text={amount(props.row.stakeRao, props.maxima.stakeRao)}
        title={formatPlainRao(props.row.stakeRao)}
        meter={shareOf(props.row.stakeRao, props.maxima.stakeRao)}
      />
      <Figure text={formatFractionU16(props.row.validatorTrust)} title={stored(props.row.validatorTrust)} />
      <Figure text={formatFractionU16(props.row.consensus)} title={stored(props.row.consensus)} />
      <Figure
        text={formatFractionU16(props.row.incentive)}
        title={stored(props.row.incentive)}
        meter={props.row.incentive / props.maxima.incentive}
      />
      <Figure
        text={formatFractionU16(props.row.dividends)}
        title={stored(props.row.dividends)}
        meter={props.row.dividends / props.maxima.dividends}
      />
      <Figure
        text={amount(props.row.emissionRao, props.maxima.emissionRao)}
        title={`${formatPlainRao(props.row.emissionRao)} ${props.symbol}`}
        unit={props.row.emissionRao === 0n ? '' : props.symbol}
      />
      <td class="figure" classList={{ dim: !props.row.isLate, bad: props.row.isLate }}>
        <Show when={props.row.isLate}>
          <span class="tag late" title="No weights within the activity cut-off: they no longer count">
            late
          </span>{' '}
        </Show>
        {formatCount(props.row.updatedBlocksAgo)}
      </td>
      <td class="mono dim">{props.row.axon}</td>
    </tr>
  );
}
