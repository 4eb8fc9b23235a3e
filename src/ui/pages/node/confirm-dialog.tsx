/** Confirming a checkpoint: its hash in full, to be compared with one from somewhere else. */
import type { JSX } from 'solid-js';
import { createEffect, createMemo, createSignal } from 'solid-js';
import type { TrustAnchor } from '../../../light/types.ts';
import { formatCount } from '../../format/index.ts';
import { compareHash } from '../../models/checkpoint-words.ts';
import { Dialog } from './dialog.tsx';

export interface ConfirmDialogProps {
  readonly anchor: TrustAnchor;
  readonly chain: string;
  readonly isOpen: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

const SAID = {
  empty: '',
  equal: 'Equal.',
  different: 'Different. Do not confirm: one of the two is of another chain, or a lie.',
} as const;

export function ConfirmDialog(props: ConfirmDialogProps): JSX.Element {
  const [pasted, setPasted] = createSignal('');
  const outcome = createMemo(() => compareHash(pasted(), props.anchor.block.hash));
  createEffect(() => {
    if (!props.isOpen) setPasted('');
  });
  return (
    <Dialog
      title="Is this the block you know?"
      isOpen={props.isOpen}
      yes={outcome() === 'equal' ? 'Confirm' : 'I have compared it: confirm'}
      isYesDisabled={outcome() === 'different'}
      onYes={props.onConfirm}
      onClose={props.onClose}
    >
      <p>
        Block {formatCount(props.anchor.block.number)} of {props.chain}. Look it up somewhere that these servers do not
        control: a node of your own, a block explorer, somebody you trust.
      </p>
      <p class="mono whole-hash compare">{props.anchor.block.hash}</p>
      <label class="field">
        <span>Its hash from there, if you can paste it</span>
        <input
          type="text"
          class="mono"
          autocomplete="off"
          spellcheck={false}
          value={pasted()}
          aria-invalid={outcome() === 'different'}
          onInput={(event) => setPasted(event.currentTarget.value)}
        />
      </label>
      <p role="status" class={outcome() === 'different' ? 'bad' : 'good'}>
        {SAID[outcome()]}
      </p>
      <p class="dim">Once confirmed, figures that are checked from here on are called proved.</p>
    </Dialog>
  );
}
