/**
 * Runs the files of test/vectors/economy about the pool of a dynamic subnet: price, fee, conversion, price limits,
 * whole swaps, weights after an injection. Everything must be equal.
 */
import {
  convertDeltas,
  deltaInForPrice,
  injectionWeights,
  mulPerquintillRound,
  priceRao,
  type SwapPool,
  type SwapSide,
  spotPrice,
  swap,
  swapFee,
} from '../../src/chain/economy/swap/index.ts';
import { U64F64 } from '../../src/chain/fixed/index.ts';
import type { JsonPlace } from '../../src/chain/json.ts';
import { sameFields } from './same-fields.ts';
import type { CaseRunner, Mismatch } from './types.ts';

export const SWAP_RUNNERS: Readonly<Record<string, CaseRunner>> = {
  'swap-quote': runSwap,
  'swap-fee': runFee,
  'swap-convert-deltas': runConvertDeltas,
  'swap-delta-in-for-price': runDeltaIn,
  'swap-injection-weights': runInjection,
  'pool-price': runPrice,
  'perquintill-mul-round': runMulRound,
};

const U128_MAX = (1n << 128n) - 1n;

function runSwap(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const limitRao = input.get('limit_price_rao').nullable()?.u64();
  const outcome = swap(poolOf(input), {
    side: sideOf(input.get('side'), 'buy', 'sell'),
    amountRao: input.get('amount_in').u64(),
    feeRate: input.get('fee_rate').u16(),
    ...(limitRao !== undefined && { limitRao }),
  });
  if (!outcome.ok) return sameFields(expected, { error: outcome.code });
  return sameFields(expected, {
    net_in: outcome.netInRao,
    fee: outcome.feeRao,
    out: outcome.outRao,
    whole_input_used: outcome.wholeInputUsed,
    price_before_u64f64_bits: outcome.priceBefore,
    price_after_u64f64_bits: outcome.priceAfter,
    price_before_rao: priceRao(outcome.priceBefore),
  });
}

function runFee(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  return sameFields(expected, { fee: swapFee(input.get('amount').u64(), input.get('fee_rate').u16()) });
}

function runConvertDeltas(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const pool = poolOf(input);
  const deltaIn = input.get('delta_in').u64();
  return sameFields(expected, {
    alpha_out_for_tao: convertDeltas(pool, 'buy', deltaIn),
    tao_out_for_alpha: convertDeltas(pool, 'sell', deltaIn),
  });
}

function runDeltaIn(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const delta = deltaInForPrice({
    side: sideOf(input.get('kind'), 'quote', 'base'),
    reserveInRao: input.get('reserve').u64(),
    quoteParts: input.get('quote_weight_parts').u64(),
    currentPrice: priceOf(input.get('price_current_bits')),
    targetPrice: priceOf(input.get('price_target_bits')),
  });
  return sameFields(expected, { delta_in: delta });
}

function runInjection(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const weights = injectionWeights(poolOf(input), input.get('tao_delta').u64(), input.get('alpha_delta').u64());
  return sameFields(expected, {
    candidate_quote_weight_parts: weights.candidateParts,
    accepted: weights.accepted,
    quote_weight_parts_after: weights.quoteParts,
  });
}

function runPrice(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const price = spotPrice(poolOf(input));
  return sameFields(expected, { price_u64f64_bits: price, current_alpha_price_rao: priceRao(price) });
}

function runMulRound(input: JsonPlace, expected: JsonPlace): readonly Mismatch[] {
  const result = mulPerquintillRound(input.get('parts').u64(), input.get('value').bigint(0n, U128_MAX));
  return sameFields(expected, { result });
}

function poolOf(input: JsonPlace): SwapPool {
  return {
    taoRao: input.get('tao_reserve').u64(),
    alphaRao: input.get('alpha_reserve').u64(),
    quoteParts: input.get('quote_weight_parts').u64(),
  };
}

function sideOf(place: JsonPlace, buy: string, sell: string): SwapSide {
  const word = place.text();
  if (word === buy) return 'buy';
  if (word === sell) return 'sell';
  throw place.error('out-of-range', `${buy} or ${sell}`);
}

/** U64F64 bits. */
const priceOf = (place: JsonPlace): bigint => place.bigint(0n, U64F64.max);
