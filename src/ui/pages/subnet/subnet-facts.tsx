/** The subnet in figures, with the epoch clock that ticks by blocks. */
import type { JSX } from 'solid-js';
import { createMemo, Show } from 'solid-js';
import type { SubnetList, SubnetSummary } from '../../../light/types.ts';
import type { Snapshot } from '../../../roles/index.ts';
import {
  formatBlockCount,
  formatBlocksAsTime,
  formatCount,
  formatPlainRao,
  formatRao,
  formatTauPrice,
} from '../../format/index.ts';
import { locateEpoch } from '../../models/epoch-clock.ts';
import { isStablePool } from '../../models/price.ts';
import { currentBlock, isStale } from '../../models/staleness.ts';
import { useNode, useSlice } from '../../node/node.tsx';
import { AsOf, Fact, Facts } from '../../parts/index.ts';

const TAO_DECIMALS = 2;
const ALPHA_DECIMALS = 0;
const REGISTER_DECIMALS = 4;

export interface SubnetFactsProps {
  readonly summary: SubnetSummary;
  readonly snapshot: Snapshot<SubnetList>;
}

export function SubnetFacts(props: SubnetFactsProps): JSX.Element {
  const { blockTimeMs } = useNode();
  const engine = useSlice((state) => state.engine);
  const block = createMemo(() => currentBlock(engine(), props.snapshot));
  const priceRao = () => props.summary.priceRao;
  const epoch = createMemo(() => locateEpoch(props.summary.netuid, props.summary.epoch, block()));
  const blocksLeft = () => {
    const position = epoch();
    return position.kind === 'ticking' ? position.blocksLeft : undefined;
  };
  const share = () => {
    const position = epoch();
    return position.kind === 'ticking' ? position.share : undefined;
  };
  const time = () => formatBlocksAsTime(blocksLeft() ?? 0, blockTimeMs());
  return (
    <>
      <Facts stale={isStale(props.snapshot, engine())}>
        <Fact
          name="Price"
          title={`${formatPlainRao(priceRao())} τ`}
          unit={isStablePool(props.summary) ? 'stable' : 'by the pool'}
        >
          {formatTauPrice(priceRao())} τ
        </Fact>
        <Show when={!isStablePool(props.summary)}>
          <Fact
            name="Pool"
            title={`${formatPlainRao(props.summary.taoInPoolRao)} τ and ${formatPlainRao(props.summary.alphaInPoolRao)} alpha`}
            unit={`/ ${formatRao(props.summary.alphaInPoolRao, ALPHA_DECIMALS)} ${props.summary.symbol}`}
          >
            {formatRao(props.summary.taoInPoolRao, TAO_DECIMALS)} τ
          </Fact>
        </Show>
        <Fact name="Validators" unit={`of ${formatCount(props.summary.maxAllowedValidators)}`}>
          {formatCount(props.summary.validators)}
        </Fact>
        <Fact name="Neurons" unit={`of ${formatCount(props.summary.maxAllowedUids)}`}>
          {formatCount(props.summary.n)}
        </Fact>
        <Fact name="Register now" title={`${formatPlainRao(props.summary.burnRao)} τ`}>
          {formatRao(props.summary.burnRao, REGISTER_DECIMALS)} τ
        </Fact>
        <Fact name="Next epoch in" unit={blocksLeft() ? time() : undefined} thread={share()}>
          {blocksWords(blocksLeft())}
        </Fact>
      </Facts>
      <AsOf snapshot={props.snapshot} />
    </>
  );
}

function blocksWords(left: number | undefined): string {
  if (left === undefined) return 'none';
  return left === 0 ? 'due now' : formatBlockCount(left);
}
