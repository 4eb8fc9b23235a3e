import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEED, subnetInput } from './arbitrary.fixture.ts';
import { runEpoch, runSubnetEpoch } from './epoch.ts';
import { splitEmission } from './mechanisms.ts';

describe('the emission of mechanisms', () => {
  it('is split evenly or by the stored parts, the rest going to the first', () => {
    expect(splitEmission(11n, 3, undefined)).toEqual([5n, 3n, 3n]);
    expect(splitEmission(1000n, 2, [65_535, 0])).toEqual([1000n, 0n]);
    expect(splitEmission(1000n, 3, [32_767, 32_768])).toEqual([500n, 500n, 0n]);
  });

  it('adds up to the whole', () => {
    const split = fc.option(fc.array(fc.integer({ min: 0, max: 4095 }), { maxLength: 16 }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.integer({ min: 1, max: 16 }),
        split,
        (whole, count, s) => {
          const parts = splitEmission(whole, count, s);
          expect(parts).toHaveLength(count);
          expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(whole);
        },
      ),
      { seed: SEED },
    );
  });
});

describe('a subnet with one mechanism', () => {
  it('gives what the mechanism gives', () => {
    fc.assert(
      fc.property(subnetInput, (input) => {
        const single = { ...input, mechanismCount: 1, mechanisms: input.mechanisms.slice(0, 1) };
        const { stake: _, incentive, bonds, ...rest } = runEpoch(single, 0, single.raoEmission);
        const subnet = runSubnetEpoch(single);
        expect(subnet).toEqual({
          ...rest,
          incentive: [incentive],
          bonds: [bonds],
          mechanismEmission: BigUint64Array.of(single.raoEmission),
        });
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});

describe('a subnet without emission', () => {
  it('stores what its first mechanism gives', () => {
    const inputs = fc.sample(subnetInput, { seed: SEED, numRuns: 40 }).filter((input) => input.mechanismCount === 2);
    for (const sample of inputs) {
      const input = { ...sample, raoEmission: 0n };
      const { stakeWeight, dividend, consensus } = runEpoch(input, 0, 0n);
      expect(runSubnetEpoch(input)).toMatchObject({ stakeWeight, dividend, consensus });
    }
    expect(inputs.length).toBeGreaterThan(10);
  });
});

describe('a subnet with two even mechanisms', () => {
  it('stores about half of the emission that it pays', () => {
    const input = fc
      .sample(subnetInput, { seed: SEED, numRuns: 200 })
      .find((sample) => sample.mechanismCount === 2 && sample.raoEmission > 10n ** 9n)!;
    const { emission, serverEmission, validatorEmission } = runSubnetEpoch({
      ...input,
      mechanismEmissionSplit: undefined,
    });
    const sum = (amounts: BigUint64Array) => amounts.reduce((total, amount) => total + amount, 0n);
    const paid = sum(serverEmission) + sum(validatorEmission);
    expect(paid).toBeGreaterThan(0n);
    expect(Number(sum(emission)) / Number(paid)).toBeCloseTo(0.5, 6);
  });
});
