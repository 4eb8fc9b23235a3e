/** The list of shortcuts. A native modal dialog: it holds the focus, and Escape closes it. */
import type { JSX } from 'solid-js';
import { createEffect, For } from 'solid-js';
import { SHORTCUTS } from '../models/keyboard.ts';

export function ShortcutsDialog(props: { readonly isOpen: boolean; readonly onClose: () => void }): JSX.Element {
  let dialog!: HTMLDialogElement;
  createEffect(() => {
    if (props.isOpen && !dialog.open) dialog.showModal();
    if (!props.isOpen && dialog.open) dialog.close();
  });
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="shortcuts-title" onClose={props.onClose}>
      <h2 id="shortcuts-title">Keyboard</h2>
      <dl>
        <For each={SHORTCUTS}>
          {(shortcut) => (
            <div>
              <dt>
                <For each={shortcut.keys}>{(key) => <kbd>{key}</kbd>}</For>
              </dt>
              <dd>{shortcut.does}</dd>
            </div>
          )}
        </For>
      </dl>
      <p class="dim">Column heads sort, keys copy: all of it by Tab and Enter.</p>
      <form method="dialog">
        <button type="submit" class="button">
          Close
        </button>
      </form>
    </dialog>
  );
}
