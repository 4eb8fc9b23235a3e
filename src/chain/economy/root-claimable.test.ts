import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { I96F32, U96F32 } from '../fixed/index.ts';
import { claimableRao, claimableRate, isWorthClaiming, keepsAlpha } from './root-claimable.ts';
import { withheldShare } from './withheld-incentive.ts';

const rao = fc.bigInt({ min: 1n, max: 21n * 10n ** 15n });

describe('root dividends', () => {
  it('raise the rate by dividend over stake', () => {
    expect(claimableRate(1n, 4n)).toBe(I96F32.one / 4n);
    expect(claimableRate(5n, 5n)).toBe(I96F32.one);
    expect(claimableRate(0n, 0n)).toBe(0n);
  });

  it('have no rate where they are more than the stake itself', () => {
    expect(claimableRate(6n, 5n)).toBeUndefined();
    expect(claimableRate(1n, 0n)).toBeUndefined();
  });

  it('are owed by stake, less what is settled, never below zero', () => {
    const rate = I96F32.one / 4n;
    expect(claimableRao(rate, 10n, 0n)).toBe(2n);
    expect(claimableRao(rate, 10n, 1n)).toBe(1n);
    expect(claimableRao(rate, 10n, 3n)).toBe(0n);
  });

  it('are owed to all stakers together at most once', () => {
    fc.assert(
      fc.property(rao, fc.array(rao, { minLength: 1, maxLength: 20 }), (dividend, stakes) => {
        const total = stakes.reduce((sum, stake) => sum + stake, 0n);
        const rate = claimableRate(dividend, total);
        if (rate === undefined) return;
        const owed = stakes.reduce((sum, stake) => sum + claimableRao(rate, stake, 0n), 0n);
        expect(owed).toBeLessThanOrEqual(dividend);
        // A unit of the rate on all the stake, and a rao of flooring each.
        expect(dividend - owed).toBeLessThanOrEqual((total >> 32n) + 1n + BigInt(stakes.length));
      }),
      { seed: 111 },
    );
  });

  it('are worth claiming from the threshold on, and never when there is nothing', () => {
    const threshold = I96F32.fromInteger(500_000n);
    expect(isWorthClaiming(499_999n, threshold)).toBe(false);
    expect(isWorthClaiming(500_000n, threshold)).toBe(true);
    expect(isWorthClaiming(0n, 0n)).toBe(false);
    expect(isWorthClaiming(1n, 0n)).toBe(true);
  });

  it('stay alpha as their owner says', () => {
    expect(keepsAlpha({ type: 'Swap', value: undefined }, 1)).toBe(false);
    expect(keepsAlpha({ type: 'Keep', value: undefined }, 1)).toBe(true);
    expect(keepsAlpha({ type: 'KeepSubnets', value: { subnets: [1, 3] } }, 3)).toBe(true);
    expect(keepsAlpha({ type: 'KeepSubnets', value: { subnets: [1, 3] } }, 2)).toBe(false);
  });
});

describe('withheld incentive', () => {
  it('is a fraction of all incentive, and none of none', () => {
    expect(withheldShare(1n, 4n)).toBe(U96F32.one / 4n);
    expect(withheldShare(9n, 9n)).toBe(U96F32.one);
    expect(withheldShare(0n, 0n)).toBe(0n);
  });
});
