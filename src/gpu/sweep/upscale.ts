/**
 * Real weights as the chain stores them: made I32F32, then stretched so that the largest becomes 65535
 * (`maxUpscaleToU16` of src/chain/yuma, spec yuma §13), in doubles that are exact here.
 *
 *   round(v̂·65535 / max̂), ties away from zero = ⌊(2·65535·v̂ + max̂) / (2·max̂)⌋
 *
 * v̂ ≤ 2^32, so numerator and denominator are integers below 2^50. A quotient that is no integer misses the next one by
 * at least 1/(2·max̂) ≥ 2^-33, while doubles below 2^17 are 2^-36 apart: the rounded division never reaches it.
 */
const ONE = 2 ** 32;
const U16_MAX = 65_535;

/** `weights`: shares 0 … 1 in doubles, each floored to I32F32 bits. Returns as many u16, the largest 65535; all zero stays. */
export function upscaleShares(weights: Float64Array): Uint16Array {
  let max = 0;
  for (let k = 0; k < weights.length; k++) {
    const bits = Math.floor(weights[k]! * ONE);
    if (bits > max) max = bits;
  }
  const stored = new Uint16Array(weights.length);
  if (max === 0) return stored;
  for (let k = 0; k < weights.length; k++) {
    stored[k] = Math.floor((2 * U16_MAX * Math.floor(weights[k]! * ONE) + max) / (2 * max));
  }
  return stored;
}
