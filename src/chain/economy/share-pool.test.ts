import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addStake, removeStake, type SafeFloat, type SharePool, stakeOfShare, ZERO_SHARE } from './index.ts';

const SEED = 20_261_120;
const EMPTY: SharePool = { alphaRao: 0n, shares: ZERO_SHARE };
const rao = fc.bigInt({ min: 1n, max: 21n * 10n ** 15n });

/** Puts stakes of several holders into one pool, with dividends of `dividend` after each. */
function fill(stakes: readonly bigint[], dividend: bigint): { pool: SharePool; shares: SafeFloat[] } {
  let pool = EMPTY;
  const shares: SafeFloat[] = [];
  for (const stake of stakes) {
    const after = addStake(pool, ZERO_SHARE, stake);
    pool = { ...after.pool, alphaRao: after.pool.alphaRao + dividend };
    shares.push(after.share);
  }
  return { pool, shares };
}

describe('a pool of shares', () => {
  it('gives the first holder all of it', () => {
    const { pool, share } = addStake(EMPTY, ZERO_SHARE, 1_000n);
    expect(stakeOfShare(pool, share)).toBe(1_000n);
    expect(share).toEqual(pool.shares);
  });

  it('keeps everyone’s stake while others come', () => {
    fc.assert(
      fc.property(fc.array(rao, { minLength: 1, maxLength: 8 }), (stakes) => {
        const { pool, shares } = fill(stakes, 0n);
        shares.forEach((share, i) => {
          const lost = stakes[i]! - stakeOfShare(pool, share);
          expect(lost >= 0n && lost <= 1n).toBe(true);
        });
      }),
      { seed: SEED },
    );
  });

  it('divides dividends by stake', () => {
    const { pool, shares } = fill([300n, 100n], 0n);
    const richer = { ...pool, alphaRao: pool.alphaRao + 40n };
    expect(shares.map((share) => stakeOfShare(richer, share))).toEqual([330n, 110n]);
  });

  it('never owes more than it has', () => {
    fc.assert(
      fc.property(fc.array(rao, { minLength: 1, maxLength: 8 }), rao, (stakes, dividend) => {
        const { pool, shares } = fill(stakes, dividend);
        const owed = shares.reduce((sum, share) => sum + stakeOfShare(pool, share), 0n);
        expect(owed <= pool.alphaRao).toBe(true);
      }),
      { seed: SEED },
    );
  });

  it('gives no share more than there is, though the sum of shares has lost digits', () => {
    const { share } = addStake(EMPTY, ZERO_SHARE, 5n);
    const pool = { alphaRao: 4n, shares: addStake(EMPTY, ZERO_SHARE, 4n).share };
    expect(stakeOfShare(pool, share)).toBe(4n);
    expect(removeStake(pool, share, 4n)).toEqual({ pool: EMPTY, share: ZERO_SHARE });
  });

  it('takes from one holder and leaves the others’ stakes', () => {
    fc.assert(
      fc.property(rao, rao, rao, fc.bigInt({ min: 0n, max: 1_000n }), (a, b, dividend, permille) => {
        const { pool, shares } = fill([a, b], dividend);
        const [first, second] = shares as [SafeFloat, SafeFloat];
        const owned = stakeOfShare(pool, first);
        const others = stakeOfShare(pool, second);
        const part = (owned * permille) / 1_000n;
        const after = removeStake(pool, first, part);
        expect(after.pool.alphaRao).toBe(pool.alphaRao - part);
        const rest = stakeOfShare(after.pool, after.share);
        // 21 digits of a mantissa: a rao in 10^15 of the pool, besides flooring.
        const tolerance = 2n + pool.alphaRao / 10n ** 15n;
        expect(owned - part - rest <= tolerance && rest - (owned - part) <= tolerance).toBe(true);
        const otherRest = stakeOfShare(after.pool, second);
        expect(others - otherRest <= tolerance && otherRest - others <= tolerance).toBe(true);
      }),
      { seed: SEED },
    );
  });

  it('ends a share with its whole stake', () => {
    const { pool, shares } = fill([3n, 7n], 5n);
    const owned = stakeOfShare(pool, shares[0]!);
    expect(removeStake(pool, shares[0]!, owned).share).toEqual(ZERO_SHARE);
  });

  it('refuses to give more than a share is worth', () => {
    const { pool, shares } = fill([3n, 7n], 0n);
    expect(() => removeStake(pool, shares[0]!, 4n)).toThrow(RangeError);
  });
});
