/**
 * The price of a subnet's alpha by its reserves: taoIn / alphaIn, in rao per whole alpha, truncated.
 *
 * A stable pool trades one to one. An empty pool has the price 0, as on the chain. The balancer's weights are taken as
 * even, which is how every pool starts; a quote for a trade needs the exact ones.
 */
import type { SubnetSummary } from '../../light/types.ts';

const RAO_PER_TAO = 10n ** 9n;
const STABLE_POOL = 0;

type Pool = Pick<SubnetSummary, 'poolMechanism' | 'taoInPoolRao' | 'alphaInPoolRao'>;

export function computePriceRao(pool: Pool): bigint {
  if (isStablePool(pool)) return RAO_PER_TAO;
  return pool.alphaInPoolRao === 0n ? 0n : (pool.taoInPoolRao * RAO_PER_TAO) / pool.alphaInPoolRao;
}

export function isStablePool(pool: Pick<Pool, 'poolMechanism'>): boolean {
  return pool.poolMechanism === STABLE_POOL;
}
