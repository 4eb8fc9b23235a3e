/** The pool of dynamic TAO: its price, what a swap gives, quotes, and the weights after an injection. Pure; rao bigints. */
export { convertDeltas } from './convert-deltas.ts';
export { deltaInForPrice, type PriceMove } from './delta-in-for-price.ts';
export { DEFAULT_FEE_RATE, feeOnTop, swapFee } from './fee.ts';
export { type InjectionWeights, injectionWeights } from './injection-weights.ts';
export { type MaxInput, maxInputAtLimit } from './max-input.ts';
export { mulPerquintillRound, PERQUINTILL, perquintillFromRational } from './perquintill.ts';
export { isPoolWeight, poolAfter, priceRao, RAO_PER_TAO, type SwapPool, type SwapSide, spotPrice } from './pool.ts';
export { type QuoteOutcome, quoteSwap, STABLE, type SwapQuote } from './quote.ts';
export { type SimSwapResult, simSwap } from './sim-swap.ts';
export type { SwapError, SwapOrder, SwapOutcome, Swapped } from './swap.ts';
export { DEFAULT_LIMIT_RAO, MAX_INPUT_RESERVES, MINIMUM_RESERVE_RAO, swap } from './swap.ts';
