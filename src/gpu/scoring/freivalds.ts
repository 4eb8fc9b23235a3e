/**
 * Freivalds' check of a matrix product: whether A·B = C modulo p = 2^31 − 1, in three matrix–vector products per round
 * instead of n³ (Freivalds 1979).
 *
 *   for random r in Z_p^n:  A·(B·r) = C·r
 *
 * A true product always passes. A false one passes a round with probability at most 1/p ≈ 4.7 · 10^−10, k rounds with
 * p^−k, provided that whoever made C could not foresee r: the random source must be a cryptographic one. Over a field and
 * never in floats, where rounding would decide.
 */
import { ComputeError } from '../error.ts';
import { assertCount, assertLength, MAX_ORDER, MAX_ROUNDS } from './limits.ts';
import { P } from './multiply-mod-p.ts';
import type { Residues, ScoringKernels } from './types.ts';

/** Three n × n matrices, row-major. */
export interface ProductClaim {
  readonly n: number;
  readonly a: Residues;
  readonly b: Residues;
  readonly c: Residues;
}

export interface FreivaldsOptions {
  /** 1 to 64. */
  readonly rounds: number;
  /** Independent uniform numbers 0 … 2^32 − 1; from `crypto.getRandomValues` where anything depends on it. */
  readonly randomU32: () => number;
}

/** A source that gives the one refused value so often in a row is broken: by chance it happens once in 2^31^8. */
const MAX_REFUSED = 8;

/**
 * @returns false only if the claim is false
 * @throws ComputeError `compute/bad-scores` (also for entries of 2^31 − 1 and more), `compute/too-large`
 */
export function checkMatrixProduct(
  kernels: Pick<ScoringKernels, 'multiplyModP'>,
  { n, a, b, c }: ProductClaim,
  { rounds, randomU32 }: FreivaldsOptions,
): boolean {
  assertCount('n', n, MAX_ORDER);
  assertCount('rounds', rounds, MAX_ROUNDS);
  assertLength('a', a, n * n);
  assertLength('b', b, n * n);
  assertLength('c', c, n * n);
  const r = Uint32Array.from({ length: rounds * n }, () => randomResidue(randomU32));
  const left = kernels.multiplyModP(a, n, kernels.multiplyModP(b, n, r));
  const right = kernels.multiplyModP(c, n, r);
  return left.every((value, i) => value === right[i]);
}

/** Uniform in 0 … p−1: 31 random bits, again if they are p. */
function randomResidue(randomU32: () => number): number {
  for (let attempt = 0; attempt < MAX_REFUSED; attempt++) {
    const value = randomU32() >>> 1;
    if (value !== P) return value;
  }
  throw new ComputeError('compute/bad-scores', 'randomU32: it keeps giving the same number.');
}

/** Signed integers as residues: x for x ≥ 0, x + p below, and 0 for p itself. */
export function residuesOf(values: Int32Array): Residues {
  return Uint32Array.from(values, (x) => (x < 0 ? (x + P + P) % P : x % P));
}
