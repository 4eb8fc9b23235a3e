/** All subnets in one table: sorted, filtered, the choice in the address. */
import { A, useSearchParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { createMemo, For, Show } from 'solid-js';
import { formatCount } from '../../format/index.ts';
import { readSort, readText, writeSort } from '../../models/query.ts';
import { currentBlock, isStale } from '../../models/staleness.ts';
import type { SubnetKey } from '../../models/subnet-rows.ts';
import { filterSubnets, SUBNET_COLUMNS, SUBNET_KEYS, subnetRows } from '../../models/subnet-rows.ts';
import type { Sort } from '../../models/table.ts';
import { nextSort, sortRows } from '../../models/table.ts';
import { useSlice } from '../../node/node.tsx';
import { AsOf, Empty, FilterField, LoadingFromChain, Scroll, SortHead } from '../../parts/index.ts';
import { useTitle } from '../title.ts';
import { SubnetLine } from './subnet-line.tsx';

const DEFAULT_SORT: Sort<SubnetKey> = { key: 'netuid', direction: 'ascending' };

export function Subnets(): JSX.Element {
  useTitle(() => 'Subnets');
  const snapshot = useSlice((state) => state.subnets);
  const engine = useSlice((state) => state.engine);
  const bySubnet = useSlice((state) => state.bySubnet);
  const block = useSlice((state) => currentBlock(state.engine, state.subnets));
  const [query, setQuery] = useSearchParams();
  const sort = createMemo(() => readSort(query, SUBNET_KEYS, DEFAULT_SORT));
  const find = () => readText(query, 'find');
  const rows = createMemo(() => subnetRows(snapshot()?.value.subnets ?? [], bySubnet(), block()));
  const shown = createMemo(() => sortRows(filterSubnets(rows(), find()), SUBNET_COLUMNS, sort()));
  const byNetuid = createMemo(() => new Map(rows().map((row) => [row.summary.netuid, row])));
  const order = createMemo(() => shown().map((row) => row.summary.netuid));
  const stale = () => {
    const taken = snapshot();
    return taken !== undefined && isStale(taken, engine());
  };
  return (
    <>
      <h1>Subnets</h1>
      <Show when={snapshot()} fallback={<LoadingFromChain reading="Reading the subnets, with proof." />}>
        {(taken) => (
          <Show when={rows().length > 0} fallback={<NoSubnets />}>
            <div class="tools">
              <FilterField
                name="Filter subnets by netuid, name or symbol"
                placeholder="Netuid, name, symbol"
                value={find()}
                onInput={(text) => setQuery({ find: text }, { replace: true })}
              />
              <p class="faint" role="status">
                {shown().length === rows().length
                  ? ''
                  : `${formatCount(shown().length)} of ${formatCount(rows().length)}`}
              </p>
            </div>
            <Scroll name="Subnets">
              <table class="held" classList={{ stale: stale() }}>
                <thead>
                  <tr>
                    <For each={SUBNET_COLUMNS}>
                      {(column) => (
                        <SortHead
                          column={column}
                          sort={sort()}
                          onSort={(pressed) =>
                            setQuery(writeSort(nextSort(sort(), pressed), DEFAULT_SORT), { replace: true })
                          }
                        />
                      )}
                    </For>
                  </tr>
                </thead>
                <tbody>
                  <For each={order()}>
                    {(netuid) => <Show when={byNetuid().get(netuid)}>{(row) => <SubnetLine row={row()} />}</Show>}
                  </For>
                </tbody>
              </table>
            </Scroll>
            <Show when={shown().length === 0}>
              <Empty title="No subnet matches.">
                Nothing here has “{find()}” in its netuid, name or symbol. <A href="/subnets">Show all</A>
              </Empty>
            </Show>
            <AsOf snapshot={taken()} />
          </Show>
        )}
      </Show>
    </>
  );
}

function NoSubnets(): JSX.Element {
  return (
    <Empty title="This chain has no subnets yet.">
      They are listed here from the block in which the first one is registered.
    </Empty>
  );
}
