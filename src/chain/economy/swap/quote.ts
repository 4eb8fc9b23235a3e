/**
 * Quotes: what a swap would give now, before anyone signs (spec economy §6, `sim_swap_*` of `SwapRuntimeApi`).
 *
 *   ideal = gross input at the spot price · slippage = ideal − out (so it contains the fee)
 *
 * Default limits hold, as in the runtime. A stable subnet (root) swaps one for one, free of fee.
 */
import { clampU64, U64F64 } from '../../fixed/index.ts';
import { assertU64, RAO_PER_TAO, type SwapPool, type SwapSide } from './pool.ts';
import { type SwapError, type Swapped, swap } from './swap.ts';

/** `SubnetMechanism` 0; there is no pool. */
export const STABLE = 'stable';

export interface SwapQuote extends Swapped {
  /** Output if the whole gross input were exchanged at the spot price. */
  readonly idealOutRao: bigint;
  /** `idealOutRao − outRao`, at least 0. */
  readonly slippageRao: bigint;
  /** Slippage in millionths of the ideal output, rounded up: a person is never shown less than it costs. */
  readonly slippagePpm: number;
  /** TAO per alpha that is really paid or received, fee included, rao per alpha, rounded to the payer's disadvantage. */
  readonly effectivePriceRao: bigint;
}

export type QuoteOutcome = SwapQuote | { readonly ok: false; readonly code: SwapError };

const MILLION = 1_000_000n;

/** What `amountRao` (u64, gross) would give. `feeRate` in parts of 65535. @throws RangeError as `swap` */
export function quoteSwap(
  pool: SwapPool | typeof STABLE,
  side: SwapSide,
  amountRao: bigint,
  feeRate: number,
): QuoteOutcome {
  const swapped = pool === STABLE ? swapOneForOne(amountRao) : swap(pool, { side, amountRao, feeRate });
  if (!swapped.ok) return swapped;
  const idealOutRao = atPrice(side, amountRao, swapped.priceBefore);
  const slippageRao = clampU64(idealOutRao - swapped.outRao);
  const slippagePpm = idealOutRao === 0n ? 0 : Number(dividedUp(slippageRao * MILLION, idealOutRao));
  return { ...swapped, idealOutRao, slippageRao, slippagePpm, effectivePriceRao: effectivePrice(side, swapped) };
}

function swapOneForOne(amountRao: bigint): Swapped {
  assertU64('amountRao', amountRao);
  const price = { priceBefore: U64F64.one, priceAfter: U64F64.one };
  return { ok: true, netInRao: amountRao, feeRao: 0n, outRao: amountRao, wholeInputUsed: true, ...price };
}

/** Output at a constant price (U64F64 bits), floored, u64; 0 where alpha has no price. */
function atPrice(side: SwapSide, amountRao: bigint, price: bigint): bigint {
  const amount = U64F64.fromInteger(amountRao);
  return U64F64.floor(side === 'buy' ? U64F64.div(amount, price) : U64F64.mul(amount, price));
}

/** 0 where nothing is exchanged. */
function effectivePrice(side: SwapSide, { netInRao, feeRao, outRao }: Swapped): bigint {
  const paid = netInRao + feeRao;
  if (paid === 0n || outRao === 0n) return 0n;
  return side === 'buy' ? dividedUp(paid * RAO_PER_TAO, outRao) : (outRao * RAO_PER_TAO) / paid;
}

const dividedUp = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;
