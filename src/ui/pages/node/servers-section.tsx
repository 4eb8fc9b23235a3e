/** Who the chain is heard from: servers with their scores, or peers that a light client finds by itself. */
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { formatCount } from '../../format/index.ts';
import { summarizeServers } from '../../models/server-words.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import { ServerEditor } from './server-editor.tsx';
import { ServerTable } from './server-table.tsx';

export function ServersSection(): JSX.Element {
  const { chain, restart, wake } = useNode();
  const engine = useSlice((state) => state.engine);
  const servers = () => engine()?.servers ?? [];
  const isProof = () => (engine()?.kind ?? chain()?.engine) === 'proof';
  const reconnect = () => {
    const now = engine();
    if (!now || now.stage === 'failed' || now.stage === 'idle') restart(now?.kind ?? chain()?.engine ?? 'smoldot');
    else wake();
  };
  return (
    <section aria-labelledby="servers-title">
      <h2 id="servers-title">{isProof() ? 'Servers' : 'Peers'}</h2>
      <Show
        when={isProof()}
        fallback={
          <p class="dim explain">
            {formatCount(engine()?.peers ?? 0)} {engine()?.peers === 1 ? 'peer is' : 'peers are'} connected. The light
            client finds them itself and does not say which they are.
          </p>
        }
      >
        <Show when={servers().length > 0} fallback={<p class="dim explain">No server is connected.</p>}>
          <p class="dim explain">
            {summarizeServers(servers())}. None is trusted; one that says something false is named and not asked again
            for a while.
          </p>
          <ServerTable servers={servers()} />
        </Show>
      </Show>
      <p class="buttons">
        <button type="button" class="button" onClick={reconnect}>
          Reconnect
        </button>
      </p>
      <Show when={isProof()}>
        <ServerEditor />
      </Show>
    </section>
  );
}
