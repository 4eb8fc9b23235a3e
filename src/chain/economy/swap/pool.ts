/**
 * The pool of a dynamic subnet (spec economy §6): alpha x and TAO y, with weights that sum to one.
 *
 *   w1 = weight of alpha ("base"), w2 = weight of TAO ("quote") · spot price p = (w1/w2)·(y/x)
 *
 * Amounts are u64 rao. The localnet takes a pool from its storage, the app from proved reads.
 */
import { clampU64, U16_MAX, U64_MAX, U64F64 } from '../../fixed/index.ts';
import { poolPrice } from '../pool-price.ts';
import { PERQUINTILL } from './perquintill.ts';

export interface SwapPool {
  /** `SubnetTAO`. */
  readonly taoRao: bigint;
  /** `SubnetAlphaIn`. */
  readonly alphaRao: bigint;
  /** `SwapBalancer.quote`, parts of 10^18. A pool that nobody has moved has `EVEN_QUOTE_PARTS`. */
  readonly quoteParts: bigint;
}

/** buy = TAO in, alpha out; sell = alpha in, TAO out. */
export type SwapSide = 'buy' | 'sell';

/** Weights beyond 1 % and 99 % are never stored: powers would leave the range in which they are exact. */
export const MIN_WEIGHT_PARTS = PERQUINTILL / 100n;
export const RAO_PER_TAO = 1_000_000_000n;

/** Can the chain keep this weight? */
export function isPoolWeight(quoteParts: bigint): boolean {
  return quoteParts >= MIN_WEIGHT_PARTS && quoteParts <= PERQUINTILL - MIN_WEIGHT_PARTS;
}

/** Spot price, TAO per alpha as U64F64 bits; 0 without alpha. */
export function spotPrice({ taoRao, alphaRao, quoteParts }: SwapPool): bigint {
  return poolPrice(taoRao, alphaRao, quoteParts);
}

/** ⌊price · 10^9⌋, rao per alpha: what `current_alpha_price` answers. Price as U64F64 bits, u64 result. */
export function priceRao(price: bigint): bigint {
  return clampU64((price * RAO_PER_TAO) >> U64F64.fractionBits);
}

/** The reserves on the paying and on the receiving side. */
export function reservesOf(
  { taoRao, alphaRao }: SwapPool,
  side: SwapSide,
): { readonly in: bigint; readonly out: bigint } {
  return side === 'buy' ? { in: taoRao, out: alphaRao } : { in: alphaRao, out: taoRao };
}

/** The pool after `netIn` came and `out` left. Fees never enter a pool. */
export function poolAfter(pool: SwapPool, side: SwapSide, netIn: bigint, out: bigint): SwapPool {
  const reserves = reservesOf(pool, side);
  const [more, less] = [clampU64(reserves.in + netIn), clampU64(reserves.out - out)];
  return side === 'buy' ? { ...pool, taoRao: more, alphaRao: less } : { ...pool, alphaRao: more, taoRao: less };
}

/** @throws RangeError for a pool that the chain cannot have stored */
export function assertPool({ taoRao, alphaRao, quoteParts }: SwapPool): void {
  assertU64('taoRao', taoRao);
  assertU64('alphaRao', alphaRao);
  if (!isPoolWeight(quoteParts)) throw new RangeError(`quoteParts: expected 1 % to 99 % of 10^18, got ${quoteParts}`);
}

/** @throws RangeError */
export function assertU64(name: string, value: bigint): void {
  if (value < 0n || value > U64_MAX) throw new RangeError(`${name}: expected 0 to 2^64 − 1, got ${value}`);
}

/** @throws RangeError */
export function assertFeeRate(feeRate: number): void {
  if (!Number.isInteger(feeRate) || feeRate < 0 || feeRate > U16_MAX) {
    throw new RangeError(`feeRate: expected 0 to ${U16_MAX}, got ${feeRate}`);
  }
}
