/**
 * A subnet as far as staking asks about it: whether it is open, its pool and its fee (spec economy §6, §14).
 */
import { quoteSwap, STABLE, type SwapPool, type SwapSide } from './swap/index.ts';
import { MAX_INPUT_RESERVES, type SwapOutcome } from './swap/swap.ts';

export interface StakeMarket {
  readonly exists: boolean;
  /** `SubtokenEnabled`: the subnet has been started. */
  readonly subtokenEnabled: boolean;
  readonly pool: SwapPool | typeof STABLE;
  /** `FeeRate`, parts of 65535; 0 where the pool is stable. */
  readonly feeRate: number;
}

/** What a swap at the default limit would give. */
export function quoteOf({ pool, feeRate }: StakeMarket, side: SwapSide, amountRao: bigint): SwapOutcome {
  return quoteSwap(pool, side, amountRao, feeRate);
}

/** Is a gross input more than any pool of this size takes? */
export function isOverInputCap({ pool }: StakeMarket, side: SwapSide, amountRao: bigint): boolean {
  if (pool === STABLE) return false;
  return amountRao > (side === 'buy' ? pool.taoRao : pool.alphaRao) * MAX_INPUT_RESERVES;
}
