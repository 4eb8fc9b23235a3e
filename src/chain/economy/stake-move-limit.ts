/**
 * How much alpha can be moved between two subnets before the ratio of their prices passes a limit: what `swap_stake_limit`
 * compares an amount with (spec economy §14; `get_max_amount_move`).
 *
 *   limit = price of origin / price of destination                                            in parts of 10^9
 *   dynamic → dynamic   (a2·t1/(t1+t2)) / limit − a1·t2/(t1+t2)        one step at constant product; a = alpha, t = TAO
 *   dynamic → stable    as removing at `limit`
 *   stable → dynamic    as adding at 10^18/limit
 *   stable → stable     all if limit ≤ 10^9, else nothing
 *
 * QUIRK: dynamic to dynamic ignores weights and fees; with uneven weights the price may end beyond the limit. The swaps that
 * follow have no limit of their own.
 */
import { U64_MAX, U64F64 } from '../fixed/index.ts';
import { type MaxInput, maxInputAtLimit, RAO_PER_TAO, STABLE, type SwapPool, spotPrice } from './swap/index.ts';

export interface MoveEnd {
  readonly pool: SwapPool | typeof STABLE;
  /** Parts of 65535. */
  readonly feeRate: number;
}

const NOTHING: MaxInput = { ok: true, amountRao: 0n };
const EVERYTHING: MaxInput = { ok: true, amountRao: U64_MAX };

/** Rao of the origin's alpha (u64); `limitRao` u64. */
export function maxMoveAtLimit(origin: MoveEnd, destination: MoveEnd, limitRao: bigint): MaxInput {
  if (origin.pool === STABLE) {
    if (destination.pool === STABLE) return limitRao > RAO_PER_TAO ? NOTHING : EVERYTHING;
    if (limitRao === 0n) return EVERYTHING;
    return maxInputAtLimit(destination.pool, 'buy', inverse(limitRao), destination.feeRate);
  }
  if (destination.pool === STABLE) return maxInputAtLimit(origin.pool, 'sell', limitRao, origin.feeRate);
  return { ok: true, amountRao: betweenPools(origin.pool, destination.pool, limitRao) };
}

/** 10^18/limit as the chain divides: the quotient is cut to 2^−64 before it is scaled. */
function inverse(limitRao: bigint): bigint {
  const perLimit = U64F64.div(U64F64.fromInteger(RAO_PER_TAO), U64F64.fromInteger(limitRao));
  return U64F64.floor(U64F64.mul(perLimit, U64F64.fromInteger(RAO_PER_TAO)));
}

function betweenPools(origin: SwapPool, destination: SwapPool, limitRao: bigint): bigint {
  const reserves = [origin.taoRao, origin.alphaRao, destination.taoRao, destination.alphaRao];
  if (reserves.includes(0n)) return 0n;
  const limit = U64F64.div(U64F64.fromInteger(limitRao), U64F64.fromInteger(RAO_PER_TAO));
  if (limit > U64F64.div(spotPrice(origin), spotPrice(destination))) return 0n;
  if (limitRao === 0n) return U64_MAX;
  const [t1, a1, t2, a2] = reserves.map(U64F64.fromInteger) as [bigint, bigint, bigint, bigint];
  const sum = U64F64.add(t1, t2);
  const { mul, div, sub, floor } = U64F64;
  return floor(sub(div(mul(a2, div(t1, sum)), limit), mul(a1, div(t2, sum))));
}
