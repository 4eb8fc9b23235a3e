/**
 * The operations of `fixed.ts` on vectors. For dense rows no score and no stake is one, so u32 holds them as they are,
 * four to a vector; shares that may be one take two to a vector.
 */

import { H_INTEGERS, H_ZEROS } from './layout';

const ONE_F64: f64 = 4294967296.0;

/** 2^52 twice: added to doubles in 0…2^52 it leaves the nearest integers in the low bits. */
// @ts-ignore: decorator
@inline
export function integers(): v128 {
  return v128.load(H_INTEGERS);
}

// @ts-ignore: decorator
@inline
export function zeros(): v128 {
  return v128.load(H_ZEROS);
}

/** ⌊a·b / 2^32⌋ of four u32. */
// @ts-ignore: decorator
@inline
export function products(a: v128, b: v128): v128 {
  return highWords(i64x2.extmul_low_i32x4_u(a, b), i64x2.extmul_high_i32x4_u(a, b));
}

/** ⌈a·b / 2^32⌉ of four u32: the product is at most 2^64 − 2^33 + 1, so rounding up does not wrap. */
// @ts-ignore: decorator
@inline
export function productsUp(a: v128, b: v128): v128 {
  const round = i64x2.splat(0xffff_ffff);
  return highWords(
    i64x2.add(i64x2.extmul_low_i32x4_u(a, b), round),
    i64x2.add(i64x2.extmul_high_i32x4_u(a, b), round),
  );
}

// @ts-ignore: decorator
@inline
export function highWords(low: v128, high: v128): v128 {
  return v128.shuffle<u32>(low, high, 1, 3, 5, 7);
}

/** ⌊a·b / 2^32⌋ of two u64, not both one. */
// @ts-ignore: decorator
@inline
export function products64(a: v128, b: v128): v128 {
  return i64x2.shr_u(i64x2.mul(a, b), 32);
}

/** 2^32/b for `shares`, two u64 below 2^52; any number for b = 0, where a is 0. */
export function reciprocals64(b: v128, integer: v128): v128 {
  return f64x2.pmin(f64x2.splat(ONE_F64), f64x2.div(f64x2.splat(ONE_F64), doubles(b, integer)));
}

/**
 * a·2^32/b of two u64, 0 ≤ a ≤ b, given `reciprocals64(b)`, `integers()` and `zeros()`: the estimate and its correction
 * are `share` of fixed.ts.
 */
// @ts-ignore: decorator
@inline
export function shares(a: v128, b: v128, r: v128, integer: v128, zero: v128): v128 {
  const quotient = nearest(a, r, integer);
  const remainder = i64x2.sub(i64x2.shl(a, 32), i64x2.mul(quotient, b));
  return i64x2.add(quotient, i64x2.lt_s(remainder, zero));
}

/**
 * The same for b < 2^31: then the remainder is an i32, of which a·2^32 has no bits. Only quotients below 2^32 are ever
 * too large, so that taking one away concerns the low words alone.
 */
// @ts-ignore: decorator
@inline
export function smallShares(a: v128, b: v128, r: v128, integer: v128, zero: v128): v128 {
  const quotient = nearest(a, r, integer);
  return i32x4.add(quotient, i32x4.gt_s(i32x4.mul(quotient, b), zero));
}

/** The integers next to a·r. */
// @ts-ignore: decorator
@inline
function nearest(a: v128, r: v128, integer: v128): v128 {
  return v128.xor(f64x2.add(f64x2.mul(doubles(a, integer), r), integer), integer);
}

/** Two u64 below 2^52 as doubles, exactly. */
// @ts-ignore: decorator
@inline
function doubles(a: v128, integer: v128): v128 {
  return f64x2.sub(v128.or(a, integer), integer);
}

/** ⌊x·65535 / 2^32⌋ of four u32: x/2^16 less one unit where the rest is too small to pay for x/2^32. */
// @ts-ignore: decorator
@inline
export function quantised(x: v128): v128 {
  return i32x4.add(i32x4.shr_u(x, 16), i32x4.lt_u(i32x4.shl(x, 16), x));
}

/** The same of two u64 up to one. */
// @ts-ignore: decorator
@inline
export function quantised64(x: v128): v128 {
  return i64x2.shr_u(i64x2.sub(i64x2.shl(x, 16), x), 32);
}

/** Stores two u64 below 2^32 as u32. */
// @ts-ignore: decorator
@inline
export function storeWords(at: usize, x: v128): void {
  v128.store_lane<u64>(at, v128.shuffle<u32>(x, x, 0, 2, 0, 2), 0);
}

/** The lower and the upper two of four u32 as u64. */
// @ts-ignore: decorator
@inline
export function lower(x: v128): v128 {
  return i64x2.extend_low_i32x4_u(x);
}
// @ts-ignore: decorator
@inline
export function upper(x: v128): v128 {
  return i64x2.extend_high_i32x4_u(x);
}

/** Adds to the vector at an address. */
// @ts-ignore: decorator
@inline
export function addAt(at: usize, x: v128): void {
  v128.store(at, i64x2.add(v128.load(at), x));
}
