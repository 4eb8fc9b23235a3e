/** A shortened identifier that is a button: press it and the whole of it is on the clipboard. */
import type { JSX } from 'solid-js';
import { createSignal, onCleanup, Show } from 'solid-js';

export interface CopyableProps {
  /** What it is, for those who do not see it: `Hotkey`. */
  readonly name: string;
  readonly full: string;
  readonly short: string;
}

type Outcome = 'copied' | 'could not copy';
/** How long the outcome is said. */
const OUTCOME_MS = 1200;

export function Copyable(props: CopyableProps): JSX.Element {
  const [outcome, setOutcome] = createSignal<Outcome>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));

  async function copy() {
    // A page without clipboard permission, or not in a secure context, refuses: say so.
    const said = await navigator.clipboard.writeText(props.full).then(
      (): Outcome => 'copied',
      (): Outcome => 'could not copy',
    );
    setOutcome(said);
    clearTimeout(timer);
    timer = setTimeout(() => setOutcome(undefined), OUTCOME_MS);
  }

  return (
    <button type="button" class="copyable mono" title={`${props.full}\nPress to copy`} onClick={copy}>
      <span class="unseen">Copy {props.name} </span>
      <span class="copyable-text">{props.short}</span>
      <Show when={outcome()}>
        {(said) => (
          <span class="copyable-outcome" role="status">
            {said()}
          </span>
        )}
      </Show>
    </button>
  );
}
