/** The engine in figures: how far, how sure, and how much was checked for it. */
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { formatAge, formatBytes, formatCount } from '../../format/index.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import { Fact, Facts } from '../../parts/index.ts';

const UNKNOWN = '–';

export function HealthFacts(): JSX.Element {
  const { nowMs } = useNode();
  const engine = useSlice((state) => state.engine);
  const trust = useSlice((state) => state.engine?.trust);
  const number = (value: number | undefined) => (value === undefined ? UNKNOWN : formatCount(value));
  const age = () => {
    const since = engine()?.finalizedAtMs;
    return since === undefined ? UNKNOWN : formatAge(nowMs() - since);
  };
  const received = () => engine()?.servers.reduce((sum, server) => sum + server.receivedBytes, 0) ?? 0;
  return (
    <Facts stale={engine()?.stage !== 'following'}>
      <Fact name="Finalized">{number(engine()?.finalized?.number)}</Fact>
      <Fact name="Best">{number(engine()?.best?.number)}</Fact>
      <Show when={trust()}>
        {(known) => (
          <Fact
            name="Built on it"
            title="Distinct block authors that have built on the finalized block"
            unit={`of ${formatCount(known().confirmations.of)} authors`}
          >
            {formatCount(known().confirmations.authors)}
          </Fact>
        )}
      </Show>
      <Fact name="Block age">{age()}</Fact>
      <Fact name="Proofs checked" title="Read requests whose proof was checked against a state root">
        {number(engine()?.proofsChecked)}
      </Fact>
      <Show when={trust()}>
        {(known) => (
          <>
            <Fact name="Headers checked">{formatCount(known().headersChecked)}</Fact>
            <Fact name="Seals checked">{formatCount(known().sealsChecked)}</Fact>
            <Fact name="Votes checked">{formatCount(known().votesChecked)}</Fact>
          </>
        )}
      </Show>
      <Show
        when={received() > 0}
        fallback={
          <Fact name="With proof" title="Storage values received with proof">
            {formatBytes(engine()?.provedBytes ?? 0)}
          </Fact>
        }
      >
        <Fact name="Received" title="From all servers, in this visit">
          {formatBytes(received())}
        </Fact>
      </Show>
    </Facts>
  );
}
