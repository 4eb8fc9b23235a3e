/**
 * The least that can be staked or moved, in TAO (spec economy §14, `DefaultMinStake`).
 *
 *   adding:  amount ≥ minimum + ⌊fee of the minimum⌋, and what reaches the pool ≥ minimum
 */
import { swapFee } from './swap/index.ts';

/** Rao; the chain's constant, so that positions are worth more than the storage they take. */
export const MIN_STAKE_RAO = 2_000_000n;

/** Rao of TAO that `add_stake` takes at least; `feeRate` in parts of 65535, 0 where swapping is free (root). */
export function minimumToAdd(feeRate: number): bigint {
  return MIN_STAKE_RAO + swapFee(MIN_STAKE_RAO, feeRate);
}
