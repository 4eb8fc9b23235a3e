/**
 * The median as the pallet searches for it (subtensor `epoch/math.rs`, `weighted_median`): by repeated partitioning
 * around a middle pivot. `consensusScores` is simpler and gives the same (a test shows it) while no stake sum wraps; this
 * search decides where one does.
 */
import { I32F32 } from '../fixed/index.ts';

/**
 * @param indices elements of `stake` and `score` under consideration, in any order
 * @param minority stake that may lie below the median
 * @param lo lower end of the segment of the stake integral that `indices` covers
 * @param hi its upper end
 */
export function partitionMedian(
  stake: readonly bigint[],
  score: readonly bigint[],
  indices: readonly number[],
  minority: bigint,
  lo: bigint,
  hi: bigint,
): bigint {
  let candidates = indices;
  let from = lo;
  let to = hi;
  // Every round drops at least the pivot, so this ends.
  for (;;) {
    if (candidates.length === 0) return 0n;
    const pivot = score[candidates[Math.floor(candidates.length / 2)]!]!;
    if (candidates.length === 1) return pivot;
    const lower = candidates.filter((k) => score[k]! < pivot);
    const higher = candidates.filter((k) => score[k]! > pivot);
    const lowerEnd = I32F32.add(from, clampedSum(lower, stake));
    const higherStart = I32F32.sub(to, clampedSum(higher, stake));
    if (minority < lowerEnd && lower.length > 0) {
      candidates = lower;
      to = lowerEnd;
    } else if (higherStart <= minority && higher.length > 0) {
      candidates = higher;
      from = higherStart;
    } else {
      return pivot;
    }
  }
}

function clampedSum(indices: readonly number[], stake: readonly bigint[]): bigint {
  return indices.reduce((sum, k) => I32F32.add(sum, stake[k]!), 0n);
}
