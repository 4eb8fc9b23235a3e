/** The page of one subnet. */
import { A, useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { createMemo, For, Match, Show, Switch } from 'solid-js';
import { formatCount } from '../../format/index.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import { UNKNOWN_SUBNET } from '../../node/state.ts';
import { Empty, LoadingFromChain, SubnetName } from '../../parts/index.ts';
import { useTitle } from '../title.ts';
import { AuditDetails } from './audit-details.tsx';
import { AuditLine } from './audit-line.tsx';
import { HyperparameterList } from './hyperparameter-list.tsx';
import { MetagraphTab } from './metagraph-tab.tsx';
import { SubnetFacts } from './subnet-facts.tsx';
import type { Tab } from './tabs.ts';
import { TAB_NAMES, TABS, tabPath } from './tabs.ts';

export function Subnet(): JSX.Element {
  const params = useParams<{ netuid: string; tab?: string }>();
  const { watch } = useNode();
  const netuid = createMemo(() => Number(params.netuid));
  const tab = createMemo((): Tab => TABS.find((known) => known === params.tab) ?? 'metagraph');
  const list = useSlice((state) => state.subnets);
  const summary = createMemo(() => list()?.value.subnets.find((subnet) => subnet.netuid === netuid()));
  const subnet = createMemo(useSubnet(netuid));
  watch(() => netuid());
  useTitle(() => `${TAB_NAMES[tab()]} of ${netuid()} ${summary()?.name ?? ''}`);

  return (
    <>
      <p class="crumb">
        <A href="/subnets">Subnets</A>
      </p>
      <h1>
        <span class="netuid">{netuid()}</span>{' '}
        <Show when={summary()}>{(known) => <SubnetName name={known().name} symbol={known().symbol} />}</Show>
      </h1>
      <Switch fallback={<LoadingFromChain reading="Reading the subnets, with proof." rows={10} />}>
        <Match when={list() !== undefined && summary() === undefined}>
          <Empty title={`There is no subnet ${netuid()} on this chain.`}>
            At block {formatCount(list()?.at.number ?? 0)} it was not registered. <A href="/subnets">All subnets</A>
          </Empty>
        </Match>
        <Match when={summary()}>
          {(known) => (
            <>
              <SubnetFacts summary={known()} snapshot={list()!} />
              <nav class="tabs" aria-label="Subnet">
                <For each={TABS}>
                  {(name) => (
                    <A href={tabPath(netuid(), name)} noScroll aria-current={tab() === name ? 'page' : undefined}>
                      {TAB_NAMES[name]}
                    </A>
                  )}
                </For>
              </nav>
              <Show when={tab() !== 'hyperparameters'}>
                <AuditLine summary={known()} subnet={subnet()} />
              </Show>
              <Switch>
                <Match when={tab() === 'metagraph'}>
                  <MetagraphTab netuid={netuid()} subnet={subnet()} symbol={known().symbol} />
                </Match>
                <Match when={tab() === 'audit'}>
                  <AuditDetails audit={subnet().audit?.value} />
                </Match>
                <Match when={tab() === 'hyperparameters'}>
                  <HyperparameterList subnet={subnet()} />
                </Match>
              </Switch>
            </>
          )}
        </Match>
      </Switch>
    </>
  );
}

function useSubnet(netuid: () => number) {
  const bySubnet = useSlice((state) => state.bySubnet);
  return () => bySubnet()[netuid()] ?? UNKNOWN_SUBNET;
}
