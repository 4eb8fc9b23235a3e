/**
 * The sum of a vector in the order in which numpy adds, so that float32 results come out bit for bit.
 *
 * numpy sums a contiguous vector pairwise (`pairwise_sum` in numpy/_core/src/umath/loops_utils.h.src, numpy 2): fewer than
 * 8 numbers one after the other; up to 128 in eight interleaved partial sums, the rest one after the other; more than that
 * as the sum of two halves, the first a multiple of 8. Every addition is rounded to the vector's own type.
 */

/** Numbers as numpy holds them: every operation rounds to this type. */
export type Floats = Float32Array | Float64Array;

/** The rounding of one operation on such numbers, applied to its exact double result. */
export function roundingOf(values: Floats): (value: number) => number {
  return values instanceof Float32Array ? Math.fround : (value) => value;
}

/** numpy's PW_BLOCKSIZE. */
const BLOCK = 128;
/** Partial sums within a block. */
const LANES = 8;

/** `values`: any length; 0 for none. */
export function pairwiseSum(values: Floats): number {
  const round = roundingOf(values);
  const sum = (from: number, to: number): number => {
    const length = to - from;
    if (length > BLOCK) {
      const half = Math.floor(length / 2);
      const middle = from + half - (half % LANES);
      return round(sum(from, middle) + sum(middle, to));
    }
    let total = 0;
    let at = from;
    if (length >= LANES) {
      const lanes = values.slice(from, from + LANES);
      for (at += LANES; at + LANES <= to; at += LANES) {
        for (let lane = 0; lane < LANES; lane++) lanes[lane]! += values[at + lane]!;
      }
      const [a, b, c, d, e, f, g, h] = lanes as unknown as readonly [...Octet];
      total = round(round(round(a + b) + round(c + d)) + round(round(e + f) + round(g + h)));
    }
    for (; at < to; at++) total = round(total + values[at]!);
    return total;
  };
  return sum(0, values.length);
}

type Octet = [number, number, number, number, number, number, number, number];
