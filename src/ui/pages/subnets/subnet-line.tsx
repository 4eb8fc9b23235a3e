/** One line of the subnet list. */
import { A } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { formatBlocksAsTime, formatCount, formatPlainRao, formatRao, formatTauPrice } from '../../format/index.ts';
import { shortVerdict } from '../../models/audit-words.ts';
import { isStablePool } from '../../models/price.ts';
import type { SubnetRow } from '../../models/subnet-rows.ts';
import { useNode } from '../../node/node.tsx';
import { Figure, SubnetName } from '../../parts/index.ts';

const POOL_DECIMALS = 2;

export function SubnetLine(props: { readonly row: SubnetRow }): JSX.Element {
  const { blockTimeMs, subnet } = useNode();
  const summary = () => props.row.summary;
  const href = () => `/subnets/${summary().netuid}`;
  const audit = () => subnet(summary().netuid).audit?.value;
  const auditWords = () => {
    const made = audit();
    if (props.row.auditState === 'failed') return `not audited: ${subnet(summary().netuid).auditFailure?.code ?? ''}`;
    if (made) return shortVerdict(made);
    return props.row.auditState === 'running' ? 'recomputing' : 'none yet';
  };
  return (
    <tr>
      <td class="figure dim">{summary().netuid}</td>
      <th scope="row">
        <A href={href()}>
          <SubnetName name={summary().name} symbol={summary().symbol} />
        </A>
      </th>
      <Figure text={formatCount(summary().n)} unit={`/ ${formatCount(summary().maxAllowedUids)}`} />
      <Figure text={formatCount(summary().validators)} />
      <Figure text={formatTauPrice(props.row.priceRao)} unit="τ" title={priceTitle(summary(), props.row.priceRao)} />
      <Figure
        text={summary().taoInPoolRao === 0n ? '0' : formatRao(summary().taoInPoolRao, POOL_DECIMALS)}
        unit={summary().taoInPoolRao === 0n ? '' : 'τ'}
        title={`${formatPlainRao(summary().taoInPoolRao)} τ`}
      />
      <Figure text={formatCount(summary().epoch.tempoBlocks)} />
      <td class="figure">
        <Show when={props.row.blocksLeft !== undefined} fallback={<span class="faint">none</span>}>
          <span class="ticking">
            <Show when={props.row.blocksLeft !== 0} fallback="due now">
              {formatCount(props.row.blocksLeft ?? 0)}{' '}
              <small>{formatBlocksAsTime(props.row.blocksLeft ?? 0, blockTimeMs())}</small>
            </Show>
          </span>
        </Show>
      </td>
      <td>
        <Show when={summary().netuid !== 0} fallback={<span class="faint">no epochs</span>}>
          <A href={`${href()}/audit`}>
            <span class={`audit-short ${props.row.auditState}`}>{auditWords()}</span>
          </A>
        </Show>
      </td>
    </tr>
  );
}

function priceTitle(summary: SubnetRow['summary'], priceRao: bigint): string {
  return isStablePool(summary) ? 'Stable: one to one' : `${formatPlainRao(priceRao)} τ, by the pool`;
}
