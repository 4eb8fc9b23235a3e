/** What came of a command: nothing, that it runs, what was done, or why not. */
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { FailureLine } from '../../parts/index.ts';
import type { Action } from './action.ts';

export function ActionOutcome(props: { readonly action: Pick<Action<never>, 'failure' | 'done'> }): JSX.Element {
  return (
    <>
      <p class="dim outcome" role="status">
        {props.action.done()}
      </p>
      <Show when={props.action.failure()}>
        {(failure) => (
          <div class="problem" role="alert">
            <FailureLine failure={failure()} />
          </div>
        )}
      </Show>
    </>
  );
}
