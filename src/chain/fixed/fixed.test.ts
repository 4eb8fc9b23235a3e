import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampU64,
  I32F32,
  I64F64,
  i64f64ToI32F32,
  quantise,
  toU16,
  U64_MAX,
  U96F32,
  u16Ratio,
  u96f32ToI64F64,
} from './index.ts';

const SEED = 20_260_630;
const { one, max, min } = I32F32;

describe('fixed-point operations', () => {
  it('floor products, also negative ones', () => {
    expect(I32F32.mul(-1n, one / 2n)).toBe(-1n);
    expect(I32F32.mul(1n, one / 2n)).toBe(0n);
  });

  it('truncate quotients toward zero', () => {
    expect(I32F32.div(-1n, 2n * one)).toBe(0n);
    expect(I32F32.div(-3n * one, 2n * one)).toBe(-(3n * one) / 2n);
  });

  it('clamp, give zero or wrap as their names say', () => {
    expect(I32F32.add(max, 1n)).toBe(max);
    expect(I32F32.sub(min, 1n)).toBe(min);
    expect(I32F32.mul(max, -2n * one)).toBe(min);
    expect(I32F32.cmul(max, 2n * one)).toBe(0n);
    expect(I32F32.div(max, one / 2n)).toBe(0n);
    expect(I32F32.sdiv(max, -one / 2n)).toBe(min);
    expect(I32F32.wrappingSum([max, 1n])).toBe(min);
    expect(U96F32.sub(0n, 1n)).toBe(0n);
  });

  it('divide by zero to zero', () => {
    expect(I32F32.div(one, 0n)).toBe(0n);
    expect(() => I32F32.sdiv(one, 0n)).toThrow(RangeError);
  });

  it('never leave the range of their format', () => {
    const bits = fc.bigInt({ min, max });
    fc.assert(
      fc.property(bits, bits, (a, b) => {
        const { add, sub, mul, cmul, div } = I32F32;
        for (const result of [add(a, b), sub(a, b), mul(a, b), cmul(a, b), div(a, b)]) {
          expect(BigInt.asIntN(64, result)).toBe(result);
        }
      }),
      { seed: SEED },
    );
  });
});

describe('conversions', () => {
  it('take the whole of u16 to one and back', () => {
    expect(u16Ratio(65_535)).toBe(one);
    expect(u16Ratio(32_767)).toBe(2_147_450_879n);
    expect(quantise(one)).toBe(65_535);
    expect(quantise(one - 1n)).toBe(65_534);
  });

  it('lose one unit of every u16 between the ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65_534 }), (x) => {
        expect(quantise(u16Ratio(x))).toBe(x - 1);
      }),
      { seed: SEED },
    );
  });

  it('floor and clamp', () => {
    expect(toU16(-1n)).toBe(0);
    expect(toU16(max)).toBe(65_535);
    expect(toU16(one - 1n)).toBe(0);
    expect(clampU64(-1n)).toBe(0n);
    expect(clampU64(U64_MAX + 1n)).toBe(U64_MAX);
    expect(i64f64ToI32F32(-1n)).toBe(-1n);
    expect(i64f64ToI32F32(I64F64.max)).toBe(max);
    expect(u96f32ToI64F64(U96F32.max)).toBe(I64F64.max);
  });
});
