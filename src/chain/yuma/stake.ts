/** From stake weights to the shares that an epoch works with (spec yuma §3.2, §3.4). */
import { clampU64, I64F64, i64f64ToI32F32 } from '../fixed/index.ts';
import { normalise } from './columns.ts';

/** Whole rao of a stake weight (I64F64 bits). */
export function wholeRao(stakeWeight: bigint): bigint {
  return clampU64(I64F64.floor(stakeWeight));
}

/**
 * S: shares of all stake as I32F32 bits. Neurons below the threshold (whole rao) count as zero, the owner never does.
 * `weights` are I64F64 bits. QUIRK: the sum wraps at 2^63 rao, so shares may then be negative or above one.
 */
export function stakeShares(weights: readonly bigint[], thresholdRao: bigint, ownerUid: number | undefined): bigint[] {
  const filtered = weights.map((weight, uid) => (uid !== ownerUid && wholeRao(weight) < thresholdRao ? 0n : weight));
  return normalise(filtered, I64F64).map(i64f64ToI32F32);
}

/** A: shares among those that may count, as I32F32 bits; all zero if nobody may. */
export function activeStakeShares(shares: readonly bigint[], mayCount: (uid: number) => boolean): bigint[] {
  return normalise(shares.map((share, uid) => (mayCount(uid) ? share : 0n)));
}
