/**
 * Conversions between the chain's fixed-point formats and its integers (spec yuma §1.3). All floor, then clamp.
 */
import { I32F32, I64F64, U96F32 } from './format.ts';

export const U16_MAX = 65_535;
export const U64_MAX = (1n << 64n) - 1n;

const U16_MAX_FIXED = I32F32.fromInteger(BigInt(U16_MAX));
/** Bits between the binary points of a format with 64 and one with 32 fractional bits. */
const POINT_SHIFT = 32n;

/** x / 65535 as I32F32 bits: 65535 gives exactly one. */
export function u16Ratio(x: number): bigint {
  return I32F32.div(I32F32.fromInteger(BigInt(x)), U16_MAX_FIXED);
}

/** x / (2^64−1) as U96F32 bits, for TaoWeight and parents' and children's proportions: only 32 fractional bits survive. */
export function u64Ratio(x: bigint): bigint {
  return U96F32.div(U96F32.fromInteger(x), U96F32.fromInteger(U64_MAX));
}

/** I32F32 bits of a share as a fraction of 65535, 0…65535. Not the inverse of `u16Ratio`: most values come back one smaller. */
export function quantise(share: bigint): number {
  return toU16(I32F32.mul(share, U16_MAX_FIXED));
}

/** I32F32 bits as an integer 0…65535. */
export function toU16(bits: bigint): number {
  const integer = I32F32.floor(bits);
  return integer < 0n ? 0 : integer > 65_535n ? U16_MAX : Number(integer);
}

/** An integer clamped to 0…2^64−1: what the pallet's `saturating_to_num::<u64>` gives for a floored value. */
export function clampU64(integer: bigint): bigint {
  return integer < 0n ? 0n : integer > U64_MAX ? U64_MAX : integer;
}

/** I64F64 bits as I32F32 bits. */
export function i64f64ToI32F32(bits: bigint): bigint {
  return I32F32.clamp(bits >> POINT_SHIFT);
}

/** U96F32 bits as I64F64 bits. */
export function u96f32ToI64F64(bits: bigint): bigint {
  return I64F64.clamp(bits << POINT_SHIFT);
}
