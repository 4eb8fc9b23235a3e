/**
 * How much of a subnet belongs to root, and the weight of TAO against alpha (spec economy §7.2, §12).
 *
 *   τ = TaoWeight / (2^64 − 1) · W = SubnetTAO[root]·τ · ρ = W / (W + alpha issuance)          all U96F32
 */
import { U64_MAX, U96F32 } from '../fixed/index.ts';

/** `TaoWeight` (u64) as U96F32 bits: only 32 fractional bits survive. */
export function taoWeightBits(taoWeight: bigint): bigint {
  return U96F32.div(U96F32.fromInteger(taoWeight), U96F32.fromInteger(U64_MAX));
}

/** ρ as U96F32 bits, 0…one. Amounts in rao; `alphaIssuanceRao` = alpha in the pool + alpha outside. */
export function rootProportion(rootTaoRao: bigint, taoWeight: bigint, alphaIssuanceRao: bigint): bigint {
  const rootWeight = U96F32.mul(U96F32.fromInteger(rootTaoRao), taoWeightBits(taoWeight));
  return U96F32.div(rootWeight, U96F32.add(rootWeight, U96F32.fromInteger(alphaIssuanceRao)));
}
