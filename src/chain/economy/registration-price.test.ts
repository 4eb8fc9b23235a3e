import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { larger, smaller, U64_MAX, U64F64 } from '../fixed/index.ts';
import { decayFactorQ32 } from './decay-factor.ts';
import type { PriceBounds } from './registration-price.ts';
import { decayRegistrationPrice, raiseRegistrationPrice } from './registration-price.ts';

const SEED = 24;
const ONE_Q32 = 1n << 32n;
const u64 = fc.bigInt({ min: 0n, max: U64_MAX });
const bounds = fc.tuple(u64, u64).map(([a, b]): PriceBounds => ({ minRao: smaller(a, b), maxRao: larger(a, b) }));
const factor = fc.integer({ min: 0, max: 65_535 }).map(decayFactorQ32);
const UNBOUNDED: PriceBounds = { minRao: 0n, maxRao: U64_MAX };
const LATER = 2n;

describe('the decay factor', () => {
  it('is less than one unit of Q32 away from 2^(−1/h)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65_535 }), (halfLife) => {
        const ideal = 2 ** 32 * 2 ** (-1 / halfLife);
        expect(Math.abs(Number(decayFactorQ32(halfLife)) - ideal)).toBeLessThan(1);
      }),
      { seed: SEED },
    );
  });

  it('is one for no half-life, a half for one block, and never falls with the half-life', () => {
    expect(decayFactorQ32(0)).toBe(ONE_Q32);
    expect(decayFactorQ32(1)).toBe(ONE_Q32 / 2n);
    for (let halfLife = 1; halfLife < 2_000; halfLife++) {
      expect(decayFactorQ32(halfLife + 1)).toBeGreaterThanOrEqual(decayFactorQ32(halfLife));
    }
    expect(decayFactorQ32(65_535)).toBeLessThan(ONE_Q32);
  });
});

describe('the registration price', () => {
  it('stays in its bounds whatever it was', () => {
    fc.assert(
      fc.property(
        u64,
        bounds,
        factor,
        fc.bigInt({ min: 0n, max: U64F64.max }),
        u64,
        (price, limits, f, mult, block) => {
          for (const next of [
            raiseRegistrationPrice(price, mult, limits),
            decayRegistrationPrice(price, f, limits, block),
          ]) {
            expect(next).toBeGreaterThanOrEqual(limits.minRao);
            expect(next).toBeLessThanOrEqual(limits.maxRao);
          }
        },
      ),
      { seed: SEED },
    );
  });

  it('never falls with a registration and never rises with a block', () => {
    fc.assert(
      fc.property(u64, factor, fc.bigInt({ min: 0n, max: U64F64.max }), (price, f, mult) => {
        expect(raiseRegistrationPrice(price, mult, UNBOUNDED)).toBeGreaterThanOrEqual(price);
        expect(decayRegistrationPrice(price, f, UNBOUNDED, LATER)).toBeLessThanOrEqual(price);
      }),
      { seed: SEED },
    );
  });

  it('keeps the order of prices', () => {
    fc.assert(
      fc.property(u64, u64, bounds, factor, (a, b, limits, f) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(decayRegistrationPrice(less, f, limits, LATER)).toBeLessThanOrEqual(
          decayRegistrationPrice(more, f, limits, LATER),
        );
      }),
      { seed: SEED },
    );
  });

  it('is half after the half-life, less a rao per block of rounding', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 11n }), fc.integer({ min: 1, max: 720 }), (start, halfLife) => {
        const f = decayFactorQ32(halfLife);
        let price = start;
        for (let i = 0; i < halfLife; i++) price = decayRegistrationPrice(price, f, UNBOUNDED, LATER);
        // F is up to 2^−32 off, which `halfLife` products add up; 10^11 rao are below 2^37.
        const slack = BigInt(halfLife) * 34n;
        expect(price).toBeGreaterThanOrEqual(start / 2n - slack);
        expect(price).toBeLessThanOrEqual(start / 2n + slack);
      }),
      { seed: SEED },
    );
  });

  it('does not decay in the first block or without a half-life, but is brought into its bounds', () => {
    const limits = { minRao: 10n, maxRao: 100n };
    const half = decayFactorQ32(1);
    expect(decayRegistrationPrice(80n, half, limits, 1n)).toBe(80n);
    expect(decayRegistrationPrice(80n, half, limits, 2n)).toBe(40n);
    expect(decayRegistrationPrice(80n, decayFactorQ32(0), limits, 2n)).toBe(80n);
    expect(decayRegistrationPrice(3n, decayFactorQ32(0), limits, 2n)).toBe(10n);
    expect(decayRegistrationPrice(300n, half, limits, 1n)).toBe(100n);
  });

  it('is the ceiling where floor and ceiling are crossed', () => {
    const crossed = { minRao: 100n, maxRao: 10n };
    expect(raiseRegistrationPrice(50n, U64F64.one, crossed)).toBe(10n);
    expect(decayRegistrationPrice(50n, ONE_Q32, crossed, LATER)).toBe(10n);
  });
});
