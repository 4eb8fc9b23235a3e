/**
 * How a block's TAO is shared among the subnets that take part in emission (spec economy §7.2, since 23 June 2026).
 *
 *   s_i = m_i / Σ m                          m = moving price, over the eligible subnets
 *   w_i = s_i · (1 − min(burned_i, 1))       burned = part of the last miner incentive that its owner withheld
 *   w_i = w_i · ρ_i                          runtime 424 only; ρ = root proportion
 *   share_i = w_i / Σ w                      share = s if Σ w = 0
 *   then subnets with emission switched off get 0 and the others are divided by their sum
 *
 * All in U64F64. From the pallet's `coinbase/subnet_emissions.rs`, spec 425, and what is known of 424.
 * Who is eligible is `isEligible`; what becomes of a subnet's TAO is `injectionTerms`.
 */
import { I96F32, smaller, U64F64, U96F32 } from '../fixed/index.ts';

export interface EmittingSubnet {
  /** `SubnetMovingPrice`, I96F32 bits, ≥ 0. */
  readonly movingPrice: bigint;
  /** `MinerBurned`, U96F32 bits. */
  readonly minerBurned: bigint;
  /** `SubnetEmissionEnabled`. */
  readonly emissionEnabled: boolean;
  /** U96F32 bits; absent from runtime `SPEC_WITHOUT_ROOT_PROPORTION` on, where it no longer weighs. */
  readonly rootProportion?: bigint;
}

/** The first runtime whose shares do not depend on root. */
export const SPEC_WITHOUT_ROOT_PROPORTION = 425;

/** Bits between the binary points of U64F64 and of the formats with 32 fractional bits. */
const POINT_SHIFT = U64F64.fractionBits - I96F32.fractionBits;

/**
 * The share of each eligible subnet, U64F64 bits in the order given: 0…one, together at most one and less only by
 * rounding; all zero if nobody has a price or nobody is switched on. Holds while Σ m is below 2^64 TAO (no saturation).
 */
export function emissionShares(subnets: readonly EmittingSubnet[]): bigint[] {
  const priceShares = normalised(subnets.map(({ movingPrice }) => U64F64.clamp(movingPrice << POINT_SHIFT)));
  const weights = subnets.map(({ minerBurned, rootProportion }, i) => {
    const burned = smaller(U64F64.clamp(minerBurned << POINT_SHIFT), U64F64.one);
    const weight = U64F64.mul(priceShares[i]!, U64F64.one - burned);
    return rootProportion === undefined ? weight : U64F64.mul(weight, U64F64.clamp(rootProportion << POINT_SHIFT));
  });
  const shares = weights.some((weight) => weight > 0n) ? normalised(weights) : priceShares;
  // QUIRK: shares that are already rounded down are divided by their sum only where somebody is switched off; with
  // everybody on, a second division would move the last bit.
  if (subnets.every(({ emissionEnabled }) => emissionEnabled)) return shares;
  return normalised(shares.map((share, i) => (subnets[i]!.emissionEnabled ? share : 0n)));
}

/** The TAO of a subnet with `share` (U64F64 bits), rao as U96F32 bits: the fraction of a rao counts in what follows. */
export function taoEmission(blockEmissionRao: bigint, share: bigint): bigint {
  return U96F32.clamp(U64F64.mul(U64F64.fromInteger(blockEmissionRao), share) >> POINT_SHIFT);
}

/** U64F64 bits divided by their sum; zeros if that is zero. */
function normalised(values: readonly bigint[]): bigint[] {
  const sum = values.reduce(U64F64.add, 0n);
  return values.map((value) => U64F64.div(value, sum));
}
