/**
 * Cosines of embeddings in float32; twin of assembly/similarity.ts.
 *
 *   u = x / |x|,  s_ij = u_i · u_j in four lanes: lane l adds the products of elements l, l+4, l+8, …; (l0 + l2) + (l1 + l3)
 *
 * Products and sums are each rounded to float32 in this order, so the engines agree bit for bit. Against the exact cosine
 * the error is at most (D/4 + 5) · 2^−24: D/4 additions in a lane, two between lanes, a product and two roundings of the
 * units, each relative to sums of magnitudes that are at most 1. A row with itself gives 1 only within that error.
 */
import { checkEmbeddings } from './limits.ts';
import { mirrorUpper } from './mirror-upper.ts';
import type { Embeddings, Similarity, UnitRows } from './types.ts';

/** Elements that are added side by side, as wide as a SIMD register. */
const LANES = 4;

/** Largest error of a score, see above. */
export function similarityF32Tolerance(dimensions: number): number {
  return (dimensions / LANES + 5) * 2 ** -24;
}

/** Divides each row by its length, in doubles. @throws ComputeError `compute/bad-scores`, `compute/too-large` */
export function unitRows(embeddings: Embeddings): UnitRows {
  checkEmbeddings(embeddings);
  const { values, rows, dimensions } = embeddings;
  const units = new Float32Array(rows * dimensions);
  const invalid: number[] = [];
  for (let row = 0; row < rows; row++) {
    const from = row * dimensions;
    const to = from + dimensions;
    let squares = 0;
    // No float32 overflows here: squares of doubles reach 2^1023.
    for (let k = from; k < to; k++) squares += values[k]! * values[k]!;
    const length = Math.sqrt(squares);
    if (!(length > 0 && length < Number.POSITIVE_INFINITY)) {
      invalid.push(row);
      continue;
    }
    for (let k = from; k < to; k++) units[k] = values[k]! / length;
  }
  return { values: units, rows, dimensions, invalid: Uint32Array.from(invalid) };
}

/** @throws ComputeError `compute/bad-scores`, `compute/too-large` */
export function similarityF32(units: UnitRows): Similarity {
  checkEmbeddings(units);
  const { values, rows, dimensions, invalid } = units;
  const scores = new Float32Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    const a = values.subarray(i * dimensions, (i + 1) * dimensions);
    for (let j = i; j < rows; j++) {
      scores[i * rows + j] = dotInLanes(a, values.subarray(j * dimensions, (j + 1) * dimensions));
    }
  }
  mirrorUpper(scores, rows);
  return { scores, rows, invalid };
}

function dotInLanes(a: Float32Array, b: Float32Array): number {
  const round = Math.fround;
  const whole = a.length - (a.length % LANES);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let k = 0; k < whole; k += LANES) {
    s0 = round(s0 + round(a[k]! * b[k]!));
    s1 = round(s1 + round(a[k + 1]! * b[k + 1]!));
    s2 = round(s2 + round(a[k + 2]! * b[k + 2]!));
    s3 = round(s3 + round(a[k + 3]! * b[k + 3]!));
  }
  if (whole < a.length) s0 = round(s0 + round(a[whole]! * b[whole]!));
  if (whole + 1 < a.length) s1 = round(s1 + round(a[whole + 1]! * b[whole + 1]!));
  if (whole + 2 < a.length) s2 = round(s2 + round(a[whole + 2]! * b[whole + 2]!));
  return Math.min(1, Math.max(-1, round(round(s0 + s2) + round(s1 + s3))));
}
