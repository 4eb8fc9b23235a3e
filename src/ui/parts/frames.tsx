/** What stands where figures will be: the frame of the result and what is being waited for, or why there is nothing. */
import type { JSX } from 'solid-js';
import { For } from 'solid-js';
import { describeWaiting } from '../models/waiting.ts';
import { useSlice } from '../node/node.tsx';

/** `what` is being waited for: "Loading this page." */
export function Loading(props: { readonly what: string; readonly rows?: number }): JSX.Element {
  return (
    <div class="loading" aria-busy="true">
      <p class="dim" role="status">
        {props.what}
      </p>
      <div class="loading-rows" aria-hidden="true">
        <For each={Array.from({ length: props.rows ?? 6 })}>{() => <span />}</For>
      </div>
    </div>
  );
}

/** The frame of figures that the chain has to give; `reading` is what happens once it is followed. */
export function LoadingFromChain(props: { readonly reading: string; readonly rows?: number }): JSX.Element {
  const stage = useSlice((state) => state.engine?.stage);
  const kind = useSlice((state) => state.engine?.kind);
  return <Loading what={describeWaiting(stage(), props.reading, kind())} rows={props.rows ?? 6} />;
}

/** Nothing is here, on purpose: says what would be, and how to get it. */
export function Empty(props: { readonly title: string; readonly children: JSX.Element }): JSX.Element {
  return (
    <div class="empty">
      <p class="empty-title">{props.title}</p>
      <p class="dim">{props.children}</p>
    </div>
  );
}
