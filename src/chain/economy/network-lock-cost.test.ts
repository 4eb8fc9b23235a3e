import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { U64_MAX } from '../fixed/index.ts';
import { TOTAL_SUPPLY_RAO } from './block-emission.ts';
import type { NetworkLock } from './network-lock-cost.ts';
import { lockReductionInterval, networkLockCost } from './network-lock-cost.ts';

const SEED = 23;
const u64 = fc.bigInt({ min: 0n, max: U64_MAX });
const lock = fc.record<NetworkLock>({
  lastCostRao: fc.oneof(u64, fc.bigInt({ min: 0n, max: 10n ** 13n })),
  minCostRao: fc.bigInt({ min: 0n, max: 10n ** 13n }),
  lastRegistrationBlock: fc.bigInt({ min: 0n, max: 10n ** 7n }),
  reductionIntervalBlocks: fc.oneof(u64, fc.bigInt({ min: 0n, max: 10n ** 6n })),
  taoIssuanceRao: fc.bigInt({ min: 0n, max: TOTAL_SUPPLY_RAO }),
});
const PAID: NetworkLock = {
  lastCostRao: 2_016_000_000_000n,
  minCostRao: 1_000_000_000_000n,
  lastRegistrationBlock: 1_000n,
  reductionIntervalBlocks: 100_800n,
  taoIssuanceRao: 0n,
};

describe('the cost of a subnet', () => {
  it('doubles when one is paid, is back after an interval and at its floor after two', () => {
    expect(networkLockCost(PAID, 1_000n)).toBe(2n * PAID.lastCostRao);
    expect(networkLockCost(PAID, 1_000n + 100_800n)).toBe(PAID.lastCostRao);
    expect(networkLockCost(PAID, 1_000n + 2n * 100_800n)).toBe(PAID.minCostRao);
  });

  it('starts undoubled while no subnet was ever registered', () => {
    expect(networkLockCost({ ...PAID, lastRegistrationBlock: 0n }, 0n)).toBe(PAID.lastCostRao);
  });

  it('falls twice as fast after a halving, and not at all at the supply cap', () => {
    const halved = { ...PAID, taoIssuanceRao: TOTAL_SUPPLY_RAO / 2n };
    expect(networkLockCost(halved, 1_000n + 50_400n)).toBe(PAID.lastCostRao);
    expect(networkLockCost({ ...PAID, taoIssuanceRao: TOTAL_SUPPLY_RAO }, U64_MAX)).toBe(2n * PAID.lastCostRao);
  });

  it('stays between the minimum and twice the last one, whatever the state', () => {
    fc.assert(
      fc.property(lock, u64, (given, block) => {
        const cost = networkLockCost(given, block);
        const top = 2n * given.lastCostRao;
        expect(cost).toBeGreaterThanOrEqual(given.minCostRao);
        expect(cost).toBeLessThanOrEqual(top > given.minCostRao ? top : given.minCostRao);
        expect(cost).toBeLessThanOrEqual(U64_MAX);
      }),
      { seed: SEED },
    );
  });

  it('saturates where twice the last one would pass 2^64', () => {
    expect(networkLockCost({ ...PAID, lastCostRao: U64_MAX - 1n }, 1_000n)).toBe(U64_MAX);
  });

  it('never rises with time', () => {
    fc.assert(
      fc.property(lock, u64, u64, (given, a, b) => {
        const [early, late] = a < b ? [a, b] : [b, a];
        expect(networkLockCost(given, late)).toBeLessThanOrEqual(networkLockCost(given, early));
      }),
      { seed: SEED },
    );
  });
});

describe('the reduction interval', () => {
  it('halves with emission and is 0 at the cap', () => {
    expect(lockReductionInterval(100_800n, 0n)).toBe(100_800n);
    expect(lockReductionInterval(100_800n, (TOTAL_SUPPLY_RAO / 4n) * 3n)).toBe(25_200n);
    expect(lockReductionInterval(100_800n, TOTAL_SUPPLY_RAO)).toBe(0n);
  });

  it('rounds the share of emission down first, so a whole number of blocks may come out one smaller', () => {
    // 976 562 of 10^9 rao at k = 10: not exact in 64 fractional bits.
    const afterTenHalvings = TOTAL_SUPPLY_RAO - TOTAL_SUPPLY_RAO / 1_024n;
    expect(lockReductionInterval(500_000_000n, afterTenHalvings)).toBe(488_280n);
  });
});
