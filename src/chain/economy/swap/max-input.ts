/**
 * The most that can be paid in without the price passing a limit: what `add_stake_limit` and `remove_stake_limit` compare
 * an amount with (spec economy §14).
 *
 *   dynamic: net + fee of a simulated swap of 1000 × the input side's reserve · stable: everything or nothing, price 1
 *
 * QUIRK: where a thousand reserves would empty the pool (weight of TAO over about 86 %) the limit does not hold back the
 * simulated buy, and the answer is all of them; the swap itself still stops at the limit unless it empties the pool.
 */
import { clampU64, U64_MAX } from '../../fixed/index.ts';
import { assertU64, RAO_PER_TAO, reservesOf, type SwapPool, type SwapSide } from './pool.ts';
import { STABLE } from './quote.ts';
import { MAX_INPUT_RESERVES, type SwapError, swap } from './swap.ts';

export type MaxInput =
  | { readonly ok: true; readonly amountRao: bigint }
  | { readonly ok: false; readonly code: SwapError };

/** Gross rao (u64) at `limitRao` per alpha (u64). @throws RangeError as `swap` */
export function maxInputAtLimit(
  pool: SwapPool | typeof STABLE,
  side: SwapSide,
  limitRao: bigint,
  feeRate: number,
): MaxInput {
  assertU64('limitRao', limitRao);
  if (pool === STABLE) {
    const isWithin = side === 'buy' ? limitRao >= RAO_PER_TAO : limitRao <= RAO_PER_TAO;
    return { ok: true, amountRao: isWithin ? U64_MAX : 0n };
  }
  const amountRao = clampU64(reservesOf(pool, side).in * MAX_INPUT_RESERVES);
  const swapped = swap(pool, { side, amountRao, feeRate, limitRao });
  return swapped.ok ? { ok: true, amountRao: clampU64(swapped.netInRao + swapped.feeRao) } : swapped;
}
