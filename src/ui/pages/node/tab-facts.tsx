/** This tab: its part among others, its memory, what is kept, and the last thing that went wrong. */
import type { JSX } from 'solid-js';
import { createMemo, Show } from 'solid-js';
import { asSentence, formatCount, shortHash } from '../../format/index.ts';
import { TAB_WORDS } from '../../models/node-words.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import { Copyable } from '../../parts/index.ts';
import { readMemory } from './memory.ts';

const MEMORY_EVERY_MS = 5_000;

export function TabFacts(): JSX.Element {
  const { nowMs } = useNode();
  const tab = useSlice((state) => state.tab);
  const storage = useSlice((state) => state.storage.state);
  const genesis = useSlice((state) => state.engine?.genesisHash);
  const spec = useSlice((state) => state.runtime?.specVersion ?? state.engine?.specVersion);
  const failure = useSlice((state) => state.lastFailure);
  const turn = createMemo(() => Math.floor(nowMs() / MEMORY_EVERY_MS));
  const memory = createMemo(() => {
    turn();
    return readMemory();
  });
  return (
    <section aria-labelledby="tab-title">
      <h2 id="tab-title">This tab</h2>
      <dl class="pairs">
        <dt>Among tabs</dt>
        <dd>{TAB_WORDS[tab()]}</dd>
        <dt>Memory</dt>
        <dd title="Of the page; workers are not counted">{memory()}</dd>
        <dt>Kept for offline</dt>
        <dd>{storage() === 'opening' ? 'opening' : storage() === 'ready' ? 'yes' : 'no'}</dd>
        <dt>Runtime</dt>
        <dd>
          <Show when={spec() !== undefined} fallback="not told">
            version {formatCount(spec() ?? 0)}
          </Show>
        </dd>
        <dt>Genesis</dt>
        <dd>
          <Show when={genesis()} fallback="not known yet">
            {(hash) => <Copyable name="genesis hash" full={hash()} short={shortHash(hash())} />}
          </Show>
        </dd>
        <dt>Last error</dt>
        <dd>
          <Show when={failure()} fallback="none in this visit">
            {(last) => (
              <>
                {asSentence(last().reason)} <code class="failure-code">{last().code}</code>
              </>
            )}
          </Show>
        </dd>
      </dl>
    </section>
  );
}
