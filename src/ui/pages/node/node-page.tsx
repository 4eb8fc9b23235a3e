/**
 * The light node itself: how it stands, what is checked against what, from whom it hears, and what can be chosen.
 *
 * The checkpoint comes first while it is what everything waits for.
 */
import type { JSX } from 'solid-js';
import { createMemo, Show } from 'solid-js';
import { findNeed } from '../../models/need.ts';
import { describeNode } from '../../models/node-words.ts';
import { transactionLines } from '../../models/transaction-lines.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import { Empty, TruthLabel } from '../../parts/index.ts';
import { useTitle } from '../title.ts';
import { ChainSection } from './chain-section.tsx';
import { CheckpointSection } from './checkpoint-section.tsx';
import { EngineSection } from './engine-section.tsx';
import { HealthFacts } from './health-facts.tsx';
import { ServersSection } from './servers-section.tsx';
import { TabFacts } from './tab-facts.tsx';
import { Transactions } from './transactions.tsx';
import { TrustPanel } from './trust-panel.tsx';

export function NodePage(): JSX.Element {
  const { chain } = useNode();
  useTitle(() => 'Node');
  const engine = useSlice((state) => state.engine);
  const isProof = useSlice((state) => (state.engine?.kind ?? chain()?.engine) === 'proof');
  const waitsForCheckpoint = useSlice((state) => {
    const need = findNeed(state);
    if (need === 'newer-checkpoint' || need === 'checkpoint') return true;
    return state.checkpoint !== undefined && state.engine?.trust === undefined;
  });
  const followed = useSlice((state) => state.transactions);
  const transactions = createMemo(() => transactionLines(followed()));
  const words = createMemo(() => describeNode(chain()?.name ?? 'the chain', engine(), chain()?.engine ?? 'smoldot'));
  return (
    <>
      <h1>Node</h1>
      <p class="node-sentence">
        <span class={`dot still ${words().tone}`} aria-hidden="true" />
        {words().sentence} <span class="dim">{words().detail}</span>{' '}
        <Show when={engine()?.stage === 'following' && engine()}>
          {(known) => <TruthLabel label={known().label} />}
        </Show>
      </p>
      <HealthFacts />
      <div class="columns">
        <div class="side">
          <Show when={chain() === undefined}>
            <Empty title="No chain is chosen.">
              Nothing is dialled before you choose one. The list is on this page.
            </Empty>
          </Show>
          <Show when={isProof() && waitsForCheckpoint()}>
            <CheckpointSection />
          </Show>
          <Show when={chain()}>
            <TrustPanel />
            <ServersSection />
          </Show>
          <Show when={isProof() && !waitsForCheckpoint()}>
            <CheckpointSection />
          </Show>
          <Transactions transactions={transactions()} />
        </div>
        <aside class="side" aria-label="Engine, chain and this tab">
          <Show when={chain()}>
            <EngineSection />
          </Show>
          <ChainSection />
          <TabFacts />
        </aside>
      </div>
    </>
  );
}
