/** What this tab runs: the light client, what recomputes epochs, what is kept; and the two settings there are. */
import type { JSX } from 'solid-js';
import { createMemo, For, Show } from 'solid-js';
import type { EngineKind } from '../../../light/types.ts';
import type { StorageStatus, TabRole } from '../../../roles/index.ts';
import { describeComputer, ENGINE_CHOICES, explainComputer } from '../../models/compute-words.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import { FailureLine } from '../../parts/index.ts';

const ENGINES: readonly { readonly kind: EngineKind; readonly name: string; readonly help: string }[] = [
  { kind: 'smoldot', name: 'smoldot', help: 'A light client in a worker of this page.' },
  {
    kind: 'substrate-connect',
    name: 'Substrate Connect',
    help: 'The browser extension of that name where it is installed, else an embedded client.',
  },
];

export function NodeFacts(): JSX.Element {
  const { chain, restart, chooseEngine } = useNode();
  const compute = useSlice((state) => state.compute);
  const storage = useSlice((state) => state.storage);
  const tab = useSlice((state) => state.tab);
  const kind = createMemo(useSlice((state) => state.engine?.kind));
  const chosen = () => kind() ?? chain()?.engine;
  return (
    <section>
      <h2>This node</h2>
      <dl class="pairs">
        <dt>Light client</dt>
        <dd>{ENGINES.find((engine) => engine.kind === chosen())?.name ?? '–'}</dd>
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
          <legend>Light client</legend>
          <For each={ENGINES}>
            {(engine) => (
              <label>
                <input
                  type="radio"
                  name="engine"
                  checked={chosen() === engine.kind}
                  onChange={() => restart(engine.kind)}
                />
                <span>
                  {engine.name} <small>{engine.help}</small>
                </span>
              </label>
            )}
          </For>
          <p class="faint">Changing it starts the light client anew. What was verified stays.</p>
        </fieldset>
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

const TAB_WORDS: Readonly<Record<TabRole, string>> = {
  electing: 'finding other tabs',
  leader: 'follows the chain',
  follower: 'shows what another tab verifies',
};
