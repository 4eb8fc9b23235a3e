/** The chains that this page knows. Nothing of a chain is dialled before it is chosen here or by an address. */
import { useSearchParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { createSignal, For, Show } from 'solid-js';
import { shortHash } from '../../format/index.ts';
import { ENGINE_NAMES } from '../../models/node-words.ts';
import { shortAddress } from '../../models/server-words.ts';
import type { RegisteredChain } from '../../node/chains.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import { Copyable } from '../../parts/index.ts';
import { AddChain } from './add-chain.tsx';
import { Dialog } from './dialog.tsx';

export function ChainSection(): JSX.Element {
  const { chains, chain, chooseChain, removeChain } = useNode();
  const [query, setQuery] = useSearchParams();
  const [leaving, setLeaving] = createSignal<RegisteredChain>();
  const kind = useSlice((state) => state.engine?.kind);
  const choose = (id: string) => {
    // An address that names a chain goes on naming the one that is followed.
    if (query.chain !== undefined) setQuery({ chain: id }, { replace: true });
    chooseChain(id);
  };
  return (
    <section id="chains" aria-labelledby="chains-title">
      <h2 id="chains-title">Chain</h2>
      <ul class="chains">
        <For each={chains()}>
          {(entry) => {
            const isFollowed = () => chain()?.id === entry.id;
            return (
              <li classList={{ followed: isFollowed() }}>
                <div>
                  <p>
                    <strong>{entry.name}</strong>{' '}
                    <small>
                      {ENGINE_NAMES[isFollowed() ? (kind() ?? entry.engine) : entry.engine]}
                      {entry.isCustom ? ', added here' : ''}
                    </small>
                  </p>
                  <p class="dim">{whereFrom(entry)}</p>
                  <Show when={entry.genesisHash}>
                    {(hash) => (
                      <p class="faint">
                        genesis{' '}
                        <Copyable name={`genesis hash of ${entry.name}`} full={hash()} short={shortHash(hash())} />
                      </p>
                    )}
                  </Show>
                </div>
                <p class="buttons">
                  <Show when={!isFollowed()} fallback={<span class="tag validator">chosen</span>}>
                    <button type="button" class="button" onClick={() => choose(entry.id)}>
                      Follow<span class="unseen"> {entry.name}</span>
                    </button>
                    <Show when={entry.isCustom}>
                      <button type="button" class="button" onClick={() => setLeaving(entry)}>
                        Remove<span class="unseen"> {entry.name}</span>
                      </button>
                    </Show>
                  </Show>
                </p>
              </li>
            );
          }}
        </For>
      </ul>
      <AddChain />
      <Dialog
        title={`Remove ${leaving()?.name ?? 'this chain'}?`}
        isOpen={leaving() !== undefined}
        yes="Remove"
        onYes={() => void removeChain(leaving()?.id ?? '')}
        onClose={() => setLeaving(undefined)}
      >
        <p>Its servers, its genesis hash and its specification are forgotten on this device.</p>
      </Dialog>
    </section>
  );
}

const HOSTS_SHOWN = 2;

/** `asks lite.sub.latent.to and 2 more once chosen`. */
function whereFrom(entry: RegisteredChain): string {
  if (entry.serversUrl !== undefined) return 'Runs on this machine.';
  if (entry.servers.length === 0) return 'Finds its peers by the specification.';
  const hosts = entry.servers.slice(0, HOSTS_SHOWN).map(shortAddress).join(', ');
  const more = entry.servers.length - HOSTS_SHOWN;
  return `Asks ${hosts}${more > 0 ? ` and ${more} more` : ''}.`;
}
