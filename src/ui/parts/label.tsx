/** The label of truth: a shape and a word, never colour alone. */
import type { JSX } from 'solid-js';
import type { Label } from '../../chain/label.ts';
import { whyClaimed } from '../models/claimed-why.ts';
import { useNodeIfAny } from '../node/node.tsx';

const LABEL_HELP: Readonly<Record<Label, string>> = {
  proved: 'A Merkle proof against a header that GRANDPA signatures, checked here, have finalized',
  claimed: 'A server said so; nothing was checked',
  imported: 'It came from a file',
  simulated: 'Computed here; it says nothing about what the chain holds',
};

export interface TruthLabelProps {
  readonly label: Label;
  /** Why it is no better, where that is not what holds for the whole chain now. */
  readonly why?: string;
}

export function TruthLabel(props: TruthLabelProps): JSX.Element {
  const node = useNodeIfAny();
  const ofChain = () => (props.label === 'claimed' ? whyClaimed(node?.state().engine) : undefined);
  return (
    <span class={`label ${props.label}`} title={props.why ?? ofChain() ?? LABEL_HELP[props.label]}>
      {props.label}
    </span>
  );
}
