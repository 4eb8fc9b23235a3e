import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasOpenCommits, openCommitEpoch, revealWindow } from './index.ts';

const epochs = fc.bigInt(0n, 2n ** 64n - 1n);
const periods = fc.bigInt(1n, 100n);

describe('the reveal window', () => {
  it('is one epoch long, the reveal period after the commit', () => {
    expect([9n, 10n, 11n, 12n, 13n].map((now) => revealWindow(10n, now, 2n))).toEqual([
      'early',
      'early',
      'early',
      'open',
      'expired',
    ]);
  });

  it('opens for exactly the epoch whose queue is taken', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 1000n), fc.bigInt(0n, 1000n), periods, (committed, now, period) => {
        const isTaken = hasOpenCommits(now, period) && openCommitEpoch(now, period) === committed;
        expect(revealWindow(committed, now, period) === 'open').toBe(isTaken);
      }),
      { seed: 11, numRuns: 2000 },
    );
  });

  it('never throws at the end of time', () => {
    fc.assert(
      fc.property(epochs, epochs, epochs, (committed, now, period) => {
        expect(['early', 'open', 'expired']).toContain(revealWindow(committed, now, period));
      }),
      { seed: 12 },
    );
  });

  it('takes no queue of a subnet younger than the period', () => {
    expect(hasOpenCommits(2n, 3n)).toBe(false);
    expect(openCommitEpoch(2n, 3n)).toBe(0n);
  });
});
