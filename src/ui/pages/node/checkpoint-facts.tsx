/** The checkpoint that everything rests on: which block, how old, who made it, whether the person confirmed it. */
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { TrustAnchor } from '../../../light/types.ts';
import { formatAge, formatCount } from '../../format/index.ts';
import { freshness, kindWords } from '../../models/checkpoint-words.ts';
import { shortAddress } from '../../models/server-words.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import { Copyable } from '../../parts/index.ts';

const CONFIRMED_WORDS: Readonly<Record<TrustAnchor['kind'], string>> = {
  genesis: 'not needed: it does not come from servers',
  pinned: 'not needed: it does not come from servers',
  imported: 'yes, by choosing the file',
  servers: 'yes, by you',
};

export function CheckpointFacts(props: { readonly anchor: TrustAnchor }): JSX.Element {
  const { nowMs } = useNode();
  const failureCode = useSlice((state) => state.engine?.failure?.code ?? state.failure?.code);
  const followedTo = useSlice((state) =>
    state.engine?.stage === 'following' ? state.engine.trust?.justified : undefined,
  );
  const state = () => freshness(props.anchor.takenAtMs, nowMs(), failureCode());
  return (
    <dl class="pairs wide">
      <dt>Where from</dt>
      <dd>{kindWords(props.anchor.kind)}</dd>
      <dt>Block</dt>
      <dd>{formatCount(props.anchor.block.number)}</dd>
      <dt>Hash</dt>
      <dd class="whole-hash">
        <Copyable name="checkpoint hash" full={props.anchor.block.hash} short={props.anchor.block.hash} />
      </dd>
      {/* The genesis block is read from the specification anew at every start. */}
      <Show when={props.anchor.kind !== 'genesis'}>
        <dt>Made</dt>
        <dd>
          {formatAge(nowMs() - props.anchor.takenAtMs)}
          <Show when={followedTo() === undefined}>
            {', '}
            <span class={state() === 'too old' ? 'bad' : 'dim'}>{state()}</span>
          </Show>
        </dd>
      </Show>
      <Show when={followedTo()}>
        {(block) => (
          <>
            <dt>Followed to</dt>
            <dd>block {formatCount(block().number)}, by votes that were checked here</dd>
          </>
        )}
      </Show>
      <Show when={props.anchor.sources.length > 0}>
        <dt>Named by</dt>
        <dd>{props.anchor.sources.map(shortAddress).join(', ')}</dd>
      </Show>
      <dt>Confirmed</dt>
      <dd>
        <Show when={props.anchor.isConfirmed} fallback={<strong>not yet: figures are marked claimed</strong>}>
          {CONFIRMED_WORDS[props.anchor.kind]}
        </Show>
      </dd>
    </dl>
  );
}
