import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { U64_MAX, U64F64 } from '../fixed/index.ts';
import { dissolveShares } from './dissolve-shares.ts';
import { alphaAtPrice, medianPrice } from './median-price.ts';
import type { PrunableSubnet } from './subnet-pruning.ts';
import { subnetToPrune } from './subnet-pruning.ts';
import { isTooImmuneToTrim, uidsToKeep } from './uid-trimming.ts';

const SEED = 17;
const u64 = fc.bigInt({ min: 0n, max: U64_MAX });
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

describe('the pot of a dissolved subnet', () => {
  it('is divided to the rao, nobody a whole rao away from the exact share', () => {
    fc.assert(
      fc.property(u64, fc.array(u64, { minLength: 1, maxLength: 30 }), (pot, weights) => {
        const shares = dissolveShares(pot, weights);
        const total = sum(weights);
        expect(sum(shares)).toBe(total === 0n ? 0n : pot);
        if (total === 0n) return;
        for (const [i, weight] of weights.entries()) {
          const floor = (pot * weight) / total;
          expect([floor, floor + 1n]).toContain(shares[i]);
          if (weight === 0n) expect(shares[i]).toBe(0n);
        }
      }),
      { seed: SEED },
    );
  });

  it('gives what is left to the largest remainders, of equal ones to the first', () => {
    expect(dissolveShares(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
    expect(dissolveShares(10n, [3n, 5n, 7n])).toEqual([2n, 3n, 5n]);
    expect(dissolveShares(1n, [1n, 2n])).toEqual([0n, 1n]);
  });

  it('that nobody has a part in stays whole', () => {
    expect(dissolveShares(9n, [])).toEqual([]);
    expect(dissolveShares(9n, [0n, 0n])).toEqual([0n, 0n]);
  });
});

describe('the price of a new pool', () => {
  const price = (n: number) => BigInt(Math.round(n * 2 ** 20)) << 44n;

  it('is the middle one of all that are not zero, or the mean of two', () => {
    expect(medianPrice([price(3), 0n, price(1), price(2)])).toBe(price(2));
    expect(medianPrice([price(4), price(1), 0n, price(2), price(3)])).toBe(price(2.5));
  });

  it('is one where there is none', () => {
    expect(medianPrice([])).toBe(U64F64.one);
    expect(medianPrice([0n, 0n])).toBe(U64F64.one);
  });

  it('does not depend on the order, and leaves the list as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: U64F64.max >> 1n })), (prices) => {
        const copy = [...prices];
        expect(medianPrice(prices)).toBe(medianPrice([...prices].reverse()));
        expect(prices).toEqual(copy);
      }),
      { seed: SEED },
    );
  });

  it('fills the pool with as much alpha as the TAO buys', () => {
    expect(alphaAtPrice(1_000n, U64F64.one)).toBe(1_000n);
    expect(alphaAtPrice(1_000n, U64F64.one * 3n)).toBe(333n);
    expect(alphaAtPrice(1_000n, U64F64.one / 4n)).toBe(4_000n);
  });
});

describe('the subnet that makes room', () => {
  const subnet = (netuid: number, movingPrice: bigint, registeredAt: bigint): PrunableSubnet => ({
    netuid,
    movingPrice,
    registeredAt,
  });

  it('has the lowest moving price, of equals is the oldest, of these comes first', () => {
    expect(subnetToPrune([subnet(1, 5n, 0n), subnet(2, 4n, 9n), subnet(3, 6n, 0n)], 100n, 50n)).toBe(2);
    expect(subnetToPrune([subnet(1, 4n, 9n), subnet(2, 4n, 8n), subnet(3, 4n, 8n)], 100n, 50n)).toBe(2);
  });

  it('is not immune any more', () => {
    const subnets = [subnet(1, 1n, 51n), subnet(2, 9n, 50n)];
    expect(subnetToPrune(subnets, 100n, 50n)).toBe(2);
    expect(subnetToPrune(subnets, 99n, 50n)).toBeUndefined();
    expect(subnetToPrune([], 100n, 50n)).toBeUndefined();
  });
});

describe('a trimmed subnet', () => {
  const trimming = fc.record({
    neurons: fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 4n }), fc.boolean()), { minLength: 1, maxLength: 20 }),
    maxUids: fc.integer({ min: 1, max: 20 }),
  });

  it('keeps the spared, and of the others those that earned most, lower uids before higher ones', () => {
    fc.assert(
      fc.property(trimming, ({ neurons, maxUids }) => {
        const emissionsRao = neurons.map(([emission]) => emission);
        const spared = neurons.map(([, isSpared]) => isSpared);
        const kept = uidsToKeep({ emissionsRao, spared, maxUids });
        const gone = [...neurons.keys()].filter((uid) => !kept.includes(uid));
        expect(kept).toEqual([...kept].sort((a, b) => a - b));
        const sparedCount = spared.filter(Boolean).length;
        expect(kept.length).toBe(Math.max(Math.min(maxUids, neurons.length), sparedCount));
        for (const out of gone) {
          expect(spared[out]).toBe(false);
          for (const stays of kept.filter((uid) => !spared[uid])) {
            const [lost, held] = [emissionsRao[out]!, emissionsRao[stays]!];
            expect(lost < held || (lost === held && out > stays)).toBe(true);
          }
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('may be immune to less than eighty in a hundred', () => {
    const of = (spared: number, maxUids: number) =>
      isTooImmuneToTrim({ emissionsRao: [], spared: Array.from({ length: 10 }, (_, i) => i < spared), maxUids }, 80);
    expect(of(7, 10)).toBe(false);
    expect(of(8, 10)).toBe(true);
    expect(of(4, 5)).toBe(true);
    expect(of(3, 4)).toBe(false);
  });
});
