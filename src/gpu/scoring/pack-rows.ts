/**
 * Responses of miners as one flat array: what is missing, ragged or no number becomes NaN, which every score knows.
 *
 * A response of the wrong length is unusable as a whole. Cutting or filling it would score numbers that nobody sent.
 */
import { assertCount, MAX_FORECAST_VALUES } from './limits.ts';

/** Undefined: the miner did not answer. */
export type Response = ArrayLike<number> | undefined;

/**
 * @param width numbers that a usable response has
 * @returns responses.length × width, row-major, rounded to float32
 * @throws ComputeError `compute/bad-scores`, `compute/too-large`
 */
export function packRows(responses: readonly Response[], width: number): Float32Array {
  assertCount('width', width, MAX_FORECAST_VALUES);
  assertCount('responses × width', responses.length * width, MAX_FORECAST_VALUES);
  const values = new Float32Array(responses.length * width);
  for (const [row, response] of responses.entries()) {
    const at = row * width;
    if (response?.length === width) values.set(response, at);
    else values.fill(Number.NaN, at, at + width);
  }
  return values;
}
