/** The person's own list of servers, one address per line, judged before it is taken. */
import type { JSX } from 'solid-js';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { readServerLines } from '../../models/server-address.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import { createAction } from './action.ts';
import { ActionOutcome } from './outcome.tsx';

export function ServerEditor(): JSX.Element {
  const { chain, chooseServers } = useNode();
  const servers = useSlice((state) => state.engine?.servers);
  const known = () => {
    const used = servers() ?? [];
    return used.length > 0 ? used.map(({ address }) => address) : (chain()?.servers ?? []);
  };
  const [draft, setDraft] = createSignal<string>();
  const text = () => draft() ?? known().join('\n');
  const read = createMemo(() => readServerLines(text(), location.protocol === 'https:'));
  const taking = createAction<readonly string[]>(async (addresses) => {
    await chooseServers(addresses);
    setDraft(undefined);
    return addresses.length === 0
      ? 'The servers that came with this page are asked again.'
      : 'These servers are asked now.';
  }, 'The servers stay as they were.');
  const isFollower = useSlice((state) => state.tab === 'follower');
  const isBusy = () => taking.isRunning() || isFollower();
  const cannotSave = () => read().problems.length > 0 || read().addresses.length === 0 || isBusy();
  return (
    <details class="settings">
      <summary>Edit servers</summary>
      <label class="field">
        <span>
          One address per line{' '}
          <small>wss://… of a JSON-RPC server, or the multiaddr of a full node. None is trusted.</small>
        </span>
        <textarea
          class="mono"
          rows={Math.max(4, known().length + 1)}
          spellcheck={false}
          autocomplete="off"
          value={text()}
          aria-invalid={read().problems.length > 0}
          aria-describedby="server-problems"
          onInput={(event) => setDraft(event.currentTarget.value)}
        />
      </label>
      <div id="server-problems" class="problems" role="status">
        <For each={read().problems}>{(problem) => <p class="bad">{problem}</p>}</For>
        <Show when={read().addresses.length === 1 && read().problems.length === 0}>
          <p class="dim">With a single server nobody can tell when it holds back newer blocks.</p>
        </Show>
      </div>
      <p class="buttons">
        <button type="button" class="button" disabled={cannotSave()} onClick={() => taking.run(read().addresses)}>
          Use these servers
        </button>
        <button type="button" class="button" disabled={isBusy()} onClick={() => taking.run([])}>
          Restore the list of this page
        </button>
      </p>
      <Show when={isFollower()}>
        <p class="faint">Another tab follows the chain. Its servers are chosen there.</p>
      </Show>
      <ActionOutcome action={taking} />
    </details>
  );
}
