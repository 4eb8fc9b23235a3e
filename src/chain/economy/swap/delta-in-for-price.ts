/**
 * The net input that moves a pool's price to a target (spec economy §6, `calculate_quote_delta_in` and `…base…`).
 *
 *   buy, price rises:  Δy = ⌊y·((p'/p)^w1 − 1)⌋          sell, price falls:  Δx = ⌊x·((p/p')^w2 − 1)⌋
 *
 * The power is kept in parts of 10^18, floored.
 *
 * QUIRK: the scaled power is clamped to 2^64 − 1, a factor of 18.4467…, so one limited swap takes at most 17.4467 times
 * the reserve, however far the limit is.
 */
import { clampU64, scaledPower, U64F64 } from '../../fixed/index.ts';
import { fromParts } from './convert-deltas.ts';
import { PERQUINTILL } from './perquintill.ts';
import type { SwapSide } from './pool.ts';

export interface PriceMove {
  readonly side: SwapSide;
  /** The reserve that grows: TAO for a buy, alpha for a sell. */
  readonly reserveInRao: bigint;
  readonly quoteParts: bigint;
  /** U64F64 bits. */
  readonly currentPrice: bigint;
  /** U64F64 bits. */
  readonly targetPrice: bigint;
}

/** Rao; 0 where the target lies on the other side of the current price or a price is zero. */
export function deltaInForPrice({ side, reserveInRao, quoteParts, currentPrice, targetPrice }: PriceMove): bigint {
  const isBuy = side === 'buy';
  const power = scaledPower(
    isBuy
      ? { numerator: targetPrice, denominator: currentPrice }
      : { numerator: currentPrice, denominator: targetPrice },
    { numerator: isBuy ? PERQUINTILL - quoteParts : quoteParts, denominator: PERQUINTILL },
    PERQUINTILL,
  );
  const growth = U64F64.sub(fromParts(clampU64(power)), U64F64.one);
  return U64F64.floor(U64F64.mul(U64F64.fromInteger(reserveInRao), growth));
}
