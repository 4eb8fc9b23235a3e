/**
 * From raw scores to a distribution that a subnet accepts: the SDK's `process_weights` (bittensor 10.2,
 * utils/weight_utils.py; spec axon-dendrite §7), rounded as numpy 2 rounds.
 *
 *   no positive weight, or fewer neurons than the minimum ──▶ everyone 1/n
 *   fewer positive weights than the minimum              ──▶ everyone 1e−5, plus the weights; normalised
 *   else                                                 ──▶ weights at or above a quantile; normalised
 *
 * Scores are float32; the first two cases give doubles, as numpy's `ones` does. What is not positive is left out, so
 * negative scores are no error here; NaN and Infinity are, for the SDK would pass Infinity on as NaN.
 */
import { ChainError } from '../error.ts';
import { U16_MAX } from '../fixed/index.ts';
import { assertLimit, assertSameLength, assertUids, assertWeights } from './check-weights.ts';
import { normalizeMaxWeight } from './normalize-max-weight.ts';
import type { Floats } from './pairwise-sum.ts';

/** What everyone gets where too few have weights (SDK). */
const FILL = 1e-5;

export interface WeightLimits {
  /** Neurons of the subnet. */
  readonly n: number;
  readonly minAllowedWeights: number;
  /** Largest share of one neuron, 0 to 1. The chain's constant 65535 is 1. */
  readonly maxWeight: number;
  /** The lowest weights to leave out, of 65535. Default 0. */
  readonly excludeQuantileU16?: number;
}

export interface ProcessedWeights {
  readonly uids: readonly number[];
  /** Shares, one per uid, summing to about one. */
  readonly weights: Floats;
}

/**
 * @param uids one per weight
 * @param scores finite; rounded to float32 first, as the SDK does
 * @throws ChainError `weights/different-lengths`, `weights/bad-uid`, `weights/bad-weight`, `weights/bad-limit`
 */
export function processWeights(
  uids: ArrayLike<number>,
  scores: ArrayLike<number>,
  limits: WeightLimits,
): ProcessedWeights {
  const { n, minAllowedWeights, maxWeight, excludeQuantileU16 = 0 } = limits;
  assertSameLength(uids, scores);
  assertUids(uids);
  assertLimit('n', n, U16_MAX + 1);
  assertLimit('minAllowedWeights', minAllowedWeights, U16_MAX);
  assertLimit('excludeQuantileU16', excludeQuantileU16, U16_MAX);

  const weights = Float32Array.from(scores);
  assertWeights(weights, Number.NEGATIVE_INFINITY);
  const positive = [...weights.keys()].filter((index) => weights[index]! > 0);
  const k = positive.length;
  if (k === 0 || n < minAllowedWeights) return { uids: upTo(n), weights: new Float64Array(n).fill(1 / n) };

  if (k < minAllowedWeights) {
    if (weights.length > n) {
      throw new ChainError('weights/different-lengths', `${weights.length} weights for ${n} neurons`);
    }
    // QUIRK: weights are added by their place in the list, not by uid; the SDK's callers list all uids in order.
    const filled = new Float64Array(n).fill(FILL);
    for (const index of positive) filled[index]! += weights[index]!;
    return { uids: upTo(n), weights: normalizeMaxWeight(filled, maxWeight) };
  }

  const spare = (k - minAllowedWeights) / k;
  const threshold = quantile(
    Float32Array.from(positive, keyOf(weights)),
    Math.min(excludeQuantileU16 / U16_MAX, spare),
  );
  const kept = positive.filter((index) => weights[index]! >= threshold);
  return {
    uids: kept.map((index) => uids[index]!),
    weights: normalizeMaxWeight(Float32Array.from(kept, keyOf(weights)), maxWeight),
  };
}

/**
 * numpy's `quantile` with linear interpolation, float32 throughout: q becomes a float32 because the values are.
 * @param values at least one
 * @param q 0 to 1
 */
function quantile(values: Float32Array, q: number): number {
  const round = Math.fround;
  const sorted = values.slice().sort();
  const place = round((sorted.length - 1) * round(q));
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  const part = round(place - below);
  const step = round(high - low);
  // From the nearer end, so that the result never passes either.
  return part < 1 / 2 ? round(low + round(step * part)) : round(high - round(step * round(1 - part)));
}

const keyOf = (weights: Float32Array) => (index: number) => weights[index]!;

function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, uid) => uid);
}
