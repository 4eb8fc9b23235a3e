/**
 * The weights of a pool after the protocol put (Δtao, Δalpha) in, such that the price stays (spec economy §6,
 * `update_weights_for_added_liquidity`).
 *
 *   Q1 = round(w1 · y·(x + Δalpha)) · Q2 = round(w2 · x·(y + Δtao)) · q' = Q2/(Q1 + Q2), even if both are zero
 *
 * Products and sum saturate at u128. Beyond 1 % … 99 % nothing is injected and the weights stay.
 */
import { smaller } from '../../fixed/index.ts';
import { EVEN_QUOTE_PARTS } from '../pool-price.ts';
import { mulPerquintillRound, PERQUINTILL, perquintillFromRational, U128_MAX } from './perquintill.ts';
import { assertPool, assertU64, isPoolWeight, type SwapPool } from './pool.ts';

export interface InjectionWeights {
  /** What the formula gives, parts of 10^18. */
  readonly candidateParts: bigint;
  /** If not, neither TAO nor alpha may be injected. */
  readonly accepted: boolean;
  /** `SwapBalancer.quote` from now on. */
  readonly quoteParts: bigint;
}

/** Weights for an injection of u64 rao each. @throws RangeError for what the chain cannot hold */
export function injectionWeights(pool: SwapPool, taoDeltaRao: bigint, alphaDeltaRao: bigint): InjectionWeights {
  assertPool(pool);
  assertU64('taoDeltaRao', taoDeltaRao);
  assertU64('alphaDeltaRao', alphaDeltaRao);
  const { taoRao, alphaRao, quoteParts } = pool;
  const base = mulPerquintillRound(PERQUINTILL - quoteParts, clampU128(taoRao * (alphaRao + alphaDeltaRao)));
  const quote = mulPerquintillRound(quoteParts, clampU128(alphaRao * (taoRao + taoDeltaRao)));
  const whole = clampU128(base + quote);
  const candidateParts = whole === 0n ? EVEN_QUOTE_PARTS : perquintillFromRational(quote, whole);
  const accepted = isPoolWeight(candidateParts);
  return { candidateParts, accepted, quoteParts: accepted ? candidateParts : quoteParts };
}

const clampU128 = (x: bigint): bigint => smaller(x, U128_MAX);
