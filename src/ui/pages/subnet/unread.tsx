/** What stands where a subnet's reading will be: still being read, or why it could not be. */
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { SubnetState } from '../../node/state.ts';
import { FailureLine, LoadingFromChain } from '../../parts/index.ts';

export function Unread(props: { readonly subnet: SubnetState; readonly what: string }): JSX.Element {
  return (
    <Show when={props.subnet.readFailure} fallback={<LoadingFromChain reading={props.what} rows={12} />}>
      {(failure) => <FailureLine failure={failure()} />}
    </Show>
  );
}
