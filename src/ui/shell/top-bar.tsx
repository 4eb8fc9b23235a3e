/** The bar that is always there: the brand and one quiet sentence of the chain's state. */
import { A } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { createMemo, Show } from 'solid-js';
import { formatAge, formatCount } from '../format/index.ts';
import { describePulse } from '../models/pulse.ts';
import { useNode, useSlice } from '../node/node.tsx';
import { TruthLabel } from '../parts/index.ts';
import { ThemeButton } from './theme-button.tsx';

export function TopBar(props: { readonly onHelp: () => void }): JSX.Element {
  return (
    <header class="bar">
      <A class="brand" href="/" aria-label="Yumalight, overview">
        yuma<span>light</span>
      </A>
      <PulseLine />
      <div class="bar-end">
        <button
          type="button"
          class="icon-button only-wide"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
          onClick={props.onHelp}
        >
          ?
        </button>
        <ThemeButton />
      </div>
    </header>
  );
}

function PulseLine(): JSX.Element {
  const { chain, nowMs } = useNode();
  const engine = useSlice((state) => state.engine);
  const hasFailed = useSlice((state) => state.failure !== undefined);
  const isSearching = useSlice((state) => state.checkpoint?.state === 'searching');
  const pulse = createMemo(() =>
    describePulse(chain()?.name ?? 'chain', engine(), nowMs(), { hasFailed: hasFailed(), isSearching: isSearching() }),
  );
  const announcement = createMemo(() => pulse().announcement);
  return (
    <div class="pulse">
      <span class="pulse-chain">
        <span class={`dot ${pulse().tone}`} aria-hidden="true" />
        <A href="/node#chains" title="The chain that is followed. Press to see how, or to choose another.">
          <b>{pulse().chain}</b>
        </A>
      </span>
      <Show when={pulse().words !== ''}>
        <span class="pulse-words">{pulse().words}</span>
      </Show>
      <Show when={pulse().best !== undefined}>
        <span class="pulse-block">
          block <b>{formatCount(pulse().best ?? 0)}</b>{' '}
          <Show when={pulse().ageMs !== undefined}>
            <span class="faint only-wide pulse-age">{formatAge(pulse().ageMs ?? 0)}</span>
          </Show>
        </span>
      </Show>
      <Show when={pulse().finalized !== undefined}>
        <span class="only-wide">
          finalized <b>{formatCount(pulse().finalized ?? 0)}</b>
        </span>
      </Show>
      <Show when={pulse().label}>
        {(label) => (
          <span classList={{ 'only-wide': label() === 'proved' }}>
            <TruthLabel label={label()} />
          </span>
        )}
      </Show>
      <Show when={pulse().peers > 0}>
        <span class="only-widest">
          {pulse().peers} {engine()?.kind === 'proof' ? 'server' : 'peer'}
          {pulse().peers === 1 ? '' : 's'}
        </span>
      </Show>
      <p class="unseen" role="status">
        {announcement()}
      </p>
    </div>
  );
}
