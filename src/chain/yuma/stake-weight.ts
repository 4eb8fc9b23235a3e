/**
 * Stake weight: what a neuron's stake counts in a subnet, alpha plus TAO at TaoWeight (spec yuma §8; subtensor
 * `staking/stake_utils.rs`, `get_inherited_for_hotkey_on_subnet`).
 */
import { clampU64, I64F64, U96F32, u64Ratio, u96f32ToI64F64 } from '../fixed/index.ts';

/** A parent's part of its stake that it lends to the child. */
export interface ParentShare {
  /** Of 2^64−1. */
  readonly proportion: bigint;
  /** The parent's own stake, rao. */
  readonly stakeRao: bigint;
}

/**
 * Stake after parents and children, rao: own stake less what the children take (at least 0), plus what parents lend.
 * `children` are proportions of 2^64−1.
 */
export function inheritedStake(own: bigint, parents: readonly ParentShare[], children: readonly bigint[]): bigint {
  const ownBits = U96F32.fromInteger(own);
  const kept = children.reduce((rest, p) => U96F32.sub(rest, U96F32.mul(ownBits, u64Ratio(p))), ownBits);
  const stake = parents.reduce(
    (sum, { proportion, stakeRao }) => U96F32.add(sum, U96F32.mul(U96F32.fromInteger(stakeRao), u64Ratio(proportion))),
    kept,
  );
  return clampU64(U96F32.floor(stake));
}

/** TaoWeight (of 2^64−1) as I64F64 bits; the low 32 of them are zero. */
export function taoWeightBits(taoWeight: bigint): bigint {
  return u96f32ToI64F64(u64Ratio(taoWeight));
}

/** alpha + tao·weight as I64F64 bits. Both stakes in rao, after inheritance; `weightBits` from `taoWeightBits`. */
export function stakeWeight(alphaRao: bigint, taoRao: bigint, weightBits: bigint): bigint {
  return I64F64.add(I64F64.fromInteger(alphaRao), I64F64.mul(I64F64.fromInteger(taoRao), weightBits));
}
