/**
 * Fixed-point numbers as the chain computes them: a two's-complement integer ("bits") with an implied binary point.
 *
 * A value is the bigint of its bits; the format gives the operations. They are those of the crate `substrate-fixed`
 * as the pallet uses it (spec yuma §1.2): multiplication floors, division truncates toward zero, and every operation
 * says in its name what happens on overflow. Arguments must already lie within the format's range.
 */

export interface FixedPoint {
  readonly name: string;
  /** Bits behind the binary point. */
  readonly fractionBits: bigint;
  readonly min: bigint;
  readonly max: bigint;
  readonly one: bigint;
  /** a + b, clamped. */
  add(a: bigint, b: bigint): bigint;
  /** a − b, clamped. */
  sub(a: bigint, b: bigint): bigint;
  /** ⌊a·b⌋, clamped; floors for negative products too. */
  mul(a: bigint, b: bigint): bigint;
  /** ⌊a·b⌋; 0 on overflow ("checked" in the pallet). */
  cmul(a: bigint, b: bigint): bigint;
  /** a/b truncated toward zero; 0 on overflow and for b = 0 ("safe" in the pallet). */
  div(a: bigint, b: bigint): bigint;
  /** a/b truncated toward zero, clamped. @throws RangeError if b = 0. */
  sdiv(a: bigint, b: bigint): bigint;
  /** Σ values, wrapping around the format's width: the pallet sums vectors with plain `+` in a release build. */
  wrappingSum(values: Iterable<bigint>): bigint;
  /** The integer x as fixed point, clamped. */
  fromInteger(x: bigint): bigint;
  /** ⌊a⌋ as an unclamped integer. */
  floor(a: bigint): bigint;
  /** An exact result brought into range. */
  clamp(exact: bigint): bigint;
}

/** The format with `integerBits` before and `fractionBits` behind the point; the sign counts as an integer bit. */
function fixedPoint(name: string, signed: boolean, integerBits: number, fractionBits: number): FixedPoint {
  const width = integerBits + fractionBits;
  const fraction = BigInt(fractionBits);
  const max = (1n << BigInt(signed ? width - 1 : width)) - 1n;
  const min = signed ? -max - 1n : 0n;
  const wrap = signed ? BigInt.asIntN : BigInt.asUintN;

  const clamp = (exact: bigint): bigint => (exact > max ? max : exact < min ? min : exact);
  const orZero = (exact: bigint): bigint => (exact > max || exact < min ? 0n : exact);
  return {
    name,
    fractionBits: fraction,
    min,
    max,
    one: 1n << fraction,
    clamp,
    add: (a, b) => clamp(a + b),
    sub: (a, b) => clamp(a - b),
    mul: (a, b) => clamp((a * b) >> fraction),
    cmul: (a, b) => orZero((a * b) >> fraction),
    div: (a, b) => (b === 0n ? 0n : orZero((a << fraction) / b)),
    sdiv: (a, b) => clamp((a << fraction) / b),
    wrappingSum(values) {
      let sum = 0n;
      for (const value of values) sum += value;
      return wrap(width, sum);
    },
    fromInteger: (x) => clamp(x << fraction),
    floor: (a) => a >> fraction,
  };
}

/** Every weight, bond, stake share, consensus, incentive and dividend. */
export const I32F32 = fixedPoint('I32F32', true, 32, 32);
/** Stake before normalisation. */
export const I64F64 = fixedPoint('I64F64', true, 64, 64);
/** Emission products, prices. */
export const I96F32 = fixedPoint('I96F32', true, 96, 32);
/** TaoWeight, parent and child shares. */
export const U96F32 = fixedPoint('U96F32', false, 96, 32);
/** Mechanism weights, pool prices. */
export const U64F64 = fixedPoint('U64F64', false, 64, 64);
