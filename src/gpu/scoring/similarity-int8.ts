/**
 * Cosines of quantised embeddings; twin of kernels/similarity-int8.wgsl and assembly/similarity.ts.
 *
 *   s_ij = Σ_k q_ik·q_jk / √(Σ_k q_ik² · Σ_k q_jk²), 0 where a sum of squares is 0
 *
 * The sums are integers, exact in any order. Product, root and quotient are doubles, each rounded once as IEEE 754 says,
 * then the score is rounded to float32: equal bit for bit on every engine. A row with itself gives 1. Against the exact
 * cosine of Gaussian rows the error stays below 0.05 / √D (a test holds it); rows with outliers lose more, because one
 * large element makes the codes of all others small.
 */
import { checkQuantisedRows } from './limits.ts';
import { mirrorUpper } from './mirror-upper.ts';
import type { QuantisedRows, Similarity } from './types.ts';

/** @throws ComputeError `compute/bad-scores`, `compute/too-large` */
export function similarityInt8(quantised: QuantisedRows): Similarity {
  checkQuantisedRows(quantised);
  const { codes, norms, rows, dimensions, invalid } = quantised;
  const scores = new Float32Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    const a = codes.subarray(i * dimensions, (i + 1) * dimensions);
    for (let j = i; j < rows; j++) {
      const b = codes.subarray(j * dimensions, (j + 1) * dimensions);
      let dot = 0;
      for (let k = 0; k < dimensions; k++) dot += a[k]! * b[k]!;
      scores[i * rows + j] = cosine(dot, norms[i]!, norms[j]!);
    }
  }
  mirrorUpper(scores, rows);
  return { scores, rows, invalid };
}

/** In doubles; the caller's array rounds it to float32. */
export function cosine(dot: number, normA: number, normB: number): number {
  const product = normA * normB;
  return product > 0 ? dot / Math.sqrt(product) : 0;
}
