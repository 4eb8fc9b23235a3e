/**
 * The price at which the pool of a new subnet begins: the median of all subnets' spot prices (spec economy §4.1).
 *
 *   of the prices above 0: the middle one, or the mean of the two in the middle; 1 where there is none
 */
import { ascending, U64F64 } from '../fixed/index.ts';

/** TAO per alpha as U64F64 bits. */
export function medianPrice(prices: readonly bigint[]): bigint {
  const sorted = prices.filter((price) => price > 0n).sort(ascending);
  if (sorted.length === 0) return U64F64.one;
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return U64F64.div(U64F64.add(sorted[middle - 1]!, sorted[middle]!), U64F64.fromInteger(2n));
}

/** Alpha with which a pool of `taoRao` stands at `price` (U64F64 bits): ⌊tao/price⌋. */
export function alphaAtPrice(taoRao: bigint, price: bigint): bigint {
  return U64F64.floor(U64F64.div(U64F64.fromInteger(taoRao), price));
}
