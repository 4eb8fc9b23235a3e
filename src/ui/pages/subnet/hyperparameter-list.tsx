/** Every hyperparameter with its value in words and what it does. */
import { useSearchParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { createMemo, For, Show } from 'solid-js';
import { describeHyperparameter } from '../../models/hyperparameter.ts';
import { readText } from '../../models/query.ts';
import { isStale } from '../../models/staleness.ts';
import { matchesText } from '../../models/table.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import type { SubnetState } from '../../node/state.ts';
import { AsOf, Empty, FilterField, Scroll } from '../../parts/index.ts';
import { Unread } from './unread.tsx';

export function HyperparameterList(props: { readonly subnet: SubnetState }): JSX.Element {
  const { blockTimeMs } = useNode();
  const engine = useSlice((state) => state.engine);
  const [query, setQuery] = useSearchParams();
  const find = () => readText(query, 'find');
  const parameters = createMemo(() =>
    (props.subnet.view?.value.hyperparameters ?? [])
      .map((parameter) => describeHyperparameter(parameter, blockTimeMs()))
      .filter(({ name, docs }) => matchesText(find(), [name, docs])),
  );
  return (
    <Show
      when={props.subnet.view}
      fallback={<Unread subnet={props.subnet} what="Reading the hyperparameters, with proof." />}
    >
      {(view) => (
        <>
          <div class="tools">
            <FilterField
              name="Filter hyperparameters"
              placeholder="Name or meaning"
              value={find()}
              onInput={(text) => setQuery({ find: text }, { replace: true })}
            />
          </div>
          <Scroll name="Hyperparameters">
            <table class="parameters" classList={{ stale: isStale(view(), engine()) }}>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Value</th>
                  <th scope="col">What it does</th>
                </tr>
              </thead>
              <tbody>
                <For each={parameters()}>
                  {(parameter) => (
                    <tr>
                      <th scope="row" class="mono">
                        {parameter.name}
                      </th>
                      <td title={`Stored as ${parameter.stored}`}>
                        {parameter.value} <small>{parameter.unit}</small>
                      </td>
                      <td class="docs">{parameter.docs}</td>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          </Scroll>
          <Show when={parameters().length === 0}>
            <Empty title="No hyperparameter matches.">Nothing has “{find()}” in its name or meaning.</Empty>
          </Show>
          <AsOf snapshot={view()} />
        </>
      )}
    </Show>
  );
}
