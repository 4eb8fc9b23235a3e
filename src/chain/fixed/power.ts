/**
 * Powers of fractions with fractional exponents, floored exactly.
 *
 *   R = ⌊scale · (a/b)^(p/q)⌋ = ⌊scale · exp((p/q)·ln(a/b))⌋
 *
 * Logarithm and exponential are estimated in fixed point with an error bound. If the bound leaves two candidates the
 * estimate is repeated with twice the bits; where the power may be a whole number (both a and b are q-th powers, which
 * below 2^128 needs q < 128) integers decide. The pool's rules rest on it (spec economy §6); the chain computes the same
 * with `safe_bigmath::pow_ratio_scaled`.
 *
 * QUIRK: a base or an exponent's denominator of zero gives 0, for every exponent: the crate has no answer there and both
 * of its users take zero.
 * DIFFERS: the crate's series for exp has at most 408 terms, too few where (p/q)·ln(a/b) < −137, and garbage comes out;
 * here it is 0. A pool gets there only with an uneven weight over 95 % and an input of many times its reserve.
 */
export interface Fraction {
  /** ≥ 0. */
  readonly numerator: bigint;
  /** ≥ 0; see the quirk for 0. */
  readonly denominator: bigint;
}

/** Bits of a and b: prices are 128 bits wide. */
const MAX_BASE_BITS = 128;
/** The largest p/q; weights of a pool give at most 99. */
const MAX_EXPONENT = 128n;
/** Of the first attempt: leaves a 64-bit result undecided about once in 2^60 times. */
const FIRST_PRECISION = 160n;
/**
 * The relative error of one estimate is below 2^(ERROR_BITS − precision), at up to 2^9 terms per series. In units of the
 * last place: a logarithm of a mantissa and ln 2 err by less than 2^11; 2^7 times ln 2, times an exponent of up to 2^7,
 * by 2^25; taking up to 2^14 times ln 2 away, by 2^25 more; the exponential doubles that. Below 2^29 with all roundings.
 */
const ERROR_BITS = 32n;

/**
 * ⌊scale · base^exponent⌋, unclamped. Base below 2^128 in both parts, exponent 0…128, scale ≥ 0.
 * @throws RangeError beyond that
 */
export function scaledPower(base: Fraction, exponent: Fraction, scale: bigint): bigint {
  const parts = [base.numerator, base.denominator, exponent.numerator, exponent.denominator, scale];
  if (parts.some((part) => part < 0n)) throw new RangeError('power: expected no negative part');
  if (base.numerator === 0n || base.denominator === 0n || exponent.denominator === 0n) return 0n;
  const { numerator: a, denominator: b } = reduced(base);
  const { numerator: p, denominator: q } = reduced(exponent);
  if (bitLength(a) > MAX_BASE_BITS || bitLength(b) > MAX_BASE_BITS) throw new RangeError('power: base over 128 bits');
  if (p > q * MAX_EXPONENT) throw new RangeError(`power: exponent ${p}/${q}, expected at most ${MAX_EXPONENT}`);
  if (a === b || p === 0n) return scale;
  if (q === 1n) return (scale * a ** p) / b ** p;
  for (let precision = FIRST_PRECISION; ; precision *= 2n) {
    const { low, high } = bounds(a, b, p, q, scale, precision);
    if (low === high) return low;
    const mayBeWhole = q < BigInt(MAX_BASE_BITS);
    if (mayBeWhole && high - low === 1n) return high ** q * b ** p <= scale ** q * a ** p ? high : low;
  }
}

/** Floors of the least and the greatest value that the true one can have. */
function bounds(a: bigint, b: bigint, p: bigint, q: bigint, scale: bigint, precision: bigint) {
  const ln2 = 2n * inverseTangent((1n << precision) / 3n, precision);
  const exponent = (logarithm(a, b, ln2, precision) * p) / q;
  const twos = exponent / ln2;
  const mantissa = exponential(exponent - twos * ln2, precision);
  const error = (mantissa >> (precision - ERROR_BITS)) + 1n;
  const floored = (value: bigint): bigint => shiftLeft(scale * value, twos - precision);
  return { low: floored(mantissa - error), high: floored(mantissa + error) };
}

/** ln(a/b) = k·ln 2 + 2·artanh((a − 2^k·b)/(a + 2^k·b)), k such that the last argument is within ±1/3. */
function logarithm(a: bigint, b: bigint, ln2: bigint, precision: bigint): bigint {
  const k = BigInt(bitLength(a) - bitLength(b));
  const [above, below] = k < 0n ? [a << -k, b] : [a, b << k];
  return k * ln2 + 2n * inverseTangent(((above - below) << precision) / (above + below), precision);
}

/** artanh z = z + z³/3 + z⁵/5 + …, |z| ≤ 1/3. */
function inverseTangent(z: bigint, precision: bigint): bigint {
  const square = (z * z) >> precision;
  let sum = 0n;
  let power = z;
  for (let n = 1n; power !== 0n; n += 2n) {
    sum += power / n;
    // Division, not a shift: a negative power must reach zero.
    power = (power * square) / (1n << precision);
  }
  return sum;
}

/** e^x = 1 + x + x²/2 + …, |x| < ln 2. */
function exponential(x: bigint, precision: bigint): bigint {
  let sum = 0n;
  let term = 1n << precision;
  for (let n = 1n; term !== 0n; n += 1n) {
    sum += term;
    term = (term * x) / (n << precision);
  }
  return sum;
}

function reduced({ numerator, denominator }: Fraction): Fraction {
  let [a, b] = [numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}

const bitLength = (x: bigint): number => x.toString(2).length;

const shiftLeft = (x: bigint, bits: bigint): bigint => (bits < 0n ? x >> -bits : x << bits);
