/**
 * How the chain stores submitted weights: stretched so that the largest becomes 65535 (spec yuma §13; subtensor
 * `epoch/math.rs`, `vec_max_upscale_to_u16`). The order of uids stays as submitted and zeros are stored.
 */
import { I32F32, larger, toU16, U16_MAX } from '../fixed/index.ts';

const U16_MAX_FIXED = I32F32.fromInteger(BigInt(U16_MAX));
/** Above this a product with 65535 would overflow, so the factor is divided first (and loses precision). */
const PRODUCT_LIMIT = I32F32.fromInteger(32_768n);
const HALF = I32F32.one / 2n;

/** To the nearest integer, ties away from zero; clamping to 0 makes the ties of negative values irrelevant. */
const roundToU16 = (x: bigint): number => toU16(x + HALF);

/** Values as I32F32 bits to u16 with the largest at 65535; an all-zero vector stays zero. */
export function maxUpscaleToU16(values: readonly bigint[]): number[] {
  if (values.length === 0) return [];
  const max = values.reduce(larger);
  if (max === 0n) return values.map((value) => toU16(I32F32.mul(value, U16_MAX_FIXED)));
  if (max > PRODUCT_LIMIT) {
    const factor = I32F32.div(U16_MAX_FIXED, max);
    return values.map((value) => roundToU16(I32F32.mul(value, factor)));
  }
  return values.map((value) => roundToU16(I32F32.div(I32F32.mul(value, U16_MAX_FIXED), max)));
}

/** The same for submitted u16 weights: what the chain stores for them. */
export function maxUpscaleWeights(weights: Iterable<number>): Uint16Array {
  return Uint16Array.from(maxUpscaleToU16(Array.from(weights, (weight) => I32F32.fromInteger(BigInt(weight)))));
}
