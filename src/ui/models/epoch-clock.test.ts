import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochClock } from '../../light/types.ts';
import { locateEpoch } from './epoch-clock.ts';

const SEED = 20260725;
const CLOCK: EpochClock = {
  tempoBlocks: 360,
  lastEpochBlock: 1000,
  pendingEpochAt: 0,
  epochIndex: 3n,
  lastStepBlock: 1000,
  blocksSinceLastStep: 0,
};

describe('the epoch clock', () => {
  it('counts to the last epoch plus the tempo', () => {
    expect(locateEpoch(1, CLOCK, 1090)).toEqual({ kind: 'ticking', nextBlock: 1360, blocksLeft: 270, share: 0.25 });
  });

  it('takes a pending epoch that comes earlier', () => {
    expect(locateEpoch(1, { ...CLOCK, pendingEpochAt: 1100 }, 1050)).toMatchObject({ nextBlock: 1100, blocksLeft: 50 });
    expect(locateEpoch(1, { ...CLOCK, pendingEpochAt: 2000 }, 1050)).toMatchObject({ nextBlock: 1360 });
  });

  it('has no epochs on the root network or with a tempo of zero', () => {
    expect(locateEpoch(0, CLOCK, 1090)).toEqual({ kind: 'none' });
    expect(locateEpoch(1, { ...CLOCK, tempoBlocks: 0 }, 1090)).toEqual({ kind: 'none' });
  });

  it('never leaves its dial, however far the block is', () => {
    const block = fc.nat({ max: 2 ** 31 });
    fc.assert(
      fc.property(block, block, fc.integer({ min: 1, max: 65535 }), block, (now, last, tempoBlocks, pending) => {
        const clock = { ...CLOCK, tempoBlocks, lastEpochBlock: last, pendingEpochAt: pending };
        const position = locateEpoch(1, clock, now);
        if (position.kind === 'none') throw new Error('a positive tempo has epochs');
        expect(position.share).toBeGreaterThanOrEqual(0);
        expect(position.share).toBeLessThanOrEqual(1);
        expect(position.blocksLeft).toBeGreaterThanOrEqual(0);
      }),
      { seed: SEED },
    );
  });
});
