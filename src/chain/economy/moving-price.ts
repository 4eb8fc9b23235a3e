/**
 * The moving average of a subnet's price, which emission shares are made of (spec economy §7.1).
 *
 *   b = blocks since the subnet started · α = SubnetMovingAlpha · b/(b + halving)
 *   moving' = α·min(spot, 1) + (1 − α)·moving                    computed in U64F64, stored as I96F32
 */
import { clampU64, I96F32, U64F64 } from '../fixed/index.ts';

export interface MovingPriceInput {
  /** I96F32 bits, ≥ 0. */
  readonly movingPrice: bigint;
  /** U64F64 bits. */
  readonly spotPrice: bigint;
  /** `SubnetMovingAlpha`, I96F32 bits, ≥ 0. */
  readonly movingAlpha: bigint;
  readonly firstEmissionBlock: bigint;
  readonly block: bigint;
  /** `EMAPriceHalvingBlocks`. */
  readonly halvingBlocks: bigint;
}

/** Bits between the binary points of U64F64 and I96F32. */
const POINT_SHIFT = 32n;

/** The next moving price, I96F32 bits. */
export function nextMovingPrice(input: MovingPriceInput): bigint {
  const age = U64F64.fromInteger(clampU64(input.block - clampU64(input.firstEmissionBlock - 1n)));
  const ageShare = U64F64.div(age, U64F64.add(age, U64F64.fromInteger(input.halvingBlocks)));
  const alpha = U64F64.mul(U64F64.clamp(input.movingAlpha << POINT_SHIFT), ageShare);
  const isCapped = input.spotPrice > U64F64.one;
  const spot = isCapped ? U64F64.one : input.spotPrice;
  const moving = U64F64.clamp(input.movingPrice << POINT_SHIFT);
  const next = U64F64.add(U64F64.mul(alpha, spot), U64F64.mul(U64F64.sub(U64F64.one, alpha), moving));
  return I96F32.clamp(next >> POINT_SHIFT);
}
