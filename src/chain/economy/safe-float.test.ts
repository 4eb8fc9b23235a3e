import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChainError } from '../error.ts';
import {
  addShares,
  floorOf,
  fromLegacyShare,
  fromRao,
  mulDiv,
  type SafeFloat,
  subtractShares,
  ZERO_SHARE,
} from './safe-float.ts';

const SEED = 20_261_120;
const u64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
const isNormal = ({ mantissa, exponent }: SafeFloat): boolean =>
  mantissa === 0n ? exponent === 0n : mantissa > 10n ** 20n && mantissa <= 10n ** 21n;

describe('decimal floats', () => {
  it('hold every u64 exactly, with a mantissa of 21 digits', () => {
    fc.assert(
      fc.property(u64, (rao) => {
        expect(floorOf(fromRao(rao))).toBe(rao);
        expect(isNormal(fromRao(rao))).toBe(true);
      }),
      { seed: SEED },
    );
    expect(fromRao(1n)).toEqual({ mantissa: 10n ** 21n, exponent: -21n });
    expect(fromRao(0n)).toEqual(ZERO_SHARE);
  });

  it('add and subtract whole numbers exactly', () => {
    fc.assert(
      fc.property(u64, u64, (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(floorOf(addShares(fromRao(a), fromRao(b)))).toBe(a + b);
        expect(floorOf(subtractShares(fromRao(more), fromRao(less)))).toBe(more - less);
        expect(subtractShares(fromRao(less), fromRao(more))).toEqual(ZERO_SHARE);
      }),
      { seed: SEED },
    );
  });

  it('multiply and divide down, to twenty digits', () => {
    const positive = fc.bigInt({ min: 1n, max: (1n << 64n) - 1n });
    fc.assert(
      fc.property(positive, positive, positive, (a, b, c) => {
        const result = mulDiv(fromRao(a), fromRao(b), fromRao(c));
        const exact = (a * b) / c;
        const got = floorOf(result);
        expect(isNormal(result)).toBe(true);
        expect(got <= exact && exact - got <= 1n + exact / 10n ** 19n).toBe(true);
      }),
      { seed: SEED },
    );
    expect(mulDiv(fromRao(1n), fromRao(1n), ZERO_SHARE)).toEqual(ZERO_SHARE);
  });

  it('take over shares in the older notation', () => {
    expect(floorOf(fromLegacyShare(7n << 64n))).toBe(7n);
    expect(fromLegacyShare(1n << 63n)).toEqual({ mantissa: 5n * 10n ** 20n, exponent: -21n });
    expect(fromLegacyShare(0n)).toEqual(ZERO_SHARE);
  });

  it('refuse exponents that no share has', () => {
    const absurd = { mantissa: 10n ** 21n, exponent: 1n << 62n };
    expect(() => floorOf(absurd)).toThrow(ChainError);
    expect(() => addShares(absurd, fromRao(1n))).toThrow(ChainError);
  });
});
