import { describe, expect, it } from 'vitest';
import { U64_MAX, U64F64 } from '../fixed/index.ts';
import { isSmallNomination, MIN_STAKE_RAO, minimumToAdd, nominatorMinimum, stakeAvailability } from './index.ts';

describe('the smallest nomination', () => {
  it('is a share of the minimum stake in millionths', () => {
    expect(nominatorMinimum(0n)).toBe(0n);
    expect(nominatorMinimum(1_000_000n)).toBe(MIN_STAKE_RAO);
    expect(nominatorMinimum(100_000_000n)).toBe(200_000_000n);
    expect(nominatorMinimum(U64_MAX)).toBe(U64_MAX);
  });

  it('is counted in TAO at the price', () => {
    const half = U64F64.one / 2n;
    expect(isSmallNomination(3_999_999n, 1_000_000n, half)).toBe(true);
    expect(isSmallNomination(4_000_000n, 1_000_000n, half)).toBe(false);
    expect(isSmallNomination(1n, 0n, half)).toBe(false);
    expect(isSmallNomination(0n, 1_000_000n, half)).toBe(false);
  });

  it('is none where alpha has no price', () => {
    expect(isSmallNomination(1n, 1_000_000n, 0n)).toBe(false);
  });
});

describe('the least to add', () => {
  it('is the minimum stake with its fee', () => {
    expect([0, 33, 10_000].map(minimumToAdd)).toEqual([2_000_000n, 2_001_007n, 2_305_180n]);
  });
});

describe('availability', () => {
  it('is what is not locked, never below zero', () => {
    expect(stakeAvailability(10n, 4n)).toEqual({ total: 10n, locked: 4n, available: 6n });
    expect(stakeAvailability(4n, 10n)).toEqual({ total: 4n, locked: 10n, available: 0n });
  });
});
