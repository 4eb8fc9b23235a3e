import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { U96F32 } from '../fixed/index.ts';
import {
  decreaseTakeError,
  effectiveChildkeyTake,
  increaseTakeError,
  isChildkeyTakeAllowed,
  isTakeTooRecent,
  splitTake,
} from './take.ts';

const MAXIMUM = 11_796;

describe('takes', () => {
  it('give the owner its part and the others the rest', () => {
    // 11796/65535 of a million is 179 995.42.
    expect(splitTake(U96F32.fromInteger(1_000_000n), MAXIMUM)).toEqual({ takeRao: 179_995n, restRao: 820_004n });
    expect(splitTake(U96F32.fromInteger(7n), 0)).toEqual({ takeRao: 0n, restRao: 7n });
    expect(splitTake(U96F32.fromInteger(7n), 65_535)).toEqual({ takeRao: 7n, restRao: 0n });
  });

  it('lose at most one rao to flooring', () => {
    const amount = fc.bigInt({ min: 0n, max: (21n * 10n ** 15n) << 32n });
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 65_535 }), (bits, take) => {
        const { takeRao, restRao } = splitTake(bits, take);
        const lost = U96F32.floor(bits) - takeRao - restRao;
        expect(lost === 0n || lost === 1n).toBe(true);
      }),
      { seed: 105 },
    );
  });

  it('rise only above what is set, up to the maximum', () => {
    expect(increaseTakeError(100, 100, MAXIMUM)).toBe('DelegateTakeTooLow');
    expect(increaseTakeError(101, 100, MAXIMUM)).toBeUndefined();
    expect(increaseTakeError(MAXIMUM, 100, MAXIMUM)).toBeUndefined();
    expect(increaseTakeError(MAXIMUM + 1, 100, MAXIMUM)).toBe('DelegateTakeTooHigh');
  });

  it('are compared with nothing where none was set', () => {
    expect(increaseTakeError(0, undefined, MAXIMUM)).toBeUndefined();
    expect(decreaseTakeError(MAXIMUM, undefined, 0)).toBeUndefined();
  });

  it('fall only below what is set, down to the minimum', () => {
    expect(decreaseTakeError(100, 100, 50)).toBe('DelegateTakeTooLow');
    expect(decreaseTakeError(50, 100, 50)).toBeUndefined();
    expect(decreaseTakeError(49, 100, 50)).toBe('DelegateTakeTooLow');
  });

  it('may rise again only in the block after the limit, and at any time where there is none', () => {
    expect(isTakeTooRecent(10n, 15n, 5n)).toBe(true);
    expect(isTakeTooRecent(10n, 16n, 5n)).toBe(false);
    expect(isTakeTooRecent(0n, 1n, 5n)).toBe(false);
    expect(isTakeTooRecent(10n, 10n, 0n)).toBe(false);
  });
});

describe('child-key takes', () => {
  it('count as the largest of what is stored and both minima', () => {
    expect(effectiveChildkeyTake(5, { minimum: 0, subnetMinimum: 0 })).toBe(5);
    expect(effectiveChildkeyTake(5, { minimum: 7, subnetMinimum: 6 })).toBe(7);
    expect(effectiveChildkeyTake(5, { minimum: 6, subnetMinimum: 8 })).toBe(8);
  });

  it('may be set from the larger minimum up to the maximum', () => {
    const bounds = { minimum: 6, subnetMinimum: 8 };
    expect([7, 8, 100, 101].map((take) => isChildkeyTakeAllowed(take, bounds, 100))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
