/**
 * How much of a subnet belongs to root (spec economy §7.2).
 *
 *   τ = TaoWeight / (2^64 − 1) · W = SubnetTAO[root]·τ · ρ = W / (W + alpha issuance)          all U96F32
 */
import { U96F32, u64Ratio } from '../fixed/index.ts';

/** ρ as U96F32 bits, 0…one. Amounts in rao; `alphaIssuanceRao` = alpha in the pool + alpha outside. */
export function rootProportion(rootTaoRao: bigint, taoWeight: bigint, alphaIssuanceRao: bigint): bigint {
  const rootWeight = U96F32.mul(U96F32.fromInteger(rootTaoRao), u64Ratio(taoWeight));
  return U96F32.div(rootWeight, U96F32.add(rootWeight, U96F32.fromInteger(alphaIssuanceRao)));
}
