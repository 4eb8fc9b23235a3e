/** A failure in one line: code, reason, what happens next, and at most one button. */
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { Failure } from '../../chain/failure.ts';
import { asSentence } from '../format/index.ts';

export interface FailureLineProps {
  readonly failure: Failure;
  readonly action?: { readonly words: string; readonly run: () => void } | undefined;
}

export function FailureLine(props: FailureLineProps): JSX.Element {
  return (
    <div class="failure">
      <p>
        <span class="failure-reason">{asSentence(props.failure.reason)}</span>{' '}
        <span class="dim">{props.failure.next}</span> <code class="failure-code">{props.failure.code}</code>
      </p>
      <Show when={props.action}>
        {(action) => (
          <button type="button" class="button" onClick={() => action().run()}>
            {action().words}
          </button>
        )}
      </Show>
    </div>
  );
}
