import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochsInBlocks, isInFreezeWindow, passesRateLimit } from './index.ts';

const schedule = { tempo: 360, lastEpochBlock: 1_000n, pendingEpochAt: 0n, blocksSinceLastStep: 0n };

describe('the freeze window', () => {
  it.each([
    [1_000n, false],
    [1_349n, false],
    [1_350n, false],
    [1_351n, true],
    [1_359n, true],
    // The epoch is due and has not run: no block is left.
    [1_360n, true],
  ])('with 10 blocks before an epoch at 1360, in block %s: %s', (block, frozen) => {
    expect(isInFreezeWindow(schedule, 10, block)).toBe(frozen);
  });

  it('begins with a triggered epoch and ends in its block', () => {
    const triggered = { ...schedule, pendingEpochAt: 1_020n };
    expect([1_010n, 1_019n, 1_020n].map((block) => isInFreezeWindow(triggered, 10, block))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('does not exist without a tempo', () => {
    const idle = { ...schedule, tempo: 0, pendingEpochAt: 2_000n };
    expect(isInFreezeWindow(idle, 65_535, 1_500n)).toBe(false);
  });

  it('never closes again by becoming longer', () => {
    fc.assert(
      fc.property(fc.nat(65_534), fc.bigInt(0n, 3_000n), (window, block) => {
        expect(isInFreezeWindow(schedule, window + 1, block) || !isInFreezeWindow(schedule, window, block)).toBe(true);
      }),
      { seed: 42 },
    );
  });
});

describe('a rate limit', () => {
  it('never holds back the first time', () => {
    expect(passesRateLimit(0n, 1n, 7_200n)).toBe(true);
  });

  it('opens exactly when its blocks have passed', () => {
    const limit = epochsInBlocks(360, 2n);
    expect(limit).toBe(720n);
    expect(passesRateLimit(100n, 819n, limit)).toBe(false);
    expect(passesRateLimit(100n, 820n, limit)).toBe(true);
  });

  it('of a subnet without epochs is none', () => {
    expect(passesRateLimit(100n, 100n, epochsInBlocks(0, 2n))).toBe(true);
  });
});
