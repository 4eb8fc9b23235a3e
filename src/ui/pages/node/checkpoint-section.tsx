/** The checkpoint in all its states: looked for, contradicted, there, too old. Only the proof engine begins with one. */
import type { JSX } from 'solid-js';
import { createMemo, Match, Show, Switch } from 'solid-js';
import { findNeed } from '../../models/need.ts';
import { useSlice } from '../../node/node.tsx';
import { CheckpointActions } from './checkpoint-actions.tsx';
import { CheckpointFacts } from './checkpoint-facts.tsx';
import { SearchTable } from './search-table.tsx';

export function CheckpointSection(): JSX.Element {
  const anchor = useSlice((state) => state.engine?.trust?.anchor);
  const search = useSlice((state) => state.checkpoint);
  const need = createMemo(useSlice(findNeed));
  return (
    <section id="checkpoint" aria-labelledby="checkpoint-title">
      <h2 id="checkpoint-title">Checkpoint</h2>
      <Switch>
        <Match when={need() === 'newer-checkpoint'}>
          <p class="explain">
            The checkpoint here is too old to begin with: who voted then may have left since, and votes of people who
            left prove nothing. <strong>Begin anew</strong> asks the servers for a new one; or import a file from
            somebody you trust.
          </p>
        </Match>
        <Match when={need() === 'checkpoint'}>
          <p class="explain">
            Nothing is followed before there is a checkpoint: a block whose voters are known. The servers gave none that
            could be taken. Change the list of servers, ask again, or import a file from somebody you trust.
          </p>
        </Match>
        <Match when={!anchor() && search()}>
          <p class="explain">
            This is the first visit to this chain, and no checkpoint that is new enough came with this page. Several
            servers are asked for one. What rests on it is called claimed until you have compared its hash and confirmed
            it.
          </p>
        </Match>
        <Match when={!anchor()}>
          <p class="dim explain">There is none yet. It is the block that all checks begin with.</p>
        </Match>
      </Switch>
      <Show when={anchor()}>{(known) => <CheckpointFacts anchor={known()} />}</Show>
      <Show when={search()}>{(told) => <SearchTable search={told()} isFirst={anchor() === undefined} />}</Show>
      <CheckpointActions
        anchor={anchor()}
        isSearching={search()?.state === 'searching'}
        isTooOld={need() === 'newer-checkpoint'}
      />
    </section>
  );
}
