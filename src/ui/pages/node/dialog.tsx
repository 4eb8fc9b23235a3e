/** A question that must be answered before something is done. A native modal dialog: it holds the focus, Escape is no. */
import type { JSX } from 'solid-js';
import { createEffect, createUniqueId } from 'solid-js';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  /** What the button that does it says. */
  readonly yes: string;
  readonly isYesDisabled?: boolean;
  readonly onYes: () => void;
  readonly onClose: () => void;
  readonly children: JSX.Element;
}

export function Dialog(props: DialogProps): JSX.Element {
  let dialog!: HTMLDialogElement;
  const id = createUniqueId();
  createEffect(() => {
    if (props.isOpen && !dialog.open) dialog.showModal();
    if (!props.isOpen && dialog.open) dialog.close();
  });
  const answer = () => {
    props.onYes();
    props.onClose();
  };
  return (
    <dialog ref={dialog} class="dialog question" aria-labelledby={id} onClose={props.onClose}>
      <h2 id={id}>{props.title}</h2>
      {props.children}
      <p class="buttons">
        <button type="button" class="button" disabled={props.isYesDisabled ?? false} onClick={answer}>
          {props.yes}
        </button>
        <button type="button" class="button" onClick={props.onClose}>
          Cancel
        </button>
      </p>
    </dialog>
  );
}
