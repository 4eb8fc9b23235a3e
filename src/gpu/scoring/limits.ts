/**
 * What scoring refuses before it allocates: shapes that contradict themselves, and sizes that no subnet has.
 *
 * Sizes are those of memory: what a call makes stays within a few hundred megabytes.
 */
import { ComputeError } from '../error.ts';
import type { Embeddings, Forecasts, QuantisedRows, UnitRows } from './types.ts';

/** Embeddings of one call; their scores then take 256 MiB. A subnet has up to 256 miners, with sweeps a few thousand. */
export const MAX_ROWS = 8192;
/** The largest embedding models have 16 384 dimensions. A dot product of codes then stays below 2^30. */
export const MAX_DIMENSIONS = 32_768;
/** 256 MiB of float32. */
export const MAX_EMBEDDING_VALUES = 2 ** 26;
/** Paths of one ensemble. Subnets ask for 100 to 1000. */
export const MAX_PATHS = 2 ** 16;
/** 512 MiB of float32; a round of 255 miners × 289 steps × 1000 paths takes 281. */
export const MAX_FORECAST_VALUES = 2 ** 27;
/** Forecasts and observations beyond it are no prices; within it no sum overflows float32 on a graphics processor. */
export const MAX_FORECAST = 2 ** 100;
/** Rows of a matrix: 256 MiB each. */
export const MAX_ORDER = 8192;
/** Vectors of one product check: each brings 31 bits of certainty. */
export const MAX_ROUNDS = 64;

/** @throws ComputeError `compute/bad-scores` if it is no count, `compute/too-large` if it is above `most` */
export function assertCount(name: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new ComputeError('compute/bad-scores', `${name}: expected a whole number from 1, got ${value}.`);
  }
  if (value > most) throw new ComputeError('compute/too-large', `${name}: at most ${most}, got ${value}.`);
}

/** @throws ComputeError `compute/bad-scores` */
export function assertLength(name: string, values: ArrayLike<unknown>, length: number): void {
  if (values.length === length) return;
  throw new ComputeError('compute/bad-scores', `${name}: expected ${length} values, got ${values.length}.`);
}

/** @throws ComputeError `compute/bad-scores`, `compute/too-large` */
export function checkEmbeddings({ values, rows, dimensions }: Embeddings | UnitRows): void {
  checkEmbeddingShape(rows, dimensions);
  assertLength('embeddings', values, rows * dimensions);
}

/** @throws ComputeError `compute/bad-scores`, `compute/too-large` */
export function checkQuantisedRows({ codes, norms, rows, dimensions }: QuantisedRows): void {
  checkEmbeddingShape(rows, dimensions);
  assertLength('codes', codes, rows * dimensions);
  assertLength('norms', norms, rows);
}

/** @throws ComputeError `compute/bad-scores`, `compute/too-large` */
export function checkEmbeddingShape(rows: number, dimensions: number): void {
  assertCount('rows', rows, MAX_ROWS);
  assertCount('dimensions', dimensions, MAX_DIMENSIONS);
  assertCount('rows × dimensions', rows * dimensions, MAX_EMBEDDING_VALUES);
}

/** @throws ComputeError `compute/bad-scores`, `compute/too-large` */
export function checkForecasts({ values, observations, miners, steps, paths }: Forecasts): void {
  assertCount('miners', miners, MAX_FORECAST_VALUES);
  assertCount('steps', steps, MAX_FORECAST_VALUES);
  assertCount('paths', paths, MAX_PATHS);
  assertCount('miners × steps × paths', miners * steps * paths, MAX_FORECAST_VALUES);
  assertLength('forecasts', values, miners * steps * paths);
  assertObservations(observations, steps);
}

/** Observations are the caller's own, so a bad one is refused, not scored. @throws ComputeError `compute/bad-scores` */
export function assertObservations(observations: ArrayLike<number>, steps: number): void {
  assertLength('observations', observations, steps);
  for (let step = 0; step < steps; step++) {
    const observation = observations[step]!;
    if (Math.abs(observation) <= MAX_FORECAST) continue;
    throw new ComputeError('compute/bad-scores', `observations[${step}]: expected up to 2^100, got ${observation}.`);
  }
}
