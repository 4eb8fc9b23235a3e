/** What this tab runs: the light client, what recomputes epochs, what is kept; and who shall recompute. How the chain is followed is chosen on the Node page. */
import { A } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { createMemo, For, Show } from 'solid-js';
import type { StorageStatus } from '../../../roles/index.ts';
import { describeComputer, ENGINE_CHOICES, explainComputer } from '../../models/compute-words.ts';
import { ENGINE_NAMES, TAB_WORDS } from '../../models/node-words.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import { FailureLine } from '../../parts/index.ts';

export function NodeFacts(): JSX.Element {
  const { chain, chooseEngine } = useNode();
  const compute = useSlice((state) => state.compute);
  const storage = useSlice((state) => state.storage);
  const tab = useSlice((state) => state.tab);
  const kind = createMemo(useSlice((state) => state.engine?.kind));
  const chosen = () => kind() ?? chain()?.engine;
  return (
    <section>
      <h2>This node</h2>
      <dl class="pairs">
        <dt>Followed by</dt>
        <dd>
          <A href="/node" class="inline-link">
            {ENGINE_NAMES[chosen() ?? 'smoldot']}
          </A>
        </dd>
        <dt>Epochs recomputed by</dt>
        <dd>{describeComputer(compute())}</dd>
        <dt>Kept for offline</dt>
        <dd>{describeStorage(storage())}</dd>
        <dt>This tab</dt>
        <dd>{TAB_WORDS[tab()]}</dd>
      </dl>
      <Show when={explainComputer(compute()) !== ''}>
        <p class="faint">{explainComputer(compute())}</p>
      </Show>
      <For each={compute()?.failures}>{(failure) => <FailureLine failure={failure} />}</For>
      <details class="settings">
        <summary>Settings</summary>
        <fieldset>
          <legend>Engine that recomputes epochs</legend>
          <For each={ENGINE_CHOICES}>
            {(choice) => (
              <label>
                <input
                  type="radio"
                  name="compute-engine"
                  checked={(compute()?.setting ?? 'auto') === choice.setting}
                  onChange={() => chooseEngine(choice.setting)}
                />
                <span>
                  {choice.name} <small>{choice.help}</small>
                </span>
              </label>
            )}
          </For>
          <p class="faint">All give the same bits. The choice holds from the next epoch on.</p>
        </fieldset>
      </details>
    </section>
  );
}

function describeStorage(status: StorageStatus): string {
  if (status.state === 'opening') return 'opening';
  return status.state === 'ready' ? 'yes' : 'no';
}
