/** Operations on whole columns of I32F32 bits: one value per uid (spec yuma §1.4). */
import { type FixedPoint, I32F32 } from '../fixed/index.ts';

/** Every value divided by `sum`; unchanged if the sum is 0. */
export function normaliseBy(values: readonly bigint[], sum: bigint, format: FixedPoint = I32F32): bigint[] {
  return sum === 0n ? [...values] : values.map((x) => format.div(x, sum));
}

/**
 * Every value divided by the wrapping sum of all; unchanged if that is 0. Quotients are truncated, so the result usually
 * sums to a few bits below one.
 */
export function normalise(values: readonly bigint[], format: FixedPoint = I32F32): bigint[] {
  return normaliseBy(values, format.wrappingSum(values), format);
}

/** a_i·b_i; 0 where the product overflows. As long as the shorter of the two. */
export function checkedProducts(a: readonly bigint[], b: readonly bigint[]): bigint[] {
  return a.slice(0, b.length).map((x, i) => I32F32.cmul(x, b[i]!));
}
