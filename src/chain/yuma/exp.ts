/**
 * e^z in I32F32 as the chain computes it (crate `substrate-fixed` `transcendental::exp`; spec yuma §5): a Taylor series
 * of 31 terms, each truncated. At z = 20 it is 0.8 % low; up to 10 the relative error stays below 10^-7.
 */
import { I32F32, larger, smaller } from '../fixed/index.ts';

/** Arguments are clamped to ±20. */
const LIMIT = I32F32.fromInteger(20n);
/** QUIRK: z = 1 is not summed but taken from a constant with 23 fractional bits. */
const E = 22_802_600n << 9n;
const LAST_TERM = 31n;

/** e^z; z and the result are I32F32 bits. */
export function expSafe(z: bigint): bigint {
  const clamped = larger(smaller(z, LIMIT), -LIMIT);
  if (clamped === 0n) return I32F32.one;
  if (clamped === I32F32.one) return E;
  // Within ±20 nothing overflows, so plain integers do.
  return clamped > 0n ? series(clamped) : (I32F32.one << I32F32.fractionBits) / series(-clamped);
}

/** 1 + x + x²/2! + … + x^31/31! for x > 0, every term floored twice: after the product and after the quotient. */
function series(x: bigint): bigint {
  let sum = I32F32.one + x;
  let term = x;
  for (let i = 2n; i <= LAST_TERM && term > 0n; i++) {
    term = ((term * x) >> I32F32.fractionBits) / i;
    sum += term;
  }
  return sum;
}
