/** What is checked against what on this page now, and what is not, in plain words. */
import type { JSX } from 'solid-js';
import { createMemo, For } from 'solid-js';
import type { TrustLine } from '../../models/trust-words.ts';
import { describeTrust } from '../../models/trust-words.ts';
import { useNode, useSlice } from '../../node/node.tsx';

const STATE_WORDS: Readonly<Record<TrustLine['state'], string>> = {
  checked: 'checked',
  claimed: 'claimed',
  open: 'nothing yet',
  unchecked: 'not checked',
};

export function TrustPanel(): JSX.Element {
  const { chain } = useNode();
  const engine = useSlice((state) => state.engine);
  const words = createMemo(() => describeTrust(engine(), chain()?.engine ?? 'smoldot'));
  return (
    <section aria-labelledby="trust-title">
      <h2 id="trust-title">What this page checks</h2>
      <TrustList lines={words().checked} />
      <h2>What it does not check</h2>
      <TrustList lines={words().unchecked} />
    </section>
  );
}

export function TrustList(props: { readonly lines: readonly TrustLine[] }): JSX.Element {
  return (
    <ul class="trust">
      <For each={props.lines}>
        {(line) => (
          <li>
            <span class={`trust-state ${line.state}`}>{STATE_WORDS[line.state]}</span>
            <p>
              <strong>{line.what}</strong> <span class="dim">{line.how}</span>
            </p>
          </li>
        )}
      </For>
    </ul>
  );
}
