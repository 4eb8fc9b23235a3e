/**
 * Weights as the chain takes them: the SDK's `convert_weights_and_uids_for_emit` (bittensor 10.2, utils/weight_utils.py;
 * spec axon-dendrite §7), in doubles as Python computes.
 *
 *   u_i = round(w_i / max(w) · 65535), halves to even; zeros are left out, order is kept
 */
import { U16_MAX } from '../fixed/index.ts';
import { assertSameLength, assertUids, assertWeights } from './check-weights.ts';

export interface EmittedWeights {
  readonly uids: readonly number[];
  /** 1 to 65535 each; the largest is 65535. */
  readonly values: readonly number[];
}

/**
 * @param weights finite, not negative; one per uid
 * @returns nothing at all where every weight is zero
 * @throws ChainError `weights/different-lengths`, `weights/bad-uid`, `weights/bad-weight`
 */
export function weightsForEmit(uids: ArrayLike<number>, weights: ArrayLike<number>): EmittedWeights {
  assertSameLength(uids, weights);
  assertUids(uids);
  assertWeights(weights);
  let largest = 0;
  for (let i = 0; i < weights.length; i++) largest = Math.max(largest, weights[i]!);
  const emitted = { uids: [] as number[], values: [] as number[] };
  if (largest === 0) return emitted;
  for (let i = 0; i < weights.length; i++) {
    const value = roundHalfToEven((weights[i]! / largest) * U16_MAX);
    if (value === 0) continue;
    emitted.uids.push(uids[i]!);
    emitted.values.push(value);
  }
  return emitted;
}

/** Python's `round`. `x`: 0 to 65535, where x − ⌊x⌋ is exact. */
function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  const isHalf = rest === 1 / 2;
  return floor + (isHalf ? floor % 2 : Math.round(rest));
}
