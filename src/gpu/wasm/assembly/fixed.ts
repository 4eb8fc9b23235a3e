/**
 * I32F32 numbers between 0 and one, and the two operations of an epoch, exact (spec yuma §1.2, §11).
 *
 *   product  ⌊a·b / 2^32⌋          a, b in 0…ONE
 *   share    ⌊a·2^32 / b⌋          0 ≤ a ≤ b < 2^48; 0 for b = 0
 *
 * Weights, and stored bonds as ratios, are one or at most ONE − 2, so u32 holds them with 0xffffffff standing for one
 * ("encoded"); the order is kept. Everything else may be ONE − 1 and takes u64.
 */

export const ONE: u64 = 0x1_0000_0000;
export const LOW: u64 = 0xffff_ffff;
/** One, encoded. */
export const SCORE_ONE: u32 = 0xffff_ffff;
/** A stored bond b as a ratio, encoded: ⌊b·2^32/65535⌋ = b·65537 for b < 65535, and 65535·65537 = 0xffffffff. */
export const RATIO_STEP: u32 = 65537;
const ONE_F64: f64 = 4294967296.0;
/** 2^52: added to a double in 0…2^52 it leaves the nearest integer in the low bits. */
const INTEGER_F64: f64 = 4503599627370496.0;
/** Low bits that a quotient of at most 2^32 + 1 takes. */
const QUOTIENT: u64 = 0x3_ffff_ffff;

/** The I32F32 bits of an encoded number. */
// @ts-ignore: decorator
@inline
export function decode(score: u32): u64 {
  return <u64>score + <u64>(score == SCORE_ONE);
}

/** A product; the 64-bit product wraps only for one times one, which the second term gives back. */
// @ts-ignore: decorator
@inline
export function product(a: u64, b: u64): u64 {
  return ((a * b) >> 32) + (a & b & ONE);
}

/** 2^32/b for `share`; 0 for b = 0. */
// @ts-ignore: decorator
@inline
export function reciprocal(b: u64): f64 {
  return b ? ONE_F64 / <f64>(<i64>b) : 0;
}

/**
 * a·2^32/b, given `reciprocal(b)`.
 *
 * a and b are exact doubles, so the estimate a·r has two relative errors of at most 2^-53 each and, being at most 2^32,
 * is off by less than 2^-19. Rounded to the nearest integer it is the quotient or one more; then, and only then, the
 * remainder a·2^32 − q·b is negative. |remainder| ≤ b < 2^63, so it is right although both terms wrap.
 */
// @ts-ignore: decorator
@inline
export function share(a: u64, b: u64, r: f64): u64 {
  const quotient = reinterpret<u64>(<f64>(<i64>a) * r + INTEGER_F64) & QUOTIENT;
  return quotient + <u64>(<i64>((a << 32) - quotient * b) >> 63);
}

/** A share as a stored u16: ⌊x·65535 / 2^32⌋. */
// @ts-ignore: decorator
@inline
export function quantise(x: u64): u32 {
  return <u32>(((x << 16) - x) >> 32);
}
