/**
 * The swap fee, taken from what is paid in before it reaches the pool (spec economy §6); all of it goes to the author of
 * the block.
 *
 *   of a gross amount:  ⌊amount · (rate/65535)⌋         on top of a net amount:  ⌊net · (rate/(65535 − rate))⌋
 *
 * QUIRK: the rate is truncated to U64F64 first, so multiples of 65535 pay one rao less than the fraction says.
 */
import { U16_MAX, U64F64 } from '../../fixed/index.ts';

/** `FeeRate` of a subnet that has set none: 33/65535, about 0.05 %. */
export const DEFAULT_FEE_RATE = 33;

/** Rao of `amount` (u64), `feeRate` in parts of 65535. */
export function swapFee(amount: bigint, feeRate: number): bigint {
  return portion(amount, feeRate, U16_MAX);
}

/** Rao that are paid besides `netIn` (u64) where the limit, not the payer, decides what reaches the pool. */
export function feeOnTop(netIn: bigint, feeRate: number): bigint {
  return portion(netIn, feeRate, U16_MAX - feeRate);
}

function portion(amount: bigint, part: number, whole: number): bigint {
  const ratio = U64F64.div(U64F64.fromInteger(BigInt(part)), U64F64.fromInteger(BigInt(whole)));
  return U64F64.floor(U64F64.mul(U64F64.fromInteger(amount), ratio));
}
