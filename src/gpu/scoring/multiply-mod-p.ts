/**
 * A square matrix times vectors modulo p = 2^31 − 1; twin of assembly/freivalds.ts.
 *
 * Products of residues have 62 bits, doubles hold 53: each entry is split into 15 upper and 16 lower bits, whose products
 * stay below 2^47, so that 64 of them add up exactly before they must be reduced.
 */
import { ComputeError } from '../error.ts';
import { assertCount, assertLength, MAX_ORDER, MAX_ROUNDS } from './limits.ts';
import type { Residues } from './types.ts';

/** A Mersenne prime: the largest that a residue in 32 bits leaves room to fold. */
export const P = 2 ** 31 - 1;

const LOW_BITS = 16;
const LOW = 2 ** LOW_BITS;
/** Products between reductions: 2^47 · 2^5 and a residue stay below 2^53. */
const EXACT = 32;

/** @throws ComputeError `compute/bad-scores`, `compute/too-large` */
export function multiplyModP(matrix: Residues, n: number, vectors: Residues): Residues {
  const count = checkProduct(matrix, n, vectors);
  assertResidues('matrix', matrix);
  const products = new Uint32Array(count * n);
  for (let row = 0; row < n; row++) {
    const a = matrix.subarray(row * n, (row + 1) * n);
    for (let v = 0; v < count; v++) products[v * n + row] = dot(a, vectors.subarray(v * n, (v + 1) * n));
  }
  return products;
}

function dot(a: Residues, b: Residues): number {
  let high = 0;
  let low = 0;
  for (let from = 0; from < a.length; from += EXACT) {
    const to = Math.min(from + EXACT, a.length);
    for (let k = from; k < to; k++) {
      high += (a[k]! >>> LOW_BITS) * b[k]!;
      low += (a[k]! & (LOW - 1)) * b[k]!;
    }
    high %= P;
    low %= P;
  }
  return (high * LOW + low) % P;
}

/** All but the matrix's entries. Returns the number of vectors. @throws ComputeError as `multiplyModP` */
export function checkProduct(matrix: Residues, n: number, vectors: Residues): number {
  assertCount('n', n, MAX_ORDER);
  assertLength('matrix', matrix, n * n);
  const count = vectors.length / n;
  assertCount('vectors', count, MAX_ROUNDS);
  assertResidues('vectors', vectors);
  return count;
}

function assertResidues(name: string, values: Residues): void {
  for (let i = 0; i < values.length; i++) if (values[i]! >= P) throw notResidue(name);
}

export function notResidue(name: string): ComputeError {
  return new ComputeError('compute/bad-scores', `${name}: every entry must be below 2^31 − 1.`);
}
