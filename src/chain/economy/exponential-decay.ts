/**
 * e^(−t/τ) as the locks use it (spec economy §15; `exp` of the crate `substrate-fixed` on I64F64).
 *
 *   x = min(t/τ, 40) · e^(−x) = 1 / (1 + x + x²/2! + … + x^63/63!)          every quotient and product floored to 2^−64
 *
 * QUIRK: past 40 time constants it no longer falls; 78 units of 2^−64 stay, which is nothing of any lock.
 */
import { I64F64, smaller } from '../fixed/index.ts';

/** Terms of the series: one less than the fractional bits. */
const LAST_TERM = 63n;
/** Largest x; set by the pallet, since e^x has to fit 63 bits. */
const MAX_RATIO = I64F64.fromInteger(40n);

/** e^(−elapsed/timeConstant) as U64F64 bits, 0 < … ≤ 1; both in blocks (u64). Without a time constant all is gone at once. */
export function exponentialDecay(elapsedBlocks: bigint, timeConstantBlocks: bigint): bigint {
  if (elapsedBlocks === 0n) return I64F64.one;
  if (timeConstantBlocks === 0n) return 0n;
  const ratio = I64F64.sdiv(I64F64.fromInteger(elapsedBlocks), I64F64.fromInteger(timeConstantBlocks));
  return I64F64.div(I64F64.one, growth(smaller(ratio, MAX_RATIO)));
}

/** e^x, x as bits. */
function growth(x: bigint): bigint {
  let term = x;
  let sum = I64F64.one + x;
  for (let n = 2n; n <= LAST_TERM; n++) {
    term = I64F64.mul(term, x) / n;
    sum += term;
  }
  return sum;
}
