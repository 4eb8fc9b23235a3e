/**
 * Summaries of I32F32 columns without a bigint per value.
 *
 * Shares are 0 … 2^32 and a column of them sums to at most 2^47, so doubles hold every value and sum exactly; each
 * function divides once, at the end. BigInt64Array lies in memory low word first, as on every machine that runs WebAssembly.
 */
const ONE = 2 ** 32;

/** The bits as doubles, exact up to 2^53. Negative values keep their sign. */
export function shareBits(column: BigInt64Array): Float64Array {
  const low = new Uint32Array(column.buffer, column.byteOffset, 2 * column.length);
  const high = new Int32Array(column.buffer, column.byteOffset, 2 * column.length);
  const bits = new Float64Array(column.length);
  for (let k = 0; k < column.length; k++) bits[k] = high[2 * k + 1]! * ONE + low[2 * k]!;
  return bits;
}

/** Σ of the bits from uid `from` to `to` (excluded), exact below 2^53. */
export function sumBits(column: BigInt64Array, from = 0, to = column.length): number {
  const low = new Uint32Array(column.buffer, column.byteOffset, 2 * column.length);
  const high = new Int32Array(column.buffer, column.byteOffset, 2 * column.length);
  let sum = 0;
  for (let k = from; k < to; k++) sum += high[2 * k + 1]! * ONE + low[2 * k]!;
  return sum;
}

/** Bits as a number where one is 1; exact. */
export const asShare = (bits: number): number => bits / ONE;

/**
 * Gini coefficient of non-negative values: 0 when all have the same, near 1 when one has everything; 0 without any value.
 * (Σ_i (2i − n − 1)·x_i) / (n·Σx) over ascending x_i, i from 1. Sorts a copy.
 */
export function gini(values: Float64Array): number {
  const sorted = values.slice().sort();
  const n = sorted.length;
  let sum = 0;
  let weighted = 0;
  for (let i = 0; i < n; i++) {
    sum += sorted[i]!;
    weighted += (2 * i + 1 - n) * sorted[i]!;
  }
  return sum === 0 ? 0 : weighted / (n * sum);
}
