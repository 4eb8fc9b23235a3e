/** Properties of the rules that `rules.test.ts` compares with vectors. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { larger, smaller, U64_MAX, U64F64, U96F32 } from '../fixed/index.ts';
import { inheritedStake, splitEmission, stakeWeight, taoWeightBits } from '../yuma/index.ts';
import { blockEmission, TOTAL_SUPPLY_RAO } from './block-emission.ts';
import type { EpochSchedule } from './epoch-schedule.ts';
import { blocksUntilAutoEpoch, isEpochDue, MAX_BLOCKS_SINCE_STEP, nextEpochStartBlock } from './epoch-schedule.ts';
import { nextMovingPrice } from './moving-price.ts';
import { shareAlpha } from './participants-alpha.ts';
import { rootProportion } from './root-proportion.ts';

const SEED = 26;
const u64 = fc.bigInt({ min: 0n, max: U64_MAX });
const rao = fc.bigInt({ min: 0n, max: TOTAL_SUPPLY_RAO });
const ONE_PRICE = 1n << 32n;

describe('block emission', () => {
  it('halves exactly where half of what is missing has been issued', () => {
    let missing = TOTAL_SUPPLY_RAO;
    for (let halvings = 0n; halvings < 20n; halvings++) {
      const threshold = TOTAL_SUPPLY_RAO - missing / 2n;
      expect(blockEmission(TOTAL_SUPPLY_RAO - missing)).toBe(1_000_000_000n >> halvings);
      expect(blockEmission(threshold)).toBe(1_000_000_000n >> (halvings + 1n));
      missing /= 2n;
      if (missing % 2n !== 0n) break;
    }
  });

  it('is nothing at and beyond the cap', () => {
    expect([blockEmission(TOTAL_SUPPLY_RAO), blockEmission(U64_MAX)]).toEqual([0n, 0n]);
  });
});

describe('the moving price', () => {
  const bits = fc.bigInt({ min: 0n, max: ONE_PRICE });
  const state = fc.record({
    movingPrice: bits,
    spotPrice: fc.bigInt({ min: 0n, max: U64F64.max }),
    movingAlpha: bits,
    firstEmissionBlock: u64,
    block: u64,
    halvingBlocks: u64,
  });

  it('lies between what it was and the spot price, capped at 1 TAO', () => {
    fc.assert(
      fc.property(state, (given) => {
        const spot = smaller(given.spotPrice, U64F64.one) >> 32n;
        const next = nextMovingPrice(given);
        // Two products are rounded down.
        expect(next).toBeGreaterThanOrEqual(smaller(spot, given.movingPrice) - 1n);
        expect(next).toBeLessThanOrEqual(larger(spot, given.movingPrice));
      }),
      { seed: SEED },
    );
  });

  it('does not move before the subnet started or without an alpha', () => {
    const young = { movingPrice: 77n, spotPrice: U64F64.one, firstEmissionBlock: 100n, halvingBlocks: 201_600n };
    expect(nextMovingPrice({ ...young, movingAlpha: ONE_PRICE, block: 50n })).toBe(77n);
    expect(nextMovingPrice({ ...young, movingAlpha: 0n, block: 5_000n })).toBe(77n);
  });
});

describe('the root proportion', () => {
  it('is 0 to one, rises with root stake and falls with alpha', () => {
    fc.assert(
      fc.property(rao, rao, u64, rao, (root, alpha, weight, more) => {
        const share = rootProportion(root, weight, alpha);
        expect(share).toBeGreaterThanOrEqual(0n);
        expect(share).toBeLessThanOrEqual(U96F32.one);
        expect(rootProportion(root + more, weight, alpha)).toBeGreaterThanOrEqual(share);
        expect(rootProportion(root, weight, alpha + more)).toBeLessThanOrEqual(share);
      }),
      { seed: SEED },
    );
  });

  it('is 0 where there is neither root stake nor alpha', () => {
    expect(rootProportion(0n, U64_MAX, 0n)).toBe(0n);
  });
});

describe("participants' shares", () => {
  it('give out all that was minted, less a rao per part, whatever the cut and root have', () => {
    fc.assert(
      fc.property(
        rao,
        fc.bigInt({ min: 0n, max: U96F32.one }),
        fc.integer({ min: 0, max: 65_535 }),
        fc.boolean(),
        (minted, rho, ownerCut, ownerCutEnabled) => {
          const parts = shareAlpha(minted, rho, { ownerCut, ownerCutEnabled });
          const given = parts.ownerCut + parts.server + parts.validator + parts.root;
          expect(given).toBeLessThanOrEqual(minted);
          expect(minted - given).toBeLessThan(4n);
          if (!ownerCutEnabled) expect(parts.ownerCut).toBe(0n);
        },
      ),
      { seed: SEED },
    );
  });
});

describe('the mechanism split', () => {
  const split = fc.array(fc.integer({ min: 0, max: 65_535 }), { maxLength: 16 });

  it('is conserved to the rao for every split that the chain accepts', () => {
    fc.assert(
      fc.property(u64, fc.integer({ min: 1, max: 16 }), split, (emission, count, weights) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        fc.pre(total <= 65_535);
        const parts = splitEmission(emission, count, weights);
        expect(parts).toHaveLength(count);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(emission);
      }),
      { seed: SEED },
    );
  });
});

describe('the epoch schedule', () => {
  const schedule = fc.record<EpochSchedule>({
    tempo: fc.integer({ min: 0, max: 65_535 }),
    lastEpochBlock: fc.bigInt({ min: 0n, max: 1_000_000n }),
    pendingEpochAt: fc.bigInt({ min: 0n, max: 1_000_000n }),
    blocksSinceLastStep: fc.bigInt({ min: 0n, max: MAX_BLOCKS_SINCE_STEP }),
  });
  const blocks = fc.bigInt({ min: 0n, max: 1_100_000n });

  it('is due from the block on that it names as the next one', () => {
    fc.assert(
      fc.property(schedule, blocks, (given, block) => {
        const next = nextEpochStartBlock(given);
        expect(isEpochDue(given, block)).toBe(next !== undefined && block >= next);
      }),
      { seed: SEED },
    );
  });

  it('counts down to the automatic epoch block by block', () => {
    fc.assert(
      fc.property(schedule, blocks, (given, block) => {
        fc.pre(given.tempo > 0);
        const left = blocksUntilAutoEpoch(given, block);
        expect(blocksUntilAutoEpoch(given, block + 1n)).toBe(left === 0n ? 0n : left - 1n);
        expect(isEpochDue({ ...given, pendingEpochAt: 0n }, block)).toBe(left === 0n);
      }),
      { seed: SEED },
    );
  });

  it('is due whatever the clock says when the last step is too long ago, but never without a tempo', () => {
    const overdue = { lastEpochBlock: 100n, pendingEpochAt: 0n, blocksSinceLastStep: MAX_BLOCKS_SINCE_STEP + 1n };
    expect(isEpochDue({ ...overdue, tempo: 65_535 }, 101n)).toBe(true);
    expect(isEpochDue({ ...overdue, tempo: 0 }, U64_MAX)).toBe(false);
  });
});

describe('stake weight', () => {
  it('grows with stake and with what parents lend, and shrinks with what children take', () => {
    fc.assert(
      fc.property(rao, rao, u64, rao, (own, parent, proportion, more) => {
        const lent = [{ proportion, stakeRao: parent }];
        const base = inheritedStake(own, lent, []);
        expect(inheritedStake(own + more, lent, [])).toBeGreaterThanOrEqual(base);
        expect(inheritedStake(own, [{ proportion, stakeRao: parent + more }], [])).toBeGreaterThanOrEqual(base);
        expect(inheritedStake(own, lent, [proportion])).toBeLessThanOrEqual(base);
        const weight = taoWeightBits(proportion);
        expect(stakeWeight(own, parent + more, weight)).toBeGreaterThanOrEqual(stakeWeight(own, parent, weight));
      }),
      { seed: SEED },
    );
  });

  it('is never negative, even where children were promised more than everything', () => {
    expect(inheritedStake(1_000n, [], [U64_MAX, U64_MAX])).toBe(0n);
    expect(inheritedStake(0n, [], [])).toBe(0n);
  });
});
