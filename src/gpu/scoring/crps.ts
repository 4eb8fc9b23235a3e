/**
 * The continuous ranked probability score of an ensemble; twin of kernels/crps.wgsl and assembly/crps.ts.
 *
 * The estimator is the integral over the ensemble's own step function (Gneiting and Raftery 2007, eq. 21; the "NRG" form),
 * not the "fair" one with M(M−1):
 *
 *   CRPS = 1/M Σ_i |x_i − y| − 1/(2M²) Σ_i Σ_j |x_i − x_j|
 *
 * With d_1 ≤ … ≤ d_M the sorted distances x − y, the double sum is 2 Σ_i (2i − M − 1) d_i, and both sums together are
 *
 *   CRPS = 1/M² Σ_i w_i |d_i|,   w_i = 2i − 1 where d_i < 0, else 2(M − i) + 1
 *
 * Every term is positive: nothing cancels, the score is never negative, and for M = 1 it is |x − y|. Distances and sums
 * are doubles, added from the lowest path to the highest, so the CPU's engines agree bit for bit.
 */
import { checkForecasts, MAX_FORECAST } from './limits.ts';
import type { ForecastScores, Forecasts } from './types.ts';

/** @throws ComputeError `compute/bad-scores`, `compute/too-large` */
export function crps(forecasts: Forecasts): ForecastScores {
  checkForecasts(forecasts);
  const { values, observations, miners, steps, paths } = forecasts;
  const scores = new Float64Array(miners * steps);
  const sorted = new Float32Array(paths);
  for (let place = 0; place < scores.length; place++) {
    sorted.set(values.subarray(place * paths, (place + 1) * paths));
    scores[place] = sorted.every(isForecast)
      ? crpsOfSorted(sorted.sort(), observations[place % steps]!)
      : Number.POSITIVE_INFINITY;
  }
  return { scores, invalid: invalidPlaces(scores) };
}

function isForecast(value: number): boolean {
  return Math.abs(value) <= MAX_FORECAST;
}

/** `sorted`: at least one path, ascending. */
function crpsOfSorted(sorted: Float32Array, observation: number): number {
  const { length } = sorted;
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const distance = sorted[i]! - observation;
    const weight = distance < 0 ? 2 * i + 1 : 2 * (length - i) - 1;
    sum += weight * Math.abs(distance);
  }
  return sum / (length * length);
}

/** Where a score is infinite. */
export function invalidPlaces(scores: Float64Array): Uint32Array {
  const places: number[] = [];
  for (let place = 0; place < scores.length; place++) {
    if (scores[place] === Number.POSITIVE_INFINITY) places.push(place);
  }
  return Uint32Array.from(places);
}
