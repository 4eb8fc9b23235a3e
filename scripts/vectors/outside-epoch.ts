/**
 * Functions of the pallet's epoch maths that its epoch no longer calls, but that vectors pin (subtensor
 * `epoch/math.rs`). They live here because nothing in the application needs them.
 */
import { ascending, I32F32, u16Ratio } from '../../src/chain/fixed/index.ts';
import { normalise } from '../../src/chain/yuma/columns.ts';
import { expSafe } from '../../src/chain/yuma/exp.ts';

const { one } = I32F32;

/** 1 / (1 + e^(−rho·(x − kappa))), I32F32 bits. */
export function sigmoidSafe(x: bigint, rho: bigint, kappa: bigint): bigint {
  const exponent = I32F32.mul(I32F32.mul(rho, -one), I32F32.sub(x, kappa));
  return I32F32.div(one, I32F32.add(expSafe(exponent), one));
}

/** The `k` largest values; among equal ones the higher indices win. */
export function top(values: readonly bigint[], k: number): boolean[] {
  const fromSmallest = values.map((_, index) => index).sort((a, b) => ascending(values[a]!, values[b]!));
  const losers = new Set(fromSmallest.slice(0, Math.max(0, values.length - k)));
  return values.map((_, index) => !losers.has(index));
}

/** True if no weight, once normalised, exceeds `limit`/65535. */
export function isMaxLimited(weights: readonly number[], limit: number): boolean {
  const shares = normalise(weights.map((weight) => I32F32.fromInteger(BigInt(weight))));
  return shares.every((share) => share <= u16Ratio(limit));
}
