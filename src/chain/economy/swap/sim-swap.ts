/**
 * A quote in the shape of the runtime API's `SimSwapResult` (spec storage §4): `sim_swap_tao_for_alpha` for a buy,
 * `sim_swap_alpha_for_tao` for a sell.
 *
 * QUIRK: a swap that would fail is all zero; the reason is lost. Use `quoteSwap` to learn it.
 */

import type { SwapSide } from './pool.ts';
import { type QuoteOutcome, quoteSwap } from './quote.ts';

/** Rao. Amounts are the net input and the output. */
export interface SimSwapResult {
  readonly taoAmount: bigint;
  readonly alphaAmount: bigint;
  readonly taoFee: bigint;
  readonly alphaFee: bigint;
  readonly taoSlippage: bigint;
  readonly alphaSlippage: bigint;
}

const NOTHING: SimSwapResult = {
  taoAmount: 0n,
  alphaAmount: 0n,
  taoFee: 0n,
  alphaFee: 0n,
  taoSlippage: 0n,
  alphaSlippage: 0n,
};

/** Arguments as `quoteSwap`. */
export function simSwap(...args: Parameters<typeof quoteSwap>): SimSwapResult {
  return toSimSwapResult(args[1], quoteSwap(...args));
}

function toSimSwapResult(side: SwapSide, quote: QuoteOutcome): SimSwapResult {
  if (!quote.ok) return NOTHING;
  const { netInRao, outRao, feeRao, slippageRao } = quote;
  return side === 'buy'
    ? { ...NOTHING, taoAmount: netInRao, alphaAmount: outRao, taoFee: feeRao, alphaSlippage: slippageRao }
    : { ...NOTHING, alphaAmount: netInRao, taoAmount: outRao, alphaFee: feeRao, taoSlippage: slippageRao };
}
