import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clampU64, U64_MAX, U64F64 } from '../../fixed/index.ts';
import { EVEN_QUOTE_PARTS } from '../pool-price.ts';
import { convertDeltas } from './convert-deltas.ts';
import { DEFAULT_FEE_RATE } from './fee.ts';
import { maxInputAtLimit } from './max-input.ts';
import { PERQUINTILL } from './perquintill.ts';
import { arbitraryTrade, magnitude } from './pool.fixture.ts';
import { poolAfter, priceRao, reservesOf, type SwapPool, type SwapSide, spotPrice } from './pool.ts';
import { STABLE } from './quote.ts';
import { DEFAULT_LIMIT_RAO, MAX_INPUT_RESERVES, MINIMUM_RESERVE_RAO, swap } from './swap.ts';

const SEED = 20_261_120;
const RUNS = 400;
const opposite = (side: SwapSide): SwapSide => (side === 'buy' ? 'sell' : 'buy');
const even = (taoRao: bigint, alphaRao: bigint): SwapPool => ({ taoRao, alphaRao, quoteParts: EVEN_QUOTE_PARTS });
const feeRates = fc.constantFrom(0, DEFAULT_FEE_RATE, 10_000);
/** In thousandths of the spot price, on the side to which the swap moves it. */
const limitSteps = fc.integer({ min: 1, max: 900 });

function limitAt(pool: SwapPool, side: SwapSide, thousandths: number): bigint {
  const spot = priceRao(spotPrice(pool));
  const away = (spot * BigInt(thousandths)) / 1000n;
  return side === 'buy' ? clampU64(spot + away + 1n) : spot - away;
}

