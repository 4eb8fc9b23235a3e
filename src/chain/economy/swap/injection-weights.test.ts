import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { U64_MAX } from '../../fixed/index.ts';
import { EVEN_QUOTE_PARTS } from '../pool-price.ts';
import { injectionWeights } from './injection-weights.ts';
import { mulPerquintillRound, PERQUINTILL, perquintillFromRational, U128_MAX } from './perquintill.ts';
import { arbitraryPool, magnitude } from './pool.fixture.ts';
import { isPoolWeight, type SwapPool } from './pool.ts';

const SEED = 20_261_120;

/** The exact spot price as a fraction. */
const price = ({ taoRao, alphaRao, quoteParts }: SwapPool) => ({
  above: (PERQUINTILL - quoteParts) * taoRao,
  below: quoteParts * alphaRao,
});

describe('an injection', () => {
  it('keeps the price to twelve digits', () => {
    const deep = arbitraryPool.filter(({ taoRao, alphaRao }) => taoRao > 10n ** 9n && alphaRao > 10n ** 9n);
    const delta = magnitude(1n, 2n ** 50n);
    fc.assert(
      fc.property(deep, delta, delta, (pool, taoDelta, alphaDelta) => {
        const { accepted, quoteParts } = injectionWeights(pool, taoDelta, alphaDelta);
        if (!accepted) return;
        const [before, after] = [
          price(pool),
          price({ taoRao: pool.taoRao + taoDelta, alphaRao: pool.alphaRao + alphaDelta, quoteParts }),
        ];
        const [a, b] = [before.above * after.below, after.above * before.below];
        const difference = a > b ? a - b : b - a;
        expect(difference * 10n ** 12n <= a).toBe(true);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('leaves the weights alone where they would pass 1 % or 99 %', () => {
    fc.assert(
      fc.property(arbitraryPool, magnitude(1n, U64_MAX), fc.boolean(), (pool, delta, ofTao) => {
        const result = injectionWeights(pool, ofTao ? delta : 0n, ofTao ? 0n : delta);
        expect(result.accepted).toBe(isPoolWeight(result.candidateParts));
        expect(isPoolWeight(result.quoteParts)).toBe(true);
        if (!result.accepted) expect(result.quoteParts).toBe(pool.quoteParts);
        // TAO raises the weight of TAO, alpha lowers it; the weights' own rounding aside.
        const moved = result.candidateParts - pool.quoteParts;
        const rounding = PERQUINTILL / 10n ** 9n;
        expect(ofTao ? moved >= -rounding : moved <= rounding).toBe(true);
      }),
      { seed: SEED },
    );
  });

  it('starts an empty pool even', () => {
    const empty = { taoRao: 0n, alphaRao: 0n, quoteParts: PERQUINTILL / 5n };
    expect(injectionWeights(empty, 5n, 0n)).toMatchObject({ candidateParts: EVEN_QUOTE_PARTS, accepted: true });
  });

  it('saturates instead of failing at the widest amounts', () => {
    const widest = { taoRao: U64_MAX, alphaRao: U64_MAX, quoteParts: EVEN_QUOTE_PARTS };
    const { candidateParts, accepted } = injectionWeights(widest, U64_MAX, U64_MAX);
    // Q1 = Q2 = 2^127; their sum is one less than 2^128, and the shrunk fraction loses a part.
    expect({ candidateParts, accepted }).toEqual({ candidateParts: EVEN_QUOTE_PARTS - 1n, accepted: true });
  });

  it('refuses amounts that are no u64', () => {
    const pool = { taoRao: 1n, alphaRao: 1n, quoteParts: EVEN_QUOTE_PARTS };
    expect(() => injectionWeights(pool, -1n, 0n)).toThrow(RangeError);
    expect(() => injectionWeights(pool, 0n, U64_MAX + 1n)).toThrow(RangeError);
  });
});

describe('perquintill', () => {
  it('rounds halves up', () => {
    expect([1n, 2n, 3n].map((x) => mulPerquintillRound(PERQUINTILL / 2n, x))).toEqual([1n, 1n, 2n]);
    expect(mulPerquintillRound(PERQUINTILL, U128_MAX)).toBe(U128_MAX);
  });

  it('takes a fraction down, and a little further where the whole is wide', () => {
    expect(perquintillFromRational(1n, 3n)).toBe(333_333_333_333_333_333n);
    expect(perquintillFromRational(7n, 7n)).toBe(PERQUINTILL);
    const u128 = magnitude(1n, U128_MAX);
    fc.assert(
      fc.property(u128, u128, (x, y) => {
        const [part, whole] = x < y ? [x, y] : [y, x];
        const exact = (part * PERQUINTILL) / whole;
        const got = perquintillFromRational(part, whole);
        // Both terms keep at least 5·10^17 of 10^18 after the shrinking.
        expect(got >= exact - 3n && got <= exact + 3n).toBe(true);
      }),
      { seed: SEED },
    );
  });
});
