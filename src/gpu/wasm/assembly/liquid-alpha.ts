/**
 * Liquid alpha as a function of the distance d (spec yuma §5):
 *
 *   α = low + ⌊σ·(high − low)⌋    σ = ⌊2^64 / (ONE + e^z)⌋    z = ⌊slope·(d − ½)⌋, cut to ±20
 *
 * With low ≥ high the pallet's clamp gives low for every d; otherwise, σ being in 0…ONE, the clamp changes nothing.
 *
 * α follows the series for e^|z| monotonically. So α is found for a lower and an upper bound of the series; where both
 * give the same integer, that is α, and elsewhere the series is summed: for 9 % of the distances at the default steepness
 * and alphas (measured).
 */
import { series } from './exp';
import { estimate, slack } from './exp-bounds';
import { LOW, ONE } from './fixed';

const HALF: i64 = 0x8000_0000;
/** Arguments of e^z are cut to ±20. */
const LIMIT: i64 = 20 << 32;
/** QUIRK: e^1 is not summed but a constant with 23 fractional bits. */
const E: u64 = 22802600 << 9;
const ONE_F64: f64 = 4294967296.0;
/** 2^64. */
const SQUARE_F64: f64 = 18446744073709551616.0;
const INTEGER_F64: f64 = 4503599627370496.0;
/** What rounding may do to a quotient of at most 2^32: a relative 2^-52, so far below this. */
const MARGIN: f64 = 1.0 / 65536;
/** Around the estimate of the series: its relative error, twice; and more than the rounding of what is subtracted. */
const ABOVE: f64 = 1 + 1.0 / 17592186044416.0;
const BELOW: f64 = 1 - 1.0 / 17592186044416.0;
const REST: f64 = 1.0 / 16;

/** Replaces u64 distances (0…ONE) by alphas. `steepness` in hundredths, i16. */
export function findAlphas(distances: usize, length: u32, steepness: i32, low: u64, high: u64): void {
  // Truncated toward zero.
  const slope = (<i64>steepness << 32) / -100;
  const range = high - low;
  for (let at = distances; at < distances + (length << 3); at += 8) {
    if (low >= high) {
      store<u64>(at, low);
      continue;
    }
    const z = exponent(slope, load<u64>(at));
    const x: u64 = z < 0 ? -z : z;
    const most = estimate(x) * ABOVE;
    const least = most * BELOW * BELOW - slack(x) - REST;
    // e^z for both: of a negative z the inverse, floored.
    const powerLow = z < 0 ? floor(SQUARE_F64 / most - MARGIN) : least;
    const powerHigh = z < 0 ? floor(SQUARE_F64 / least + MARGIN) : most;
    const sigmaHigh = integer(floor(SQUARE_F64 / (ONE_F64 + powerLow) + MARGIN));
    const sigmaLow = integer(floor(SQUARE_F64 / (ONE_F64 + powerHigh) - MARGIN));
    const part = (sigmaLow * range) >> 32;
    const isDecided = part == (sigmaHigh * range) >> 32 && z != <i64>ONE;
    store<u64>(at, low + (isDecided ? part : exactPart(z, range)));
  }
}

/** slope·(d − ½), floored: |slope| < 2^41 and |d − ½| ≤ 2^31, so the slope is taken in two parts. */
// @ts-ignore: decorator
@inline
function exponent(slope: i64, distance: u64): i64 {
  const centred = <i64>distance - HALF;
  const z = (slope >> 32) * centred + (((slope & LOW) * centred) >> 32);
  return max(-LIMIT, min(LIMIT, z));
}

/** ⌊σ·range⌋ with σ from the series itself. */
function exactPart(z: i64, range: u64): u64 {
  const sum = series(z < 0 ? -z : z);
  const power = z < 0 ? inverse(sum) : z == <i64>ONE ? E : sum;
  return (inverse(ONE + power) * range) >> 32;
}

/** ⌊2^64/x⌋ for x > 1. */
// @ts-ignore: decorator
@inline
function inverse(x: u64): u64 {
  return u64.MAX_VALUE / x + <u64>((x & (x - 1)) == 0);
}

/** A double that is an integer in 0…2^52. */
// @ts-ignore: decorator
@inline
function integer(x: f64): u64 {
  return reinterpret<u64>(x + INTEGER_F64) & 0xf_ffff_ffff_ffff;
}
