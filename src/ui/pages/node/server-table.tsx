/** The servers that are asked: how each is doing, and why one is not used and when it is again. */
import type { JSX } from 'solid-js';
import { createMemo, Index, Show } from 'solid-js';
import type { ServerStatus } from '../../../light/types.ts';
import { asSentence, formatBytes, formatCount } from '../../format/index.ts';
import type { ServerRow } from '../../models/server-words.ts';
import { serverRows } from '../../models/server-words.ts';
import { Copyable, Scroll } from '../../parts/index.ts';

const COLUMNS = 8;

export function ServerTable(props: { readonly servers: readonly ServerStatus[] }): JSX.Element {
  const rows = createMemo(() => serverRows(props.servers));
  return (
    <Scroll name="Table of servers">
      <table class="held servers">
        <thead>
          <tr>
            <th scope="col">Server</th>
            <th scope="col">State</th>
            <th scope="col" class="figure" title="0: not asked, 100: asked first">
              Score
            </th>
            <th scope="col" class="figure" title="The finalized block that it claims">
              Finalized
            </th>
            <th scope="col" class="figure">
              Latency
            </th>
            <th scope="col" class="figure">
              Received
            </th>
            <th scope="col" class="figure">
              Answers
            </th>
            <th scope="col" class="figure">
              Failures
            </th>
          </tr>
        </thead>
        <tbody>
          <Index each={rows()}>{(row) => <ServerLines row={row()} />}</Index>
        </tbody>
      </table>
    </Scroll>
  );
}

function ServerLines(props: { readonly row: ServerRow }): JSX.Element {
  const status = () => props.row.status;
  return (
    <>
      <tr>
        <th scope="row">
          <Copyable name="address" full={props.row.address} short={props.row.shortAddress} />{' '}
          <small>{props.row.transport}</small>
        </th>
        <td>
          <span class={`dot still ${props.row.tone}`} aria-hidden="true" />
          {props.row.words}
        </td>
        <td class="figure">{formatCount(status().score)}</td>
        <Show when={status().finalizedNumber !== undefined} fallback={<Unknown />}>
          <td class="figure">
            {formatCount(status().finalizedNumber ?? 0)}
            <Show when={(props.row.behind ?? 0) > 0}>
              {' '}
              <small>−{formatCount(props.row.behind ?? 0)}</small>
            </Show>
          </td>
        </Show>
        <Show when={props.row.latency} fallback={<Unknown />}>
          <td class="figure dim">{props.row.latency}</td>
        </Show>
        <td class="figure dim">{formatBytes(status().receivedBytes)}</td>
        <td class="figure">{formatCount(status().answers)}</td>
        <td class="figure">{formatCount(status().failures)}</td>
      </tr>
      <Show when={status().failure}>
        {(failure) => (
          <tr class="why">
            <td colspan={COLUMNS}>
              <p>
                {asSentence(failure().reason)} <span class="dim">{failure().next}</span>{' '}
                <code class="failure-code">{failure().code}</code>
              </p>
            </td>
          </tr>
        )}
      </Show>
    </>
  );
}

function Unknown(): JSX.Element {
  return (
    <td class="figure faint">
      <span class="unseen">unknown</span>
      <span aria-hidden="true">–</span>
    </td>
  );
}
