/**
 * Embeddings as bytes, so that every engine can score them to the same bits.
 *
 *   q_k = round(127 · x_k / max|x|), halves to even, computed in doubles
 *
 * The quotient of two doubles is rounded once and the same everywhere, so codes are a function of the float32 alone.
 * Scaling a row by a power of two changes nothing; by another factor, rounding may move a code that lay next to a half.
 */
import { checkEmbeddings } from './limits.ts';
import type { Embeddings, QuantisedRows } from './types.ts';

/** The largest code; −128 is left out so that codes are symmetric. */
const LARGEST_CODE = 127;

/** Doubles from 2^52 to 2^53 are whole numbers: adding this rounds, halves to even, and works without a branch. */
const ROUNDER = 1.5 * 2 ** 52;

/** @throws ComputeError `compute/bad-scores`, `compute/too-large` */
export function quantiseRows(embeddings: Embeddings): QuantisedRows {
  checkEmbeddings(embeddings);
  const { values, rows, dimensions } = embeddings;
  const codes = new Int8Array(rows * dimensions);
  const norms = new Uint32Array(rows);
  const invalid: number[] = [];
  for (let row = 0; row < rows; row++) {
    const from = row * dimensions;
    const to = from + dimensions;
    let largest = 0;
    let hasOnlyNumbers = true;
    for (let k = from; k < to; k++) {
      const magnitude = Math.abs(values[k]!);
      if (!(magnitude < Number.POSITIVE_INFINITY)) hasOnlyNumbers = false;
      if (magnitude > largest) largest = magnitude;
    }
    if (!hasOnlyNumbers || largest === 0) {
      invalid.push(row);
      continue;
    }
    let norm = 0;
    for (let k = from; k < to; k++) {
      const scaled = (values[k]! * LARGEST_CODE) / largest;
      const code = scaled + ROUNDER - ROUNDER;
      codes[k] = code;
      norm += code * code;
    }
    norms[row] = norm;
  }
  return { codes, norms, rows, dimensions, invalid: Uint32Array.from(invalid) };
}
