/** Around a table: where it is too wide for the screen it scrolls sideways, by touch and by arrow keys. */
import type { JSX } from 'solid-js';

export function Scroll(props: { readonly name: string; readonly children: JSX.Element }): JSX.Element {
  return (
    <section class="scroll" aria-label={props.name} tabindex="0">
      {props.children}
    </section>
  );
}
