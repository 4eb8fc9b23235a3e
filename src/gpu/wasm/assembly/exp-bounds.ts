/**
 * Bounds of the chain's series for e^x from floating point, so that most of liquid alpha needs no series at all.
 *
 *   e^x·2^32 − slack(x)  ≤  series(x)  ≤  e^x·2^32 + a little      I32F32 bits, x in 0…20
 *
 * The host packs a table of slack, per eighth of x (slack.ts says why it is enough).
 */
import { H_SLACK } from './layout';

/** 2^29: an eighth as I32F32 bits. */
const STEP_BITS: u64 = 29;
const ONE_F64: f64 = 4294967296.0;
const LOG2_E: f64 = 1.4426950408889634;
const LN_2: f64 = 0.6931471805599453;
/** 1.5·2^52: added to a small double it leaves the nearest integer in the low bits, negative ones too. */
const ROUND: f64 = 6755399441055744.0;
/** Of a double's exponent, and 2^32 to make I32F32 bits. */
const EXPONENT_BIAS: u64 = 1023 + 32;

/** What the series for x lacks at most. */
// @ts-ignore: decorator
@inline
export function slack(x: u64): f64 {
  return load<f64>(H_SLACK + (<u32>(x >> STEP_BITS) << 3));
}

/**
 * e^x·2^32 with a relative error below 2^-45: x = k·ln 2 + r with |r| < 0.35, whose product is rounded by less than
 * 2^-48, and e^r by its Taylor polynomial of degree 11, which lacks r^12/12! < 2^-47.
 */
// @ts-ignore: decorator
@inline
export function estimate(x: u64): f64 {
  const exact = <f64>(<i64>x) / ONE_F64;
  const rounded = exact * LOG2_E + ROUND;
  const r = exact - (rounded - ROUND) * LN_2;
  const square = r * r;
  const fourth = square * square;
  const low = 1 + r + square * (0.5 + r * (1.0 / 6));
  const middle = 1.0 / 24 + r * (1.0 / 120) + square * (1.0 / 720 + r * (1.0 / 5040));
  const high = 1.0 / 40320 + r * (1.0 / 362880) + square * (1.0 / 3628800 + r * (1.0 / 39916800));
  const power = low + fourth * (middle + fourth * high);
  return power * reinterpret<f64>((reinterpret<u64>(rounded) + EXPONENT_BIAS) << 52);
}
