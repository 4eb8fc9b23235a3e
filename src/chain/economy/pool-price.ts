/**
 * Spot price of a subnet's weighted pool (spec economy §6).
 *
 *   p = (w_alpha / w_tao) · (TAO reserve / alpha reserve)          U64F64, each quotient truncated, 0 without alpha
 */
import { U64F64 } from '../fixed/index.ts';
import { PERQUINTILL } from './swap/perquintill.ts';

/** Weight of TAO in a pool that nobody has moved yet. */
export const EVEN_QUOTE_PARTS = PERQUINTILL / 2n;

/** TAO per alpha as U64F64 bits. `quoteParts` = `SwapBalancer.quote`, the weight of TAO in parts of 10^18. */
export function poolPrice(
  taoReserveRao: bigint,
  alphaReserveRao: bigint,
  quoteParts: bigint = EVEN_QUOTE_PARTS,
): bigint {
  if (alphaReserveRao === 0n) return 0n;
  const weights = U64F64.div(U64F64.fromInteger(PERQUINTILL - quoteParts), U64F64.fromInteger(quoteParts));
  const reserves = U64F64.div(U64F64.fromInteger(taoReserveRao), U64F64.fromInteger(alphaReserveRao));
  return U64F64.mul(weights, reserves);
}
