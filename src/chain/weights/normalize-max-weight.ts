/**
 * Normalises weights to a sum of one with no weight above a limit: the SDK's `normalize_max_weight` (bittensor 10.2,
 * utils/weight_utils.py; spec axon-dendrite §7), rounded as numpy 2 rounds.
 *
 *   e = sort(x) / Σ,  c = cumsum(e),  k = #{ i : e_i / ((n−1−i)·e_i + c_i + ε) < limit }
 *   cutoff = Σ · (limit·c_(k−1) − ε) / (1 − limit·(n−k)),   y = min(x, cutoff) / Σ min(x, cutoff)
 *
 * numpy keeps an array's type when a Python number joins in, but the count n−k is an integer of its own, so everything
 * from the denominator to the cutoff is in doubles even where x is float32.
 */
import { ChainError } from '../error.ts';
import { assertWeights } from './check-weights.ts';
import { type Floats, pairwiseSum, roundingOf } from './pairwise-sum.ts';

/** Of the SDK, "for numerical stability": keeps the quotient's denominator from zero. */
const EPSILON = 1e-7;

/**
 * @param x weights, finite and not negative
 * @param limit largest share, 0 to 1; where n·limit ≤ 1 no distribution obeys it and all get 1/n
 * @returns shares of the same type, summing to about one; not above the limit but for rounding and ε
 * @throws ChainError `weights/bad-weight`, `weights/bad-limit`
 */
export function normalizeMaxWeight<T extends Floats>(x: T, limit: number): T {
  if (!(limit >= 0 && limit <= 1)) throw new ChainError('weights/bad-limit', `limit: expected 0 to 1, got ${limit}`);
  assertWeights(x);
  const n = x.length;
  const sorted = x.slice().sort();
  const total = pairwiseSum(x);
  if (!Number.isFinite(total)) throw new ChainError('weights/bad-weight', 'the sum of the weights overflows');
  if (total === 0 || n * limit <= 1) return x.map(() => 1 / n) as T;

  const sortedTotal = pairwiseSum(sorted);
  const shares = sorted.map((weight) => weight / sortedTotal) as T;
  if (shares[n - 1]! <= roundingOf(x)(limit)) return x.map((weight) => weight / total) as T;

  const cutoff = cutoffShare(shares, limit) * sortedTotal;
  const capped = x.slice() as T;
  for (let i = 0; i < n; i++) if (capped[i]! > cutoff) capped[i] = cutoff;
  const cappedTotal = pairwiseSum(capped);
  return capped.map((weight) => weight / cappedTotal) as T;
}

/** `shares`: ascending. Where even the smallest share is above the limit, k = 0 and numpy's index −1 is the last. */
function cutoffShare(shares: Floats, limit: number): number {
  const round = roundingOf(shares);
  const n = shares.length;
  const epsilon = round(EPSILON);
  const cumulative = shares.slice();
  for (let i = 1; i < n; i++) cumulative[i] = cumulative[i - 1]! + shares[i]!;
  let k = 0;
  for (let i = 0; i < n; i++) {
    const share = shares[i]!;
    const capped = round(round(round((n - 1 - i) * share) + cumulative[i]!) + epsilon);
    if (round(share / capped) < round(limit)) k += 1;
  }
  const kept = cumulative.at(k - 1)!;
  return round(round(round(limit) * kept) - epsilon) / (1 - limit * (n - k));
}
