/**
 * Perquintill: a share in parts of 10^18, as the pool's weights are kept (`sp_arithmetic::Perquintill`).
 *
 *   parts·x, rounded half up (the pallet's own `mul_perquintill_round`) · p/s as parts (`from_rational`)
 */
import { larger, smaller } from '../../fixed/index.ts';

/** The whole, in parts. */
export const PERQUINTILL = 10n ** 18n;
export const U128_MAX = (1n << 128n) - 1n;

/** round(parts/10^18 · value), halves up, u128. `value` is u128, `parts` 0…10^18. */
export function mulPerquintillRound(parts: bigint, value: bigint): bigint {
  return smaller((value * parts + PERQUINTILL / 2n) / PERQUINTILL, U128_MAX);
}

/**
 * part/whole in parts of 10^18, floored; part ≤ whole, whole > 0, both u128.
 *
 * QUIRK: both are first divided by the integer that brings the whole below 10^18, which loses a few parts of 10^18.
 */
export function perquintillFromRational(part: bigint, whole: bigint): bigint {
  const shrink = larger((whole + PERQUINTILL - 1n) / PERQUINTILL, 1n);
  return ((part / shrink) * PERQUINTILL) / (whole / shrink);
}
