/** The chain in figures: how far it is finalized, how old that is, and what was checked to know it. */
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { formatAge, formatBytes, formatCount, shortHash } from '../../format/index.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import { Copyable, Fact, Facts } from '../../parts/index.ts';

/** What stands in place of a figure that is not known yet. */
const UNKNOWN = '–';

export function ChainFacts(): JSX.Element {
  const { nowMs } = useNode();
  const engine = useSlice((state) => state.engine);
  const genesis = useSlice((state) => state.engine?.genesisHash ?? state.subnets?.genesisHash);
  const number = (value: number | undefined) => (value === undefined ? UNKNOWN : formatCount(value));
  const age = () => {
    const since = engine()?.finalizedAtMs;
    return since === undefined ? UNKNOWN : formatAge(nowMs() - since);
  };
  return (
    <Facts stale={engine()?.stage !== 'following'}>
      <Fact name="Finalized">{number(engine()?.finalized?.number)}</Fact>
      <Fact name="Best">{number(engine()?.best?.number)}</Fact>
      <Fact name="Block age">{age()}</Fact>
      <Fact name={engine()?.kind === 'proof' ? 'Servers' : 'Peers'}>{number(engine()?.peers)}</Fact>
      <Fact name="Proofs checked" title="Read requests whose proof was checked against a finalized state root">
        {number(engine()?.proofsChecked)}
      </Fact>
      <Fact name={engine()?.label === 'claimed' ? 'With proof' : 'Proved'} title="Storage values received with proof">
        {formatBytes(engine()?.provedBytes ?? 0)}
      </Fact>
      <Fact name="Genesis">
        <Show when={genesis()} fallback={UNKNOWN}>
          {(hash) => <Copyable name="genesis hash" full={hash()} short={shortHash(hash())} />}
        </Show>
      </Fact>
    </Facts>
  );
}
