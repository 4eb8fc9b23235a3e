/** The audit as a sentence: what came out, what was compared, how long it took and from which inputs. */
import type { JSX } from 'solid-js';
import { createMemo, For, Match, Show, Switch } from 'solid-js';
import type { SubnetSummary } from '../../../light/types.ts';
import { formatCount } from '../../format/index.ts';
import type { AuditVerdict, AuditWords } from '../../models/audit-words.ts';
import { describeAudit } from '../../models/audit-words.ts';
import { locateEpoch } from '../../models/epoch-clock.ts';
import { currentBlock } from '../../models/staleness.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import type { SubnetState } from '../../node/state.ts';
import { FailureLine, TruthLabel } from '../../parts/index.ts';

export interface AuditLineProps {
  readonly summary: SubnetSummary;
  readonly subnet: SubnetState;
}

type Words<Kind extends AuditWords['kind']> = Extract<AuditWords, { kind: Kind }>;

export function AuditLine(props: AuditLineProps): JSX.Element {
  const { blockTimeMs } = useNode();
  const block = useSlice((state) => currentBlock(state.engine, state.subnets));
  const words = createMemo(() => {
    const epoch = locateEpoch(props.summary.netuid, props.summary.epoch, block());
    return describeAudit(props.subnet, epoch, blockTimeMs());
  });
  const verdict = () => {
    const said = words();
    return said.kind === 'equal' || said.kind === 'differing' ? said : undefined;
  };
  const failed = () => only(words(), 'failed');
  const quiet = () => only(words(), 'running') ?? only(words(), 'waiting');
  return (
    <section class={`audit ${words().kind}`} aria-label="Audit of the last epoch">
      <Switch>
        <Match when={verdict()}>{(said) => <Verdict said={said()} />}</Match>
        <Match when={failed()}>
          {(said) => (
            <div class="audit-failed">
              <FailureLine failure={said().failure} />
              <Show when={said().before}>{(before) => <p class="faint">The audit before: {before()}.</p>}</Show>
            </div>
          )}
        </Match>
        <Match when={quiet()}>
          {(said) => (
            <p>
              <strong>{said().sentence}</strong> <span class="dim">{said().detail}</span>
            </p>
          )}
        </Match>
      </Switch>
    </section>
  );
}

function only<Kind extends AuditWords['kind']>(words: AuditWords, kind: Kind): Words<Kind> | undefined {
  return words.kind === kind ? (words as Words<Kind>) : undefined;
}

function Verdict(props: { readonly said: AuditVerdict }): JSX.Element {
  return (
    <>
      <span class="audit-verdict">{props.said.verdict}</span>
      <strong>{props.said.sentence}</strong>
      <ul class="audit-fields">
        <For each={props.said.fields}>
          {(field) => (
            <li class={field.mark === '=' ? 'same' : 'other'}>
              <span class="mark" aria-hidden="true">
                {field.mark}
              </span>
              <span class="unseen">{field.mark === '=' ? 'equal' : field.mark === '≠' ? 'differs' : 'unknown'}: </span>
              {field.name}
            </li>
          )}
        </For>
      </ul>
      <span class="audit-how">
        <span class="audit-took" title={props.said.running}>
          {props.said.running === undefined ? props.said.took : 'recomputing'}
        </span>
        {' · inputs '}
        <TruthLabel label={props.said.audit.label} /> at {formatCount(props.said.audit.parent.number)}
      </span>
    </>
  );
}
