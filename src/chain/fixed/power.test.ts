import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaledPower } from './index.ts';

const SEED = 20_261_120;
const SCALE = 10n ** 18n;
const U64 = (1n << 64n) - 1n;

const power = (a: bigint, b: bigint, p: bigint, q: bigint, scale = SCALE): bigint =>
  scaledPower({ numerator: a, denominator: b }, { numerator: p, denominator: q }, scale);

describe('powers of fractions', () => {
  it('are the floor that integer arithmetic defines', () => {
    const base = fc.bigInt({ min: 1n, max: U64 });
    const small = fc.bigInt({ min: 1n, max: 12n });
    fc.assert(
      fc.property(base, base, small, small, (a, b, p, q) => {
        const result = power(a, b, p, q);
        const exact = SCALE ** q * a ** p;
        expect(result ** q * b ** p <= exact).toBe(true);
        expect((result + 1n) ** q * b ** p > exact).toBe(true);
      }),
      { seed: SEED },
    );
  });

  it('are exact where the result is a whole number', () => {
    const root = fc.bigInt({ min: 1n, max: 30n });
    fc.assert(
      fc.property(root, root, fc.bigInt({ min: 1n, max: 40n }), fc.bigInt({ min: 2n, max: 20n }), (c, d, p, q) => {
        const scale = d ** p;
        expect(power(c ** q, d ** q, p, q, scale)).toBe(c ** p);
        expect(power(c ** q, d ** q, p, q, scale * 7n)).toBe(7n * c ** p);
      }),
      { seed: SEED },
    );
  });

  /** Computed with 150 decimal digits by Python's `decimal`: exp(p/q · ln(a/b)) · 10^18, truncated. */
  it.each([
    [U64 - 1n, U64, 487654321012345678n, 512345678987654322n, 999999999999999999n],
    [1n, U64, 487654321012345678n, 512345678987654322n, 0n],
    [1n, 1001n, 989999999999999999n, 10000000000000001n, 0n],
    [(1n << 127n) + 12_345n, 3n, 333333333333333333n, SCALE, 3842047515102090033067835932978n],
    [SCALE, SCALE + 1n, 10000000000000001n, 989999999999999999n, 999999999999999999n],
    [27123456789012n, 36160056400385n, 500000000000001n, 499999999999999n, 750094427085107711n],
  ])('agree with decimal arithmetic: (%d/%d)^(%d/%d)', (a, b, p, q, expected) => {
    expect(power(a, b, p, q)).toBe(expected);
  });

  it('fall with the exponent for bases below one and rise with the base', () => {
    const base = fc.bigInt({ min: 1n, max: U64 });
    const exponent = fc.bigInt({ min: 1n, max: 99n * SCALE });
    fc.assert(
      fc.property(base, base, base, exponent, exponent, (x, y, z, p1, p2) => {
        const [low, middle, high] = [x, y, z].sort((a, b) => (a < b ? -1 : 1)) as [bigint, bigint, bigint];
        const [less, more] = p1 < p2 ? [p1, p2] : [p2, p1];
        expect(power(low, high, more, SCALE) <= power(low, high, less, SCALE)).toBe(true);
        expect(power(low, high, less, SCALE) <= power(middle, high, less, SCALE)).toBe(true);
      }),
      { seed: SEED },
    );
  });

  it('are the scale for a base of one or an exponent of zero, and zero where a part is missing', () => {
    expect(power(7n, 7n, 123n, SCALE)).toBe(SCALE);
    expect(power(7n, 9n, 0n, SCALE)).toBe(SCALE);
    expect(power(0n, 9n, 1n, 3n)).toBe(0n);
    expect(power(9n, 0n, 1n, 3n)).toBe(0n);
    expect(power(9n, 8n, 1n, 0n)).toBe(0n);
  });

  it('refuse what the error bound does not cover', () => {
    expect(() => power(1n << 128n, 3n, 1n, 3n)).toThrow(RangeError);
    expect(() => power(3n, (1n << 128n) + 1n, 1n, 3n)).toThrow(RangeError);
    expect(() => power(2n, 3n, 129n, 1n)).toThrow(RangeError);
    expect(() => power(-2n, 3n, 1n, 2n)).toThrow(RangeError);
    expect(() => power(2n, 3n, -1n, 2n)).toThrow(RangeError);
    expect(power(1n << 127n, 1n, 128n, 1n, 1n)).toBe(1n << (127n * 128n));
  });
});