describe('a swap', () => {
  it('takes the fee first, pays out of the pool, and tells both prices', () => {
    const outcome = swap(even(10n ** 12n, 10n ** 12n), { side: 'buy', amountRao: 10n ** 9n, feeRate: 33 });
    expect(outcome).toMatchObject({ netInRao: 999_496_453n, feeRao: 503_547n, wholeInputUsed: true });
    expect(outcome.ok && outcome.priceBefore).toBe(U64F64.one);
    expect(outcome.ok && outcome.priceAfter > U64F64.one).toBe(true);
  });

  it('never pays more than the pool has, and takes every rao from it that it gives', () => {
    fc.assert(
      fc.property(arbitraryTrade, feeRates, ({ pool, side, amountRao }, feeRate) => {
        const outcome = swap(pool, { side, amountRao, feeRate });
        if (!outcome.ok) return;
        const before = reservesOf(pool, side);
        const after = reservesOf(poolAfter(pool, side, outcome.netInRao, outcome.outRao), side);
        expect(after.in - before.in).toBe(outcome.netInRao);
        expect(before.out - after.out).toBe(outcome.outRao);
        expect(after.out >= 0n).toBe(true);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('uses the whole input or stops at the limit, never taking more than was offered', () => {
    fc.assert(
      fc.property(arbitraryTrade, feeRates, limitSteps, ({ pool, side, amountRao }, feeRate, steps) => {
        const outcome = swap(pool, { side, amountRao, feeRate, limitRao: limitAt(pool, side, steps) });
        if (!outcome.ok) return;
        const cost = outcome.netInRao + outcome.feeRao;
        if (outcome.wholeInputUsed) expect(cost).toBe(amountRao);
        else expect(cost <= amountRao).toBe(true);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('leaves the price at most a rounding of the reserves beyond the limit', () => {
    fc.assert(
      fc.property(arbitraryTrade, limitSteps, ({ pool, side, amountRao }, steps) => {
        const limitRao = limitAt(pool, side, steps);
        const outcome = swap(pool, { side, amountRao, feeRate: 0, limitRao });
        if (!outcome.ok || outcome.outRao === reservesOf(pool, side).out) return;
        // One rao of input and, for the floored power, one of output and 2·10^-18 of the reserve less.
        const { in: reserveIn, out: reserveOut } = reservesOf(pool, side);
        const slack = 1n + (2n * reserveOut) / PERQUINTILL;
        const kept = poolAfter(
          pool,
          side,
          outcome.netInRao - (outcome.netInRao > 0n ? 1n : 0n),
          outcome.outRao - slack,
        );
        const limit = (limitRao << 64n) / 10n ** 9n;
        // A spot price is truncated twice, the second time after multiplication with at most 99; the input's formula
        // amplifies what the first price lost.
        const truncation = 200n + (limit * 200n) / (spotPrice(pool) + 1n) + limit / (reserveIn + 1n);
        const price = spotPrice(kept);
        expect(side === 'buy' ? price <= limit + truncation : price + truncation >= limit).toBe(true);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('pays at least as much for more', () => {
    fc.assert(
      fc.property(arbitraryTrade, magnitude(1n, 2n ** 60n), ({ pool, side, amountRao }, more) => {
        expect(convertDeltas(pool, side, amountRao + more) >= convertDeltas(pool, side, amountRao)).toBe(true);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('creates no value: there and back free of fee returns at most the input and the floor of the power', () => {
    fc.assert(
      fc.property(arbitraryTrade, ({ pool, side, amountRao }) => {
        const there = convertDeltas(pool, side, amountRao);
        const middle = poolAfter(pool, side, amountRao, there);
        const reserves = reservesOf(middle, side);
        if (reserves.out === 0n) return;
        const back = convertDeltas(middle, opposite(side), there);
        // Each way pays less than 1.1·10^-18 of the reserve too much: R is floored, E truncated to 64 bits. The first
        // surplus comes back at no better a price than that of the pool in the middle.
        const surplus = (reservesOf(pool, side).out * 11n) / 10n;
        const weights = [PERQUINTILL - pool.quoteParts, pool.quoteParts] as const;
        const [w, v] = side === 'buy' ? weights : [weights[1], weights[0]];
        const worth = (surplus * w * reserves.in) / (v * reserves.out);
        const tolerance = (worth + (reserves.in * 11n) / 10n) / PERQUINTILL + 1n;
        expect(back <= amountRao + tolerance).toBe(true);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('creates no value: with the default fee nobody gains by going there and back', () => {
    fc.assert(
      fc.property(arbitraryTrade, ({ pool, side, amountRao }) => {
        const feeRate = DEFAULT_FEE_RATE;
        // Stakes are at least 2·10^6 rao; below 1986 rao the fee is zero.
        if (amountRao < 2_000_000n) return;
        const there = swap(pool, { side, amountRao, feeRate });
        if (!there.ok) return;
        const middle = poolAfter(pool, side, there.netInRao, there.outRao);
        const back = swap(middle, { side: opposite(side), amountRao: there.outRao, feeRate });
        if (!back.ok) return;
        expect(back.outRao <= there.netInRao + there.feeRao).toBe(true);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('gives nothing for nothing', () => {
    fc.assert(
      fc.property(arbitraryTrade, feeRates, ({ pool, side }, feeRate) => {
        const outcome = swap(pool, { side, amountRao: 0n, feeRate });
        if (outcome.ok) expect(outcome).toMatchObject({ netInRao: 0n, feeRao: 0n, outRao: 0n, wholeInputUsed: true });
        else expect(outcome.code).toBe('PriceLimitExceeded');
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
});

describe('the widest amounts', () => {
  it.each(['buy', 'sell'] as const)('are refused where the reserve cannot grow any more: %s', (side) => {
    // The sum saturates at u64, so the pool does not see that anything came in.
    const outcome = swap(even(U64_MAX, U64_MAX), { side, amountRao: U64_MAX, feeRate: 33 });
    expect(outcome).toEqual({ ok: false, code: 'ReservesTooLow' });
  });

  it.each(['buy', 'sell'] as const)('are swapped where they fit: %s', (side) => {
    const half = 1n << 63n;
    const outcome = swap(even(half, half), { side, amountRao: half - 1n, feeRate: 0 });
    expect(outcome).toMatchObject({ ok: true, netInRao: half - 1n, wholeInputUsed: true });
    expect(outcome.ok && outcome.outRao <= half / 2n).toBe(true);
  });
});

describe('a buy that empties the pool', () => {
  // With TAO at 99 % the output nears the reserve at once; the price of a pool without alpha counts as zero.
  const pool = { taoRao: 10n ** 9n, alphaRao: 10n ** 9n, quoteParts: (99n * PERQUINTILL) / 100n };
  const order = { side: 'buy', feeRate: 0, limitRao: priceRao(spotPrice(pool)) + 10n ** 6n } as const;

  it('passes its limit, as on the chain', () => {
    const outcome = swap(pool, { ...order, amountRao: 10n ** 9n });
    expect(outcome).toMatchObject({ ok: true, wholeInputUsed: true, outRao: pool.alphaRao, priceAfter: 0n });
  });

  it('is held by the limit when it is a little smaller', () => {
    const outcome = swap(pool, { ...order, amountRao: 10n ** 8n });
    expect(outcome).toMatchObject({ ok: true, wholeInputUsed: false });
  });
});

describe('a swap is refused', () => {
  const pool = even(10n ** 9n, 10n ** 9n);

  it('above a thousand times the reserve, counted after the fee', () => {
    const most = 1000n * pool.taoRao;
    expect(swap(pool, { side: 'buy', amountRao: most, feeRate: 0 }).ok).toBe(true);
    expect(swap(pool, { side: 'buy', amountRao: most + 1n, feeRate: 0 })).toEqual({
      ok: false,
      code: 'SwapInputTooLarge',
    });
    expect(swap(pool, { side: 'buy', amountRao: most + 1n, feeRate: 33 }).ok).toBe(true);
    expect(swap(pool, { side: 'sell', amountRao: U64_MAX, feeRate: 33 })).toEqual({
      ok: false,
      code: 'SwapInputTooLarge',
    });
  });

  it('where the paying side is below the minimum, also one rao', () => {
    const refused = { ok: false, code: 'ReservesTooLow' };
    const order = { side: 'buy', amountRao: 10n ** 6n, feeRate: 33 } as const;
    expect(swap(even(10n ** 9n, MINIMUM_RESERVE_RAO), order).ok).toBe(true);
    expect(swap(even(10n ** 9n, MINIMUM_RESERVE_RAO - 1n), order)).toEqual(refused);
    expect(swap(even(MINIMUM_RESERVE_RAO - 1n, 10n ** 9n), { ...order, side: 'sell' })).toEqual(refused);
  });

  it('after one that left less than the minimum', () => {
    const order = { side: 'buy', amountRao: 500n * 10n ** 6n, feeRate: 0 } as const;
    const shallow = even(10n ** 6n, 10n ** 6n);
    const first = swap(shallow, order);
    if (!first.ok) throw new Error(first.code);
    const rest = poolAfter(shallow, 'buy', first.netInRao, first.outRao);
    expect(rest.alphaRao < MINIMUM_RESERVE_RAO).toBe(true);
    expect(swap(rest, order)).toEqual({ ok: false, code: 'ReservesTooLow' });
  });

  it('when the input is too small for a single rao of output', () => {
    const dear = even(10n ** 14n, 10n ** 9n);
    expect(swap(dear, { side: 'buy', amountRao: 100n, feeRate: 0 })).toEqual({ ok: false, code: 'ReservesTooLow' });
  });

  it('at a limit that is not strictly beyond the price', () => {
    const order = { amountRao: 10n ** 6n, feeRate: 33 };
    const refused = { ok: false, code: 'PriceLimitExceeded' };
    expect(swap(pool, { ...order, side: 'buy', limitRao: 10n ** 9n })).toEqual(refused);
    expect(swap(pool, { ...order, side: 'buy', limitRao: 10n ** 9n + 1n }).ok).toBe(true);
    expect(swap(pool, { ...order, side: 'sell', limitRao: 10n ** 9n })).toEqual(refused);
    expect(swap(pool, { ...order, side: 'sell', limitRao: 10n ** 9n - 1n }).ok).toBe(true);
  });

  it('in the order in which the chain checks', () => {
    const empty = { ...even(0n, 0n) };
    const limitRao = DEFAULT_LIMIT_RAO.buy;
    expect(swap(empty, { side: 'buy', amountRao: 1n, feeRate: 0, limitRao })).toMatchObject({
      code: 'SwapInputTooLarge',
    });
    expect(swap(empty, { side: 'buy', amountRao: 0n, feeRate: 0, limitRao: 0n })).toMatchObject({
      code: 'ReservesTooLow',
    });
  });

  it('loudly, for what the chain cannot hold', () => {
    const order = { side: 'buy', amountRao: 1n, feeRate: 33 } as const;
    const hostile: readonly [SwapPool, Parameters<typeof swap>[1]][] = [
      [{ ...pool, taoRao: -1n }, order],
      [{ ...pool, alphaRao: U64_MAX + 1n }, order],
      [{ ...pool, quoteParts: PERQUINTILL / 100n - 1n }, order],
      [{ ...pool, quoteParts: PERQUINTILL }, order],
      [pool, { ...order, amountRao: -1n }],
      [pool, { ...order, amountRao: U64_MAX + 1n }],
      [pool, { ...order, limitRao: -1n }],
      [pool, { ...order, feeRate: 65_536 }],
      [pool, { ...order, feeRate: Number.NaN }],
    ];
    for (const [badPool, badOrder] of hostile) expect(() => swap(badPool, badOrder)).toThrow(RangeError);
  });
});

describe('the most at a limit', () => {
  it('is what a swap of anything more takes', () => {
    fc.assert(
      fc.property(arbitraryTrade, limitSteps, ({ pool, side, amountRao }, steps) => {
        const limitRao = limitAt(pool, side, steps);
        const feeRate = DEFAULT_FEE_RATE;
        const most = maxInputAtLimit(pool, side, limitRao, feeRate);
        const outcome = swap(pool, { side, amountRao, feeRate, limitRao });
        if (!most.ok || !outcome.ok || outcome.wholeInputUsed) return;
        const everything = clampU64(MAX_INPUT_RESERVES * reservesOf(pool, side).in);
        if (most.amountRao === everything) return;
        expect(outcome.netInRao + outcome.feeRao).toBe(most.amountRao);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('is at most 17.4467 reserves of net input, however far the limit', () => {
    const most = maxInputAtLimit(even(10n ** 12n, 10n ** 12n), 'buy', 9n * 10n ** 14n, 0);
    expect(most).toEqual({ ok: true, amountRao: 17_446_744_073_709n });
  });

  it('is a thousand reserves where that would empty the pool and so pass the limit', () => {
    const pool = { ...even(10n ** 9n, 10n ** 9n), quoteParts: (99n * PERQUINTILL) / 100n };
    const limitRao = priceRao(spotPrice(pool)) + 1n;
    expect(maxInputAtLimit(pool, 'buy', limitRao, 0)).toEqual({ ok: true, amountRao: 10n ** 12n });
  });

  it('is the reason where nothing can be swapped', () => {
    expect(maxInputAtLimit(even(10n ** 9n, 10n ** 9n), 'buy', 1n, 33)).toEqual({
      ok: false,
      code: 'PriceLimitExceeded',
    });
  });

  it('is everything or nothing on a stable subnet', () => {
    expect(maxInputAtLimit(STABLE, 'buy', 10n ** 9n, 33)).toEqual({ ok: true, amountRao: U64_MAX });
    expect(maxInputAtLimit(STABLE, 'buy', 10n ** 9n - 1n, 33)).toEqual({ ok: true, amountRao: 0n });
    expect(maxInputAtLimit(STABLE, 'sell', 10n ** 9n + 1n, 33)).toEqual({ ok: true, amountRao: 0n });
  });
});
