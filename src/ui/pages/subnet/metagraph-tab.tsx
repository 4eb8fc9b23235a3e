/** The metagraph: role buttons, filter, and the table. Every choice is in the address. */
import { useSearchParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { createMemo, For, Show } from 'solid-js';
import { toSs58 } from '../../../chain/ss58.ts';
import { formatCount } from '../../format/index.ts';
import type { NeuronColumn, NeuronKey, RoleChoice } from '../../models/neuron-rows.ts';
import {
  countRoles,
  filterNeurons,
  NEURON_COLUMNS,
  NEURON_KEYS,
  neuronRows,
  ROLE_CHOICES,
} from '../../models/neuron-rows.ts';
import { readChoice, readSort, readText, writeSort } from '../../models/query.ts';
import { isStale } from '../../models/staleness.ts';
import type { Sort } from '../../models/table.ts';
import { nextSort, sortRows } from '../../models/table.ts';
import { useSlice } from '../../node/node.tsx';
import type { SubnetState } from '../../node/state.ts';
import { AsOf, Empty, FailureLine, FilterField } from '../../parts/index.ts';
import { NeuronTable } from './neuron-table.tsx';
import { Unread } from './unread.tsx';

const DEFAULT_SORT: Sort<NeuronKey> = { key: 'stake', direction: 'descending' };
const ROLE_NAMES: Readonly<Record<RoleChoice, string>> = {
  all: 'All',
  validator: 'Validators',
  miner: 'Miners',
  inactive: 'Inactive',
};

export interface MetagraphTabProps {
  readonly netuid: number;
  readonly subnet: SubnetState;
  readonly symbol: string;
}

export function MetagraphTab(props: MetagraphTabProps): JSX.Element {
  const engine = useSlice((state) => state.engine);
  const [query, setQuery] = useSearchParams();
  const replace = (change: Record<string, string>) => setQuery(change, { replace: true });
  const sort = createMemo(() => readSort(query, NEURON_KEYS, DEFAULT_SORT));
  const role = createMemo(() => readChoice(query, 'role', ROLE_CHOICES, 'all'));
  const find = () => readText(query, 'find');
  const metagraph = createMemo(() => props.subnet.view?.value.metagraph);
  const rows = createMemo(() => {
    const read = metagraph();
    return read ? neuronRows(read, toSs58) : [];
  });
  const counts = createMemo(() => countRoles(rows()));
  const shown = createMemo(() => sortRows(filterNeurons(rows(), role(), find()), NEURON_COLUMNS, sort()));
  const press = (column: NeuronColumn) => replace(writeSort(nextSort(sort(), column), DEFAULT_SORT));

  return (
    <Show
      when={props.subnet.view}
      fallback={<Unread subnet={props.subnet} what="Reading the metagraph, with proof." />}
    >
      {(view) => (
        <>
          <Show when={props.subnet.readFailure}>{(failure) => <FailureLine failure={failure()} />}</Show>
          <div class="tools">
            <fieldset class="choices">
              <legend class="unseen">Show</legend>
              <For each={ROLE_CHOICES}>
                {(choice) => (
                  <button
                    type="button"
                    class="button"
                    aria-pressed={role() === choice}
                    onClick={() => replace({ role: choice === 'all' ? '' : choice })}
                  >
                    {ROLE_NAMES[choice]} <span class="count">{formatCount(counts()[choice])}</span>
                  </button>
                )}
              </For>
            </fieldset>
            <FilterField
              name="Filter neurons by UID, hotkey or axon"
              placeholder="UID, hotkey, axon"
              value={find()}
              onInput={(text) => replace({ find: text })}
            />
            <p class="faint tools-end" role="status">
              {shown().length === rows().length
                ? ''
                : `${formatCount(shown().length)} of ${formatCount(rows().length)}`}
            </p>
          </div>
          <NeuronTable
            rows={rows()}
            shown={shown()}
            sort={sort()}
            onSort={press}
            symbol={props.symbol}
            isStale={isStale(view(), engine())}
          />
          <Show when={shown().length === 0}>
            <NothingShown hasRows={rows().length > 0} onReset={() => replace({ role: '', find: '' })} />
          </Show>
          <AsOf snapshot={view()} />
        </>
      )}
    </Show>
  );
}

function NothingShown(props: { readonly hasRows: boolean; readonly onReset: () => void }): JSX.Element {
  return (
    <Show
      when={props.hasRows}
      fallback={<Empty title="Nobody is registered here yet.">Neurons stand here once they have registered.</Empty>}
    >
      <Empty title="No neuron matches.">
        Nothing here fits the filter.{' '}
        <button type="button" class="link-button" onClick={props.onReset}>
          Show all
        </button>
      </Empty>
    </Show>
  );
}
