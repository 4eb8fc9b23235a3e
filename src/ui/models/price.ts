/** How a subnet's price comes about: a stable pool trades one to one, every other by its reserves and weights. */
import type { SubnetSummary } from '../../light/types.ts';

const STABLE_POOL = 0;

export function isStablePool(pool: Pick<SubnetSummary, 'poolMechanism'>): boolean {
  return pool.poolMechanism === STABLE_POOL;
}
