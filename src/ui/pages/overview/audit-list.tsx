/** Every subnet with the state of its last epoch's audit. */
import { A } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { createMemo, Index, Show } from 'solid-js';
import { formatBlockCount, formatBlocksAsTime, formatCount } from '../../format/index.ts';
import type { AuditWords } from '../../models/audit-words.ts';
import { describeAudit } from '../../models/audit-words.ts';
import { locateEpoch } from '../../models/epoch-clock.ts';
import { currentBlock, isStale } from '../../models/staleness.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import { UNKNOWN_SUBNET } from '../../node/state.ts';
import { AsOf, Empty, Figure, LoadingFromChain, Scroll, SubnetName, TruthLabel } from '../../parts/index.ts';

export function AuditList(): JSX.Element {
  const { blockTimeMs } = useNode();
  const snapshot = useSlice((state) => state.subnets);
  const bySubnet = useSlice((state) => state.bySubnet);
  const block = useSlice((state) => currentBlock(state.engine, state.subnets));
  const stale = useSlice((state) => state.subnets !== undefined && isStale(state.subnets, state.engine));
  const lines = createMemo(() =>
    (snapshot()?.value.subnets ?? [])
      .filter(({ netuid }) => netuid !== 0)
      .map((subnet) => {
        const epoch = locateEpoch(subnet.netuid, subnet.epoch, block());
        const audit = describeAudit(bySubnet()[subnet.netuid] ?? UNKNOWN_SUBNET, epoch, blockTimeMs());
        return { subnet, epoch, audit };
      }),
  );
  return (
    <section>
      <h2>Epochs recomputed here</h2>
      <Show when={snapshot()} fallback={<LoadingFromChain reading="Reading the subnets, with proof." />}>
        {(taken) => (
          <Show when={lines().length > 0} fallback={<NoSubnets />}>
            <Scroll name="Epochs recomputed here">
              <table class="held">
                <thead>
                  <tr>
                    <th scope="col">Subnet</th>
                    <th scope="col">Verdict</th>
                    <th scope="col" class="figure">
                      Epoch
                    </th>
                    <th scope="col" class="figure">
                      Took
                    </th>
                    <th scope="col">Inputs</th>
                    <th scope="col" class="figure">
                      Next epoch in
                    </th>
                  </tr>
                </thead>
                <tbody>
                  <Index each={lines()}>
                    {(line) => (
                      <tr>
                        <th scope="row">
                          <A href={`/subnets/${line().subnet.netuid}`}>
                            <span class="faint">{line().subnet.netuid}</span>{' '}
                            <SubnetName name={line().subnet.name} symbol={line().subnet.symbol} />
                          </A>
                        </th>
                        <AuditCells words={line().audit} href={`/subnets/${line().subnet.netuid}/audit`} />
                        <td class="figure" classList={{ faint: stale() }}>
                          <NextEpoch position={line().epoch} blockTimeMs={blockTimeMs()} />
                        </td>
                      </tr>
                    )}
                  </Index>
                </tbody>
              </table>
            </Scroll>
            <AsOf snapshot={taken()} />
          </Show>
        )}
      </Show>
    </section>
  );
}

function NextEpoch(props: { readonly position: ReturnType<typeof locateEpoch>; readonly blockTimeMs: number }) {
  const left = () => (props.position.kind === 'ticking' ? props.position.blocksLeft : undefined);
  return (
    <Show when={left() !== undefined} fallback={<span class="faint">none</span>}>
      <span class="ticking">
        <Show when={left() !== 0} fallback="due now">
          {formatBlockCount(left() ?? 0)} <small>{formatBlocksAsTime(left() ?? 0, props.blockTimeMs)}</small>
        </Show>
      </span>
    </Show>
  );
}

function NoSubnets(): JSX.Element {
  return (
    <Empty title="This chain has no subnets yet.">
      As soon as one is registered, it is listed here and its epochs are recomputed.
    </Empty>
  );
}

/** Verdict, epoch, time and inputs; one cell across where there is no verdict. */
function AuditCells(props: { readonly words: AuditWords; readonly href: string }): JSX.Element {
  const verdict = () => (props.words.kind === 'equal' || props.words.kind === 'differing' ? props.words : undefined);
  return (
    <Show
      when={verdict()}
      fallback={
        <td colspan={VERDICT_COLUMNS}>
          <A href={props.href}>
            <span class={`audit-short ${props.words.kind}`}>{summarize(props.words)}</span>
          </A>
        </td>
      }
    >
      {(said) => (
        <>
          <td>
            <A href={props.href}>
              <span class={`audit-short ${said().kind}`}>{said().verdict}</span>
            </A>
          </td>
          <Figure text={formatCount(said().audit.epochIndex)} />
          <td class="figure dim">
            <span class="took">{said().took}</span>
          </td>
          <td>
            <TruthLabel label={said().audit.label} />{' '}
            <span class="faint">at {formatCount(said().audit.parent.number)}</span>
          </td>
        </>
      )}
    </Show>
  );
}

const VERDICT_COLUMNS = 4;

function summarize(words: AuditWords): string {
  if (words.kind === 'failed') return `not audited: ${words.failure.code}`;
  if (words.kind === 'running') return words.detail;
  return 'none audited yet';
}
