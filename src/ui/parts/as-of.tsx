/** Which block figures are of, how old, and how they are known: the small print under every set of figures. */
import type { JSX } from 'solid-js';
import { createMemo, Show } from 'solid-js';
import type { Snapshot } from '../../roles/index.ts';
import { formatAge, formatCount } from '../format/index.ts';
import { isStale } from '../models/staleness.ts';
import { useNode, useSlice } from '../node/node.tsx';
import { TruthLabel } from './label.tsx';

export function AsOf(props: { readonly snapshot: Snapshot<unknown> }): JSX.Element {
  const { nowMs } = useNode();
  const engine = useSlice((state) => state.engine);
  const age = createMemo(() => formatAge(nowMs() - props.snapshot.takenAtMs));
  return (
    <p class="as-of">
      <TruthLabel label={props.snapshot.label} /> at block{' '}
      <span class="whole" title={props.snapshot.at.hash}>
        {formatCount(props.snapshot.at.number)}
      </span>
      , {age()}
      <Show when={isStale(props.snapshot, engine())}>
        {' · '}
        <span class="stale-word">stale</span>
      </Show>
    </p>
  );
}
