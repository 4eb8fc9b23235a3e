/** Facts in a row: a name, a figure, its unit in the smallest legible grey. */
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';

export function Facts(props: { readonly children: JSX.Element; readonly stale?: boolean }): JSX.Element {
  return (
    <dl class="facts" classList={{ stale: props.stale ?? false }}>
      {props.children}
    </dl>
  );
}

export interface FactProps {
  readonly name: string;
  readonly children: JSX.Element;
  readonly unit?: JSX.Element;
  /** The full value, where the figure was cut. */
  readonly title?: string;
  /** Part of a way that is done, 0…1: a thread under the figure. */
  readonly thread?: number | undefined;
}

export function Fact(props: FactProps): JSX.Element {
  return (
    <div class="fact">
      <dt>{props.name}</dt>
      <dd title={props.title}>
        {props.children}{' '}
        <Show when={props.unit !== undefined}>
          <small>{props.unit}</small>
        </Show>
        <Show when={props.thread !== undefined}>
          <span class="thread" style={{ '--share': props.thread }} aria-hidden="true" />
        </Show>
      </dd>
    </div>
  );
}
