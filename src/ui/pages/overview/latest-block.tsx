/** What the newest finalized block did, in words. polkadot-js decodes it and is loaded only when asked for. */
import type { JSX } from 'solid-js';
import { createSignal, For, Match, Show, Switch } from 'solid-js';
import type { Failure } from '../../../chain/failure.ts';
import type { BlockInWords } from '../../../roles/index.ts';
import { formatCount, shortHash, shortKey } from '../../format/index.ts';
import { describeDecoding } from '../../models/describe-decoding.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import { Copyable, FailureLine, Loading, TruthLabel } from '../../parts/index.ts';

const CLAIMED_WORDS =
  'The bytes of the block are checked; they are put in words by metadata that a server sent and nobody checked';

type Reading =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly block: BlockInWords }
  | { readonly kind: 'failed'; readonly failure: Failure };

export function LatestBlock(): JSX.Element {
  const { readLatestBlock } = useNode();
  const tab = useSlice((state) => state.tab);
  const canRead = useSlice((state) => state.engine?.stage === 'following' && state.tab !== 'follower');
  const [reading, setReading] = createSignal<Reading>({ kind: 'idle' });

  async function read(): Promise<void> {
    setReading({ kind: 'reading' });
    setReading(
      await readLatestBlock().then(
        (block): Reading => ({ kind: 'read', block }),
        (error: unknown): Reading => ({ kind: 'failed', failure: describeDecoding(error) }),
      ),
    );
  }

  const block = () => {
    const now = reading();
    return now.kind === 'read' ? now.block : undefined;
  };
  const failure = () => {
    const now = reading();
    return now.kind === 'failed' ? now.failure : undefined;
  };

  return (
    <section>
      <h2>Latest block</h2>
      <Switch>
        <Match when={reading().kind === 'idle' && tab() === 'follower'}>
          <p class="dim">The tab that follows the chain can decode its blocks.</p>
        </Match>
        <Match when={reading().kind === 'idle'}>
          <p class="dim lead">The newest finalized block in words. The decoder is large; it is loaded when you ask.</p>
          <button type="button" class="button" disabled={!canRead()} onClick={read}>
            Decode with polkadot-js
          </button>
        </Match>
        <Match when={reading().kind === 'reading'}>
          <Loading what="Loading polkadot-js and reading the block." rows={3} />
        </Match>
        <Match when={failure()}>
          {(found) => <FailureLine failure={found()} action={{ words: 'Try again', run: read }} />}
        </Match>
        <Match when={block()}>{(found) => <BlockTable block={found()} onAgain={read} canRead={canRead()} />}</Match>
      </Switch>
    </section>
  );
}

function BlockTable(props: { readonly block: BlockInWords; readonly onAgain: () => void; readonly canRead: boolean }) {
  return (
    <>
      <p class="as-of">
        <TruthLabel label={props.block.label} {...(props.block.label === 'claimed' && { why: CLAIMED_WORDS })} /> block{' '}
        {formatCount(props.block.at.number)}{' '}
        <Copyable name="block hash" full={props.block.at.hash} short={shortHash(props.block.at.hash)} />
      </p>
      <table class="calls">
        <thead>
          <tr>
            <th scope="col">Call</th>
            <th scope="col">Signer</th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.block.extrinsics}>
            {(call) => (
              <tr>
                <td class="call-name">
                  {call.section}.<wbr />
                  {call.method}
                </td>
                <td>
                  <Show when={call.signer} fallback={<span class="faint">inherent</span>}>
                    {(signer) => <Copyable name="signer" full={signer()} short={shortKey(signer())} />}
                  </Show>
                </td>
                <td class={call.success ? 'dim' : 'bad'}>{call.success ? 'done' : 'failed'}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <p class="with-button">
        <span class="dim">
          {formatCount(props.block.extrinsics.length)} calls, {formatCount(props.block.events)} events
        </span>
        <button type="button" class="button" disabled={!props.canRead} onClick={props.onAgain}>
          Decode the newest
        </button>
      </p>
    </>
  );
}
