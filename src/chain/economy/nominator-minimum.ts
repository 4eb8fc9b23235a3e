/**
 * The smallest nomination: what is left below it after a withdrawal is paid out too (spec economy §14;
 * `clear_small_nomination_if_required`). A nomination is stake of a coldkey on a hotkey that it does not own.
 *
 *   minimum = ⌊2·10^6 · NominatorMinRequiredStake / 10^6⌋ rao of TAO          in alpha: ⌊minimum / price⌋
 */
import { clampU64, U64F64 } from '../fixed/index.ts';
import { MIN_STAKE_RAO } from './minimum-stake.ts';

const MILLION = 1_000_000n;

/** Rao of TAO; `required` = `NominatorMinRequiredStake`, millionths of the minimum stake, u64. */
export function nominatorMinimum(required: bigint): bigint {
  return clampU64((MIN_STAKE_RAO * required) / MILLION);
}

/** Is `alphaRao` a nomination that would be paid out? `price` in TAO per alpha, U64F64 bits; without a price none is. */
export function isSmallNomination(alphaRao: bigint, required: bigint, price: bigint): boolean {
  const minimum = U64F64.floor(U64F64.div(U64F64.fromInteger(nominatorMinimum(required)), price));
  return alphaRao > 0n && alphaRao < minimum;
}
