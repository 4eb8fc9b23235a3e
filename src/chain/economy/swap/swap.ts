/**
 * One swap against a dynamic pool, with limit (spec economy §6; `do_swap` and `BasicSwapStep` of the Swap pallet).
 *
 *   gross in ─ fee ─▶ net in ─▶ pool ─▶ out              unless the price would pass the limit: then only what brings it there
 *
 * The checks are the pallet's, in its order, with its error names. `InsufficientLiquidity` (more out than the reserve)
 * cannot occur: a pool never pays more than it has.
 *
 * QUIRK: the minimum reserve is asked for before the swap only; a large swap may leave less, and the next one is refused.
 * QUIRK: a buy that empties the pool ends at price 0 and so passes no limit: everything is swapped, whatever the limit.
 * QUIRK: at the limit the price is the input's formula, not the pool's, so the reserves end a little beside it.
 */
import { clampU64, U64F64 } from '../../fixed/index.ts';
import { convertDeltas } from './convert-deltas.ts';
import { deltaInForPrice } from './delta-in-for-price.ts';
import { feeOnTop, swapFee } from './fee.ts';
import {
  assertFeeRate,
  assertPool,
  assertU64,
  poolAfter,
  RAO_PER_TAO,
  reservesOf,
  type SwapPool,
  type SwapSide,
  spotPrice,
} from './pool.ts';

export interface SwapOrder {
  readonly side: SwapSide;
  /** Gross: TAO for a buy, alpha for a sell; u64. */
  readonly amountRao: bigint;
  /** `FeeRate`, parts of 65535; 0 where the chain swaps free of fee. */
  readonly feeRate: number;
  /** Rao per alpha, u64; absent = `DEFAULT_LIMIT_RAO`. */
  readonly limitRao?: bigint;
}

/** Errors of the pallet `Swap`. */
export type SwapError = 'SwapInputTooLarge' | 'ReservesTooLow' | 'PriceLimitExceeded';

export interface Swapped {
  readonly ok: true;
  /** What reached the pool, in the input's currency. */
  readonly netInRao: bigint;
  /** In the input's currency. `netInRao + feeRao` is what the swap costs. */
  readonly feeRao: bigint;
  /** In the other currency. */
  readonly outRao: bigint;
  /** False where the limit stopped it: the rest was not taken. */
  readonly wholeInputUsed: boolean;
  /** TAO per alpha, U64F64 bits. */
  readonly priceBefore: bigint;
  /** TAO per alpha, U64F64 bits. */
  readonly priceAfter: bigint;
}

export type SwapOutcome = Swapped | { readonly ok: false; readonly code: SwapError };

/** Set by the pallet: prices of 10^6 and 10^−6 TAO per alpha, beyond which nothing is swapped without saying so. */
export const DEFAULT_LIMIT_RAO: Readonly<Record<SwapSide, bigint>> = { buy: 10n ** 15n, sell: 1_000n };
/** `Swap.MinimumReserve`: below it the output side is too shallow for any swap. */
export const MINIMUM_RESERVE_RAO = 1_000_000n;
/** Net input may be at most this many times the reserve that it joins; guards against draining. */
export const MAX_INPUT_RESERVES = 1_000n;

/** @throws RangeError for a pool or order that the chain cannot hold */
export function swap(pool: SwapPool, order: SwapOrder): SwapOutcome {
  assertOrder(pool, order);
  const { side, feeRate } = order;
  const reserves = reservesOf(pool, side);
  const requested = order.amountRao - swapFee(order.amountRao, feeRate);
  if (requested > clampU64(reserves.in * MAX_INPUT_RESERVES)) return { ok: false, code: 'SwapInputTooLarge' };
  if (reserves.out < MINIMUM_RESERVE_RAO) return { ok: false, code: 'ReservesTooLow' };
  const priceBefore = spotPrice(pool);
  const limit = limitPrice(order.limitRao ?? DEFAULT_LIMIT_RAO[side]);
  if (!isBeyond(side, limit, priceBefore)) return { ok: false, code: 'PriceLimitExceeded' };

  const outOfAll = convertDeltas(pool, side, requested);
  const target = spotPrice(poolAfter(pool, side, requested, outOfAll));
  const wholeInputUsed = !isBeyond(side, target, limit);
  const netInRao = wholeInputUsed
    ? requested
    : deltaInForPrice({
        side,
        reserveInRao: reserves.in,
        quoteParts: pool.quoteParts,
        currentPrice: priceBefore,
        targetPrice: limit,
      });
  const outRao = wholeInputUsed ? outOfAll : convertDeltas(pool, side, netInRao);
  if (netInRao > 0n && outRao === 0n) return { ok: false, code: 'ReservesTooLow' };
  return {
    ok: true,
    netInRao,
    feeRao: wholeInputUsed ? order.amountRao - requested : feeOnTop(netInRao, feeRate),
    outRao,
    wholeInputUsed,
    priceBefore,
    priceAfter: spotPrice(poolAfter(pool, side, netInRao, outRao)),
  };
}

/** Is price `a` strictly further than `b` in the direction in which this side moves the price? */
function isBeyond(side: SwapSide, a: bigint, b: bigint): boolean {
  return side === 'buy' ? a > b : a < b;
}

/** Rao per alpha as TAO per alpha, U64F64 bits. */
function limitPrice(limitRao: bigint): bigint {
  return U64F64.div(U64F64.fromInteger(limitRao), U64F64.fromInteger(RAO_PER_TAO));
}

function assertOrder(pool: SwapPool, { amountRao, feeRate, limitRao }: SwapOrder): void {
  assertPool(pool);
  assertU64('amountRao', amountRao);
  if (limitRao !== undefined) assertU64('limitRao', limitRao);
  assertFeeRate(feeRate);
}
