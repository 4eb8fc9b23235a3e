/** Made-up responses of miners, the same for the same seed. For tests and benchmarks. */
import type { SeededRandom } from '../../random.ts';
import type { Embeddings, Forecasts, Residues } from '../types.ts';

/** Summands that make a number normal enough (Irwin–Hall), and its mean. */
const SUMMANDS = 12;
const MEAN = SUMMANDS / 2;
/** Around what forecasts lie, and how far apart: a price in dollars. */
const PRICE = 60_000;
const SPREAD = 900;
const P = 2 ** 31 - 1;

/** About normal, mean 0, variance 1. */
export function gaussian(random: SeededRandom): number {
  let sum = 0;
  for (let i = 0; i < SUMMANDS; i++) sum += random.u32() / 2 ** 32;
  return sum - MEAN;
}

export function randomEmbeddings(random: SeededRandom, rows: number, dimensions: number): Embeddings {
  return { values: Float32Array.from({ length: rows * dimensions }, () => gaussian(random)), rows, dimensions };
}

/** Prices with two decimals, so that ties occur. */
export function randomForecasts(random: SeededRandom, miners: number, steps: number, paths: number): Forecasts {
  const price = () => PRICE + Math.round((random.u32() / 2 ** 31 - 1) * SPREAD * 100) / 100;
  const values = Float32Array.from({ length: miners * steps * paths }, price);
  return { values, observations: Float32Array.from({ length: steps }, price), miners, steps, paths };
}

export function randomResidues(random: SeededRandom, length: number): Residues {
  return Uint32Array.from({ length }, () => random.below(P));
}
