import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { U64_MAX } from '../fixed/index.ts';
import { EVEN_QUOTE_PARTS, maxInputAtLimit, maxMoveAtLimit, STABLE, swap } from './index.ts';

const SEED = 20_261_120;
const TAO = 1_000_000_000n;
const FEE_RATE = 33;
const end = (tao: bigint, alpha: bigint) => ({
  pool: { taoRao: tao, alphaRao: alpha, quoteParts: EVEN_QUOTE_PARTS },
  feeRate: FEE_RATE,
});
const POOL = end(1_000n * TAO, 1_000n * TAO);
const ROOT = { pool: STABLE, feeRate: 0 } as const;
const ok = (amountRao: bigint) => ({ ok: true, amountRao });

describe('the most that can be moved at a limit', () => {
  it('is everything or nothing between stable subnets', () => {
    expect(maxMoveAtLimit(ROOT, ROOT, TAO)).toEqual(ok(U64_MAX));
    expect(maxMoveAtLimit(ROOT, ROOT, TAO + 1n)).toEqual(ok(0n));
  });

  it('is that of removing on the way to a stable subnet', () => {
    const limit = (TAO * 9n) / 10n;
    expect(maxMoveAtLimit(POOL, ROOT, limit)).toEqual(maxInputAtLimit(POOL.pool, 'sell', limit, FEE_RATE));
    expect(maxMoveAtLimit(POOL, ROOT, TAO)).toEqual({ ok: false, code: 'PriceLimitExceeded' });
  });

  it('is that of adding at the inverse limit on the way from one', () => {
    // 10^9 / (8·10^8) = 1.25, without rounding
    const expected = maxInputAtLimit(POOL.pool, 'buy', 1_250_000_000n, FEE_RATE);
    expect(maxMoveAtLimit(ROOT, POOL, 800_000_000n)).toEqual(expected);
    expect(maxMoveAtLimit(ROOT, POOL, 0n)).toEqual(ok(U64_MAX));
    expect(maxMoveAtLimit(ROOT, POOL, TAO + 1n)).toEqual({ ok: false, code: 'PriceLimitExceeded' });
  });

  it('follows the formula between pools', () => {
    // (1000·½)/0.5 − 1000·½ = 500
    expect(maxMoveAtLimit(POOL, POOL, TAO / 2n)).toEqual(ok(500n * TAO));
    expect(maxMoveAtLimit(POOL, POOL, TAO)).toEqual(ok(0n));
    expect(maxMoveAtLimit(POOL, POOL, TAO + 1n)).toEqual(ok(0n));
    expect(maxMoveAtLimit(POOL, POOL, 0n)).toEqual(ok(U64_MAX));
    expect(maxMoveAtLimit(POOL, end(0n, TAO), TAO / 2n)).toEqual(ok(0n));
    expect(maxMoveAtLimit(end(TAO, 0n), POOL, TAO / 2n)).toEqual(ok(0n));
  });

  it('is where alpha in and alpha out stand in the ratio of the limit, without fees', () => {
    const reserve = fc.bigInt({ min: 100n * TAO, max: 10n ** 6n * TAO });
    const share = fc.bigInt({ min: 500n, max: 990n });
    fc.assert(
      fc.property(reserve, reserve, reserve, reserve, share, (t1, a1, t2, a2, permille) => {
        const [origin, destination] = [end(t1, a1), end(t2, a2)];
        const limit = (t1 * a2 * TAO * permille) / (a1 * t2 * 1_000n);
        const max = maxMoveAtLimit(origin, destination, limit);
        if (!max.ok || max.amountRao < TAO) return;
        const sold = swap(origin.pool, { side: 'sell', amountRao: max.amountRao, feeRate: 0 });
        const bought = sold.ok
          ? swap(destination.pool, { side: 'buy', amountRao: sold.outRao, feeRate: 0 })
          : undefined;
        if (!bought?.ok) throw new Error('expected both swaps to succeed');
        const ratio = Number(bought.outRao) / Number(max.amountRao) / (Number(limit) / 1e9);
        expect(Math.abs(ratio - 1)).toBeLessThan(1e-6 + 2 / Number(bought.outRao));
      }),
      { seed: SEED },
    );
  });

  it('answers for any u64', () => {
    const u64 = fc.bigInt({ min: 0n, max: U64_MAX });
    fc.assert(
      fc.property(u64, u64, u64, u64, u64, (t1, a1, t2, a2, limit) => {
        const ends = [end(t1, a1), end(t2, a2), ROOT];
        for (const origin of ends) {
          for (const destination of ends) {
            const max = maxMoveAtLimit(origin, destination, limit);
            if (max.ok) expect(max.amountRao >= 0n && max.amountRao <= U64_MAX).toBe(true);
          }
        }
      }),
      { seed: SEED },
    );
  });
});
