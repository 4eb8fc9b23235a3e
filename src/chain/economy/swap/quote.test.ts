import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { U64_MAX, U64F64 } from '../../fixed/index.ts';
import { DEFAULT_FEE_RATE, feeOnTop, swapFee } from './fee.ts';
import { arbitraryTrade, magnitude } from './pool.fixture.ts';
import { priceRao, spotPrice } from './pool.ts';
import { quoteSwap, STABLE } from './quote.ts';
import { simSwap } from './sim-swap.ts';
import { swap } from './swap.ts';

const SEED = 20_261_120;
const RUNS = 400;
const NOTHING = { taoAmount: 0n, alphaAmount: 0n, taoFee: 0n, alphaFee: 0n, taoSlippage: 0n, alphaSlippage: 0n };

describe('a quote', () => {
  it('is what the swap then gives', () => {
    fc.assert(
      fc.property(arbitraryTrade, ({ pool, side, amountRao }) => {
        const quote = quoteSwap(pool, side, amountRao, DEFAULT_FEE_RATE);
        expect(quote).toMatchObject(swap(pool, { side, amountRao, feeRate: DEFAULT_FEE_RATE }));
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('never promises a better price than the spot price where the fee is not zero', () => {
    fc.assert(
      fc.property(arbitraryTrade, ({ pool, side, amountRao }) => {
        const quote = quoteSwap(pool, side, amountRao, DEFAULT_FEE_RATE);
        if (!quote.ok || quote.feeRao === 0n || quote.outRao === 0n) return;
        const spot = priceRao(quote.priceBefore);
        expect(side === 'buy' ? quote.effectivePriceRao >= spot : quote.effectivePriceRao <= spot).toBe(true);
        expect(quote.outRao + quote.slippageRao).toBe(quote.idealOutRao);
        expect(quote.slippagePpm > 0).toBe(quote.slippageRao > 0n);
        expect(quote.slippagePpm).toBeLessThanOrEqual(1_000_000);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('tells slippage with the fee in it', () => {
    const pool = { taoRao: 10n ** 12n, alphaRao: 10n ** 12n, quoteParts: 5n * 10n ** 17n };
    const quote = quoteSwap(pool, 'buy', 10n ** 11n, 33);
    // 1/11 is what a tenth of the pool costs, another 0.04 % is the fee.
    expect(quote).toMatchObject({ idealOutRao: 10n ** 11n, slippagePpm: 91_326 });
    expect(quote.ok && quote.outRao + quote.slippageRao).toBe(10n ** 11n);
  });

  it('is one for one on a stable subnet', () => {
    expect(quoteSwap(STABLE, 'sell', 5n, 33)).toMatchObject({ netInRao: 5n, outRao: 5n, feeRao: 0n, slippageRao: 0n });
    expect(() => quoteSwap(STABLE, 'sell', -1n, 33)).toThrow(RangeError);
  });
});

describe('the runtime API', () => {
  const pool = { taoRao: 10n ** 12n, alphaRao: 4n * 10n ** 12n, quoteParts: 5n * 10n ** 17n };

  it('names amounts by currency', () => {
    const buy = quoteSwap(pool, 'buy', 10n ** 9n, 33);
    const sell = quoteSwap(pool, 'sell', 10n ** 9n, 33);
    if (!buy.ok || !sell.ok) throw new Error('no quote');
    expect(simSwap(pool, 'buy', 10n ** 9n, 33)).toEqual({
      ...NOTHING,
      taoAmount: buy.netInRao,
      taoFee: buy.feeRao,
      alphaAmount: buy.outRao,
      alphaSlippage: 4n * 10n ** 9n - buy.outRao,
    });
    expect(simSwap(pool, 'sell', 10n ** 9n, 33)).toEqual({
      ...NOTHING,
      alphaAmount: sell.netInRao,
      alphaFee: sell.feeRao,
      taoAmount: sell.outRao,
      taoSlippage: 10n ** 9n / 4n - sell.outRao,
    });
  });

  it('answers zeros where the swap would fail', () => {
    expect(simSwap(pool, 'buy', U64_MAX, 33)).toEqual(NOTHING);
  });
});

describe('fees', () => {
  const amounts = magnitude(1n, U64_MAX);
  const rates = fc.integer({ min: 0, max: 10_000 });

  it('never exceed the amount and grow with it', () => {
    fc.assert(
      fc.property(amounts, amounts, rates, (a, b, rate) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(swapFee(less, rate) <= swapFee(more, rate)).toBe(true);
        expect(swapFee(more, rate) <= more).toBe(true);
      }),
      { seed: SEED },
    );
  });

  it('are the same from above and from below, but for the rounding', () => {
    fc.assert(
      fc.property(amounts, rates, (amount, rate) => {
        const fee = swapFee(amount, rate);
        const difference = fee - feeOnTop(amount - fee, rate);
        expect(difference >= -1n && difference <= 1n).toBe(true);
      }),
      { seed: SEED },
    );
  });

  it('lose a rao at multiples of 65535', () => {
    expect(swapFee(65_535n, 33)).toBe(32n);
    expect(swapFee(65_536n, 33)).toBe(33n);
  });
});

describe('prices in rao', () => {
  it('are floored and never wider than u64', () => {
    expect(priceRao(spotPrice({ taoRao: 7n, alphaRao: 3n, quoteParts: 5n * 10n ** 17n }))).toBe(2_333_333_333n);
    expect(priceRao(U64F64.max)).toBe(U64_MAX);
  });
});
