/** The chain at a glance: how it is followed, what was audited, what the latest block did. */
import type { JSX } from 'solid-js';
import { useNode } from '../../node/node.tsx';
import { useTitle } from '../title.ts';
import { AuditList } from './audit-list.tsx';
import { ChainFacts } from './chain-facts.tsx';
import { LatestBlock } from './latest-block.tsx';
import { NodeFacts } from './node-facts.tsx';

export function Overview(): JSX.Element {
  const { chain } = useNode();
  useTitle(() => chain()?.name ?? 'Overview');
  return (
    <>
      <h1>{chain()?.name ?? 'Overview'}</h1>
      <ChainFacts />
      <div class="columns">
        <AuditList />
        <aside class="side">
          <NodeFacts />
          <LatestBlock />
        </aside>
      </div>
    </>
  );
}
