/** The label of truth: a shape and a word, never colour alone. */
import type { JSX } from 'solid-js';
import type { Label } from '../../chain/label.ts';

const LABEL_HELP: Readonly<Record<Label, string>> = {
  proved: 'A Merkle proof against a header that GRANDPA signatures, checked here, have finalized',
  claimed: 'A server said so; nothing was checked',
  imported: 'It came from a file',
  simulated: 'Computed here; it says nothing about what the chain holds',
};

export function TruthLabel(props: { readonly label: Label }): JSX.Element {
  return (
    <span class={`label ${props.label}`} title={LABEL_HELP[props.label]}>
      {props.label}
    </span>
  );
}
