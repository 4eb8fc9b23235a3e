/** What stands between the bar and the page: at most one problem with its button, and a few quiet notices. */
import { A, useLocation, useNavigate } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { createMemo, For, Show } from 'solid-js';
import { asSentence } from '../format/index.ts';
import { findProblem, listNotices } from '../models/notices.ts';
import { useNode } from '../node/node.tsx';
import { FailureLine } from '../parts/index.ts';
import type { Update } from './update.ts';

export function Notices(props: { readonly update: Update }): JSX.Element {
  const node = useNode();
  const problem = createMemo(() => findProblem(node.state(), node.online()));
  const notices = createMemo(() => listNotices(node.state(), node.nowMs()));
  const ids = createMemo(() => notices().map(({ id }) => id), [], { equals: sameList });
  const notice = (id: string) => notices().find((candidate) => candidate.id === id);
  const navigate = useNavigate();
  const location = useLocation();
  const offersProof = () => node.chain()?.engines.some(({ kind, isOffered }) => kind === 'proof' && isOffered) ?? false;
  /** On the Node page itself everything is in sight. */
  const action = () => {
    const found = problem();
    const isHere = found?.does.startsWith('show-') && location.pathname === '/node';
    const cannotProve = found?.does === 'use-proof' && !offersProof();
    return found === undefined || isHere || cannotProve ? undefined : { words: found.action, run };
  };
  const run = () => {
    const does = problem()?.does;
    if (does === 'show-checkpoint') navigate('/node#checkpoint');
    else if (does === 'show-chains') navigate('/node#chains');
    else if (does === 'reload') window.location.reload();
    else if (does === 'use-proof') node.restart('proof');
    else node.restart(node.state().engine?.kind ?? node.chain()?.engine ?? 'smoldot');
  };
  return (
    <div class="notices">
      <Show when={problem() !== undefined}>
        <div class="problem" role="alert">
          <Show when={problem()}>{(found) => <FailureLine failure={found().failure} action={action()} />}</Show>
        </div>
      </Show>
      <For each={ids()}>
        {(id) => (
          <p class="notice">
            {notice(id)?.words}
            <Show when={notice(id)?.link}>
              {(link) => (
                <>
                  {' '}
                  <A href={link().href}>{link().words}</A>
                </>
              )}
            </Show>
            <Show when={notice(id)?.failure}>
              {(failure) => (
                <>
                  {' '}
                  {asSentence(failure().reason)} {failure().next} <code class="failure-code">{failure().code}</code>
                </>
              )}
            </Show>
          </p>
        )}
      </For>
      <Show when={props.update.isWaiting()}>
        <p class="notice" role="status">
          A new version is ready.{' '}
          <button type="button" class="link-button" onClick={props.update.reload}>
            Reload
          </button>
        </p>
      </Show>
    </div>
  );
}

const sameList = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((id, i) => id === b[i]);
