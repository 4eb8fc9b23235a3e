/** What this tab runs: the light client, what recomputes epochs, what is kept; and the one setting there is. */
import type { JSX } from 'solid-js';
import { createMemo, For, Show } from 'solid-js';
import type { EngineKind } from '../../../light/types.ts';
import type { ComputeStatus, StorageStatus, TabRole } from '../../../roles/index.ts';
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
  const { chain, restart } = useNode();
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
        <dd>{describeCompute(compute())}</dd>
        <dt>Kept for offline</dt>
        <dd>{describeStorage(storage())}</dd>
        <dt>This tab</dt>
        <dd>{TAB_WORDS[tab()]}</dd>
      </dl>
      <Show when={compute()?.failure}>{(failure) => <FailureLine failure={failure()} />}</Show>
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
      </details>
    </section>
  );
}

const ENGINE_NAMES = { gpu: 'GPU', wasm: 'CPU, WebAssembly', reference: 'CPU, reference engine' } as const;

function describeCompute(status: ComputeStatus | undefined): string {
  if (status === undefined) return 'chosen at the first audit';
  if (status.stage === 'probing' || status.engine === undefined) return 'checking the GPU';
  return status.device === '' ? ENGINE_NAMES[status.engine] : `${ENGINE_NAMES[status.engine]} (${status.device})`;
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
