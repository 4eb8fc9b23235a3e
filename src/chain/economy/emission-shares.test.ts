import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { U64F64, U96F32 } from '../fixed/index.ts';
import type { EmittingSubnet } from './emission-shares.ts';
import { emissionShares, taoEmission } from './emission-shares.ts';

const SEED = 20;
const ONE_PRICE = 1n << 32n;
const BLOCK_RAO = 1_000_000_000n;
const subnet = fc.record<EmittingSubnet>({
  movingPrice: fc.bigInt({ min: 0n, max: 4n * ONE_PRICE }),
  minerBurned: fc.bigInt({ min: 0n, max: 2n * ONE_PRICE }),
  emissionEnabled: fc.boolean(),
});
const subnets = fc.array(subnet, { maxLength: 140 });
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
const plain = (movingPrice: bigint): EmittingSubnet => ({ movingPrice, minerBurned: 0n, emissionEnabled: true });

describe('emission shares of subnets', () => {
  it('are all of the block or nothing, less one unit of rounding per subnet', () => {
    fc.assert(
      fc.property(subnets, (all) => {
        const total = sum(emissionShares(all));
        expect(total).toBeLessThanOrEqual(U64F64.one);
        if (total > 0n) expect(total).toBeGreaterThanOrEqual(U64F64.one - BigInt(all.length));
      }),
      { seed: SEED },
    );
  });

  it('never hand out more TAO than the block mints, and lose less than a rao per subnet', () => {
    fc.assert(
      fc.property(subnets, (all) => {
        const shares = emissionShares(all);
        const given = sum(shares.map((share) => U96F32.floor(taoEmission(BLOCK_RAO, share))));
        expect(given).toBeLessThanOrEqual(BLOCK_RAO);
        if (sum(shares) > 0n) expect(BLOCK_RAO - given).toBeLessThanOrEqual(BigInt(all.length));
      }),
      { seed: SEED },
    );
  });

  it('are nothing for a subnet that is switched off or burns all, unless everybody burns all', () => {
    const [off, burner, other] = emissionShares([
      { ...plain(ONE_PRICE), emissionEnabled: false },
      { ...plain(ONE_PRICE), minerBurned: ONE_PRICE },
      plain(1n),
    ]);
    expect([off, burner, other]).toEqual([0n, 0n, U64F64.one]);
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: ONE_PRICE })), (prices) => {
        const burning = prices.map((price) => ({ ...plain(price), minerBurned: ONE_PRICE }));
        const sparing = emissionShares(prices.map(plain));
        emissionShares(burning).forEach((share, i) => {
          expect(share - sparing[i]!).toBeGreaterThanOrEqual(-1n);
          expect(share - sparing[i]!).toBeLessThanOrEqual(1n);
        });
      }),
      { seed: SEED },
    );
  });

  it('do not depend on the order of subnets', () => {
    fc.assert(
      fc.property(subnets, (all) => {
        expect(emissionShares([...all].reverse())).toEqual(emissionShares(all).reverse());
      }),
      { seed: SEED },
    );
  });

  it('do not fall when the price of the subnet rises, nor rise when it burns more', () => {
    const amount = fc.bigInt({ min: 0n, max: ONE_PRICE });
    fc.assert(
      fc.property(subnet, subnets, amount, amount, (own, others, rise, burn) => {
        const shareOf = (changed: EmittingSubnet): bigint => emissionShares([changed, ...others])[0]!;
        const on = { ...own, emissionEnabled: true };
        // The others' rounding may cost a unit each.
        const slack = BigInt(others.length) + 2n;
        const share = shareOf(on);
        expect(shareOf({ ...on, movingPrice: on.movingPrice + rise })).toBeGreaterThanOrEqual(share - slack);
        const othersEarn = emissionShares(others).some((other) => other > slack);
        if (!othersEarn) return;
        expect(shareOf({ ...on, minerBurned: on.minerBurned + burn })).toBeLessThanOrEqual(share + slack);
      }),
      { seed: SEED },
    );
  });

  it('are empty or zero where there is nobody, no price or nobody switched on', () => {
    expect(emissionShares([])).toEqual([]);
    expect(emissionShares([plain(0n), plain(0n)])).toEqual([0n, 0n]);
    expect(emissionShares([{ ...plain(5n), emissionEnabled: false }])).toEqual([0n]);
    expect(taoEmission(0n, U64F64.one)).toBe(0n);
    expect(taoEmission(BLOCK_RAO, 0n)).toBe(0n);
  });

  it('are not divided once more while everybody is switched on', () => {
    // Shares of five and of four times one fall two units short of the whole, so dividing by their sum adds a unit.
    const all = [5n, 1n, 1n, 1n, 1n].map(plain);
    const withOneOff = [...all, { ...plain(0n), emissionEnabled: false }];
    expect(emissionShares(all)[0]).toBe(10_248_191_152_060_862_010n);
    expect(emissionShares(withOneOff)[0]).toBe(10_248_191_152_060_862_011n);
  });
});
