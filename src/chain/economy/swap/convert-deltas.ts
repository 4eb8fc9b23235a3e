/**
 * What a pool pays out for a net input, without fee, limit or minimum (spec economy §6, `convert_deltas`).
 *
 *   out = ⌊reserveOut · (1 − E)⌋ · E = R/10^18 · R = ⌊10^18 · (reserveIn/(reserveIn + in))^(wIn/wOut)⌋
 *
 * E and the product in U64F64. With even weights this is x·y = k.
 *
 * QUIRK: R is floored, so the output can exceed the ideal one by less than reserveOut/10^18.
 * QUIRK: E = 0 where both the reserve and the input are zero: an empty side buys the whole other side for nothing.
 */
import { clampU64, scaledPower, smaller, U64F64 } from '../../fixed/index.ts';
import { PERQUINTILL } from './perquintill.ts';
import { reservesOf, type SwapPool, type SwapSide } from './pool.ts';

/** Rao out (at most the reserve) for `netIn` rao (u64) that reach the pool. */
export function convertDeltas(pool: SwapPool, side: SwapSide, netIn: bigint): bigint {
  const reserves = reservesOf(pool, side);
  const [w1, w2] = [PERQUINTILL - pool.quoteParts, pool.quoteParts];
  const power = scaledPower(
    { numerator: reserves.in, denominator: clampU64(reserves.in + netIn) },
    side === 'buy' ? { numerator: w2, denominator: w1 } : { numerator: w1, denominator: w2 },
    PERQUINTILL,
  );
  const kept = smaller(fromParts(power), U64F64.one);
  return U64F64.floor(U64F64.mul(U64F64.fromInteger(reserves.out), U64F64.sub(U64F64.one, kept)));
}

/** parts/10^18 as U64F64 bits, truncated. */
export function fromParts(parts: bigint): bigint {
  return U64F64.div(U64F64.fromInteger(parts), U64F64.fromInteger(PERQUINTILL));
}
