/** Which server named which block, as they answer; a letter tells equal blocks apart from others at a glance. */
import type { JSX } from 'solid-js';
import { createMemo, Index, Show } from 'solid-js';
import type { CheckpointSearch } from '../../../roles/index.ts';
import { asSentence, formatCount, shortHash } from '../../format/index.ts';
import { describeSearch, groupAnswers } from '../../models/checkpoint-words.ts';
import { shortAddress } from '../../models/server-words.ts';
import { Copyable, FailureLine, Scroll } from '../../parts/index.ts';

export interface SearchTableProps {
  readonly search: CheckpointSearch;
  /** There is no checkpoint yet; else it is a comparison. */
  readonly isFirst: boolean;
}

export function SearchTable(props: SearchTableProps): JSX.Element {
  const words = createMemo(() => describeSearch(props.search, props.isFirst));
  const groups = createMemo(() => groupAnswers(props.search));
  return (
    <div class={`search tone-${words().tone}`} role={words().tone === 'bad' ? 'alert' : 'status'}>
      <p>
        <strong>{words().title}.</strong> <span class="dim">{words().detail}</span>
      </p>
      {/* Before there is a checkpoint, it is the problem above the page. */}
      <Show when={!props.isFirst && props.search.failure}>{(failure) => <FailureLine failure={failure()} />}</Show>
      <Scroll name="Answers of the servers">
        <table class="held">
          <thead>
            <tr>
              <th scope="col">Server</th>
              <th scope="col" class="figure">
                Block
              </th>
              <th scope="col">Hash</th>
              <th scope="col" title="Equal letters name the same block">
                Same as
              </th>
            </tr>
          </thead>
          <tbody>
            <Index each={props.search.answers}>
              {(answer) => (
                <tr>
                  <th scope="row" class="mono" title={answer().address}>
                    {shortAddress(answer().address)}
                  </th>
                  <Show when={answer().block} fallback={<NoAnswer answer={answer()} />}>
                    {(block) => (
                      <>
                        <td class="figure">{formatCount(block().number)}</td>
                        <td>
                          <Copyable name="block hash" full={block().hash} short={shortHash(block().hash)} />
                        </td>
                        <td>
                          <span class="group" classList={{ other: groups().get(block().hash) !== 'A' }}>
                            {groups().get(block().hash)}
                          </span>
                        </td>
                      </>
                    )}
                  </Show>
                </tr>
              )}
            </Index>
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}

const REST_COLUMNS = 3;

function NoAnswer(props: { readonly answer: CheckpointSearch['answers'][number] }): JSX.Element {
  return (
    <td colspan={REST_COLUMNS} class="faint">
      <Show when={props.answer.failure} fallback="asked, no answer yet">
        {(failure) => (
          <span title={failure().next}>
            {asSentence(failure().reason)} <code class="failure-code">{failure().code}</code>
          </span>
        )}
      </Show>
    </td>
  );
}
