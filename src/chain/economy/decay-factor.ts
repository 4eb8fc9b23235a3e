/**
 * The factor by which the registration price falls in a block, so that it halves in `halfLife` blocks (spec economy §17).
 *
 *   F(h) = the largest Q32 integer with F^h ≤ 1/2             power by squaring, ⌊a·b / 2^32⌋ after every product
 *
 * F depends on the half-life alone, and finding it takes 32 powers: keep it as long as the half-life stands.
 */

/** Q32: a number of 2^−32. */
const Q32_FRACTION_BITS = 32n;
const ONE = 1n << Q32_FRACTION_BITS;
const HALF = ONE >> 1n;

/** ⌊a·b⌋ for b in Q32. */
export function mulQ32(a: bigint, bQ32: bigint): bigint {
  return (a * bQ32) >> Q32_FRACTION_BITS;
}

/** F in Q32 for a half-life of 1…65535 blocks, 2^31 ≤ F < 2^32; one (no decay) for 0. */
export function decayFactorQ32(halfLifeBlocks: number): bigint {
  if (halfLifeBlocks === 0) return ONE;
  // Products that round down are monotone in both factors, so bisection finds the one place where the power passes 1/2.
  let fits = 0n;
  let tooLarge = ONE;
  while (fits + 1n < tooLarge) {
    const middle = (fits + tooLarge) >> 1n;
    if (powQ32(middle, halfLifeBlocks) > HALF) tooLarge = middle;
    else fits = middle;
  }
  return fits;
}

/** base^exponent, both factors of every product in Q32. */
function powQ32(base: bigint, exponent: number): bigint {
  let result = ONE;
  let square = base;
  for (let rest = exponent; rest > 0; rest >>= 1) {
    if (rest & 1) result = mulQ32(result, square);
    square = mulQ32(square, square);
  }
  return result;
}
