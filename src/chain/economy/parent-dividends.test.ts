import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { U64_MAX, u64Ratio } from '../fixed/index.ts';
import type { EarnedDividend, ParentLink } from './parent-dividends.ts';
import { spreadDividend } from './parent-dividends.ts';

const SEED = 104;
const HALF = U64_MAX / 2n;
/** 0.18 of 2^64−1. */
const TAO_WEIGHT = 3_320_413_933_267_719_290n;
const alone: EarnedDividend = {
  dividendRao: 1_000_000n,
  alphaStakeRao: 600n,
  rootStakeRao: 0n,
  childProportions: [],
  parents: [],
  childkeyTake: 0,
};
const parent: ParentLink = { alphaStakeRao: 400n, rootStakeRao: 0n, proportion: U64_MAX, sameOwner: false };

const rao = fc.bigInt({ min: 0n, max: 21n * 10n ** 15n });
const proportion = fc.bigInt({ min: 0n, max: U64_MAX });
const link = fc.record<ParentLink>({
  alphaStakeRao: rao,
  rootStakeRao: rao,
  proportion,
  sameOwner: fc.boolean(),
});
const earned = fc.record<EarnedDividend>({
  dividendRao: fc.bigInt({ min: 0n, max: 10n ** 13n }),
  alphaStakeRao: rao,
  rootStakeRao: rao,
  childProportions: fc.array(fc.bigInt({ min: 0n, max: U64_MAX / 5n }), { maxLength: 5 }),
  parents: fc.array(link, { maxLength: 6 }),
  childkeyTake: fc.integer({ min: 0, max: 11_796 }),
});
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

describe("a validator's dividend", () => {
  it('is its own without parents, whatever it lends and whatever it holds', () => {
    for (const childProportions of [[], [HALF], [U64_MAX]]) {
      expect(spreadDividend({ ...alone, childProportions }, 0n, 0n).ownRao).toBe(1_000_000n);
    }
    expect(spreadDividend({ ...alone, alphaStakeRao: 0n }, 0n, 0n)).toEqual({
      ownRao: 1_000_000n,
      parentsRao: [],
      recycledRao: 0n,
    });
  });

  it('is shared with a parent by stake', () => {
    // 400 of 1000: 0.4 has 32 fractional bits, floored, and so has its product with D.
    expect(spreadDividend({ ...alone, parents: [parent] }, 0n, 0n)).toEqual({
      ownRao: 600_000n,
      parentsRao: [399_999n],
      recycledRao: 0n,
    });
    const quarter = { ...parent, alphaStakeRao: 600n, proportion: U64_MAX / 2n };
    // u64Ratio(half) is just below a half: c_P < 300 of < 900.
    expect(spreadDividend({ ...alone, parents: [quarter] }, 0n, 0n).parentsRao).toEqual([333_333n]);
  });

  it('counts root stake of both sides at the TAO weight', () => {
    const weight = u64Ratio(HALF + 1n);
    const onRoot = { ...parent, alphaStakeRao: 0n, rootStakeRao: 1_200n };
    // 600 alpha against 1200·½: half each.
    expect(spreadDividend({ ...alone, parents: [onRoot] }, weight, 0n).parentsRao).toEqual([500_000n]);
    expect(spreadDividend({ ...alone, parents: [onRoot] }, 0n, 0n).parentsRao).toEqual([0n]);
  });

  it('counts of its own stake only what it has not lent on', () => {
    const { parentsRao } = spreadDividend({ ...alone, childProportions: [U64_MAX], parents: [parent] }, 0n, 0n);
    expect(parentsRao).toEqual([1_000_000n]);
  });

  it("leaves the child its take, and burns of a parent's part, only where another coldkey owns the parent", () => {
    const whole = { ...alone, alphaStakeRao: 0n, childkeyTake: 6_553, parents: [parent] };
    const spread = spreadDividend(whole, 0n, U64_MAX / 10n);
    // Take: 6553/65535 of a million = 99 992.37; burn: a tenth less one unit of 2^-32.
    expect(spread.ownRao).toBe(99_992n);
    expect(spread.recycledRao).toBe(99_999n);
    expect(spread.parentsRao).toEqual([800_007n]);
    const own = { ...whole, parents: [{ ...parent, sameOwner: true }] };
    expect(spreadDividend(own, 0n, U64_MAX / 10n)).toEqual({
      ownRao: 0n,
      parentsRao: [1_000_000n],
      recycledRao: 0n,
    });
  });

  it('never comes to more than was earned, and flooring costs less than a rao for each part', () => {
    fc.assert(
      fc.property(earned, fc.bigInt({ min: 0n, max: U64_MAX / 10n }), (given, ckBurn) => {
        const spread = spreadDividend(given, u64Ratio(TAO_WEIGHT), ckBurn);
        const all = spread.ownRao + sum(spread.parentsRao) + spread.recycledRao;
        expect(all).toBeLessThanOrEqual(given.dividendRao);
        expect(given.dividendRao - all).toBeLessThanOrEqual(1n + 2n * BigInt(given.parents.length));
      }),
      { seed: SEED },
    );
  });

  it('agrees with the same formula in exact fractions, within what 32 fractional bits cannot say', () => {
    const solid = earned.filter(({ alphaStakeRao, parents }) => alphaStakeRao > 10n ** 9n && parents.length > 0);
    fc.assert(
      fc.property(solid, (given) => {
        const whole = { ...given, childProportions: [] };
        const { parentsRao } = spreadDividend(whole, u64Ratio(TAO_WEIGHT), 0n);
        // Everything times (2^64−1)²; τ and proportions are exact here.
        const weigh = ({ alphaStakeRao, rootStakeRao }: Pick<ParentLink, 'alphaStakeRao' | 'rootStakeRao'>) =>
          alphaStakeRao * U64_MAX + rootStakeRao * TAO_WEIGHT;
        const lent = whole.parents.map((of) => weigh(of) * of.proportion);
        const total = weigh(whole) * U64_MAX + sum(lent);
        whole.parents.forEach(({ sameOwner }, i) => {
          const kept = sameOwner ? 65_535n : 65_535n - BigInt(whole.childkeyTake);
          const exact = (whole.dividendRao * lent[i]! * kept) / (total * 65_535n);
          const difference = parentsRao[i]! - exact;
          const tolerance = 2n + ((whole.dividendRao * 64n) >> 32n);
          expect(difference < 0n ? -difference : difference).toBeLessThanOrEqual(tolerance);
        });
      }),
      { seed: SEED },
    );
  });
});
