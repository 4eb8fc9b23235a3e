/**
 * Decimal floating point, as the shares of a hotkey's pool are stored since 2026 (spec economy §13, crate `share-pool`).
 *
 *   value = mantissa · 10^exponent,  10^20 < mantissa ≤ 10^21  or both zero                 ≥ 0, about 20 decimal digits
 *
 * Every operation is exact and then cut to the digits that fit; cutting rounds down. How the pallet aligns two exponents in
 * a sum is not documented: here the sum is exact before it is cut.
 */

import { ChainError } from '../error.ts';
import { smaller } from '../fixed/index.ts';

export interface SafeFloat {
  readonly mantissa: bigint;
  readonly exponent: bigint;
}

const MANTISSA_MAX = 10n ** 21n;
const MANTISSA_MIN = 10n ** 20n;

/** Shares are of the order of rao: exponents beyond this are no shares, and their powers would cost memory without bound. */
const MAX_EXPONENT = 128n;
/** Decimal digits kept of an older share's binary fraction; 2^-64 has twenty. */
const LEGACY_DIGITS = 24n;

export const ZERO_SHARE: SafeFloat = { mantissa: 0n, exponent: 0n };

export const fromRao = (rao: bigint): SafeFloat => normalised(rao, 0n);

/** A share in the older notation: U64F64 bits. */
export const fromLegacyShare = (bits: bigint): SafeFloat =>
  normalised((bits * powerOfTen(LEGACY_DIGITS)) >> 64n, -LEGACY_DIGITS);

/** ⌊value⌋, unclamped. @throws ChainError `economy/bad-share` for an exponent that no share has */
export function floorOf({ mantissa, exponent }: SafeFloat): bigint {
  return exponent >= 0n ? mantissa * powerOfTen(exponent) : mantissa / powerOfTen(-exponent);
}

export function addShares(a: SafeFloat, b: SafeFloat): SafeFloat {
  if (a.mantissa === 0n) return b;
  if (b.mantissa === 0n) return a;
  const exponent = smaller(a.exponent, b.exponent);
  return normalised(scaledTo(a, exponent) + scaledTo(b, exponent), exponent);
}

/** a − b, at least 0. */
export function subtractShares(a: SafeFloat, b: SafeFloat): SafeFloat {
  if (b.mantissa === 0n) return a;
  const exponent = smaller(a.exponent, b.exponent);
  const difference = scaledTo(a, exponent) - scaledTo(b, exponent);
  return difference > 0n ? normalised(difference, exponent) : ZERO_SHARE;
}

/** a·b/c, each mantissa product floored by the division; 0 where c is 0. */
export function mulDiv(a: SafeFloat, b: SafeFloat, c: SafeFloat): SafeFloat {
  if (c.mantissa === 0n) return ZERO_SHARE;
  return normalised((a.mantissa * b.mantissa) / c.mantissa, a.exponent + b.exponent - c.exponent);
}

const scaledTo = ({ mantissa, exponent }: SafeFloat, to: bigint): bigint => mantissa * powerOfTen(exponent - to);

function powerOfTen(exponent: bigint): bigint {
  if (exponent <= 2n * MAX_EXPONENT) return 10n ** exponent;
  throw new ChainError('economy/bad-share', `expected exponents within ±${MAX_EXPONENT}, got ${exponent}`);
}

function normalised(mantissa: bigint, exponent: bigint): SafeFloat {
  if (mantissa === 0n) return ZERO_SHARE;
  let [m, e] = [mantissa, exponent];
  for (; m > MANTISSA_MAX; e++) m /= 10n;
  for (; m <= MANTISSA_MIN; e--) m *= 10n;
  return { mantissa: m, exponent: e };
}
