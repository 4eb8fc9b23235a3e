/** Root mean square error of point forecasts. Memory-bound: no engine but this one would be faster. */
import { invalidPlaces } from './crps.ts';
import { assertCount, assertLength, assertObservations, MAX_FORECAST, MAX_FORECAST_VALUES } from './limits.ts';
import type { ForecastScores } from './types.ts';

/**
 *   RMSE = √( 1/S Σ_s (x_s − y_s)² ), in doubles, from the first step to the last
 *
 * @param predictions miners × steps, row-major
 * @param observations one per step, magnitudes up to 2^100
 * @returns one score per miner; Infinity where a prediction is NaN or beyond 2^100
 * @throws ComputeError `compute/bad-scores`, `compute/too-large`
 */
export function rmse(predictions: Float32Array, observations: Float32Array, miners: number): ForecastScores {
  const steps = observations.length;
  assertCount('miners', miners, MAX_FORECAST_VALUES);
  assertCount('steps', steps, MAX_FORECAST_VALUES);
  assertLength('predictions', predictions, miners * steps);
  assertObservations(observations, steps);
  const scores = new Float64Array(miners);
  for (let miner = 0; miner < miners; miner++) {
    let sum = 0;
    for (let step = 0; step < steps; step++) {
      const prediction = predictions[miner * steps + step]!;
      const distance = prediction - observations[step]!;
      sum += Math.abs(prediction) <= MAX_FORECAST ? distance * distance : Number.POSITIVE_INFINITY;
    }
    scores[miner] = Math.sqrt(sum / steps);
  }
  return { scores, invalid: invalidPlaces(scores) };
}
