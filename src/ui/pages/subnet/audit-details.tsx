/** The audit in full: the two blocks it rests on, and every cell that differs. */
import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { Audit, AuditDifference } from '../../../roles/index.ts';
import { formatCount, formatMilliseconds, shortHash } from '../../format/index.ts';
import { fieldWords } from '../../models/audit-words.ts';
import { Copyable, Empty, Scroll } from '../../parts/index.ts';

export function AuditDetails(props: { readonly audit: Audit | undefined }): JSX.Element {
  return (
    <Show
      when={props.audit}
      fallback={
        <Empty title="No audit to show.">
          When an epoch has ended, its inputs are read with proof at the block before, recomputed here, and compared
          with what the chain stored. The outcome stands here, cell by cell where it differs.
        </Empty>
      }
    >
      {(audit) => (
        <>
          <dl class="pairs wide">
            <dt>Inputs read at</dt>
            <dd>
              block {formatCount(audit().parent.number)}{' '}
              <Copyable name="parent hash" full={audit().parent.hash} short={shortHash(audit().parent.hash)} />
            </dd>
            <dt>Compared with the state at</dt>
            <dd>
              block {formatCount(audit().block.number)}{' '}
              <Copyable name="block hash" full={audit().block.hash} short={shortHash(audit().block.hash)} />
            </dd>
            <dt>Compared</dt>
            <dd>
              {formatCount(audit().uids)} uids in {formatCount(audit().fields.length)} fields; equal means equal,
              without tolerance
            </dd>
            <dt>Computed in</dt>
            <dd>{formatMilliseconds(audit().computeMs)}</dd>
          </dl>
          <Show
            when={audit().differenceCount > 0}
            fallback={<p class="dim">No cell differs: what the chain stored is what its rules give.</p>}
          >
            <Differences audit={audit()} />
          </Show>
        </>
      )}
    </Show>
  );
}

function Differences(props: { readonly audit: Audit }): JSX.Element {
  const listed = () => props.audit.differences;
  const uids = () => [...new Set(listed().map(({ uid }) => uid))].sort((a, b) => a - b);
  return (
    <section aria-labelledby="differences-title">
      <h2 id="differences-title">
        {formatCount(props.audit.differenceCount)} {props.audit.differenceCount === 1 ? 'cell differs' : 'cells differ'}
      </h2>
      <p class="dim">
        UIDs {uids().join(', ')}.
        <Show when={listed().length < props.audit.differenceCount}>
          {' '}
          The first {formatCount(listed().length)} cells:
        </Show>
      </p>
      <Scroll name="Differing cells">
        <table class="differences">
          <thead>
            <tr>
              <th scope="col" class="figure">
                UID
              </th>
              <th scope="col">Field</th>
              <th scope="col" class="figure">
                Ours
              </th>
              <th scope="col" class="figure">
                The chain's
              </th>
            </tr>
          </thead>
          <tbody>
            <For each={listed()}>{(difference) => <DifferenceLine difference={difference} />}</For>
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

function DifferenceLine(props: { readonly difference: AuditDifference }): JSX.Element {
  return (
    <tr>
      <td class="figure">{props.difference.uid}</td>
      <td>
        {fieldWords(props.difference.field)}
        <Show when={props.difference.mechanism !== undefined}>
          {' '}
          <small>mechanism {props.difference.mechanism}</small>
        </Show>
      </td>
      <td class="figure mono">{props.difference.expected}</td>
      <td class="figure mono bad">{props.difference.got}</td>
    </tr>
  );
}
