import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { U96F32 } from '../fixed/index.ts';
import type { DividendParts, ValidatorDividend } from './dividend-split.ts';
import { splitDividends } from './dividend-split.ts';

const SEED = 22;
/** 0.18, as production has used it. */
const TAO_WEIGHT = 773_094_113n;
const rao = fc.bigInt({ min: 0n, max: 21n * 10n ** 15n });
const validator = fc.record<ValidatorDividend>({ dividendRao: rao, alphaStakeRao: rao, rootStakeRao: rao });
const validators = fc.array(validator, { maxLength: 64 });
const pots = fc.record({ validatorRao: rao, rootRao: rao });
const floors = (parts: readonly DividendParts[], of: keyof DividendParts): bigint =>
  parts.reduce((sum, part) => sum + U96F32.floor(part[of]), 0n);

describe('dividends over validators', () => {
  it('never pay more than the pots hold, and lose only what 32 fractional bits of a share cannot say', () => {
    fc.assert(
      fc.property(pots, validators, (given, all) => {
        const parts = splitDividends(given, TAO_WEIGHT, all);
        for (const [of, pot] of [
          ['alpha', given.validatorRao],
          ['root', given.rootRao],
        ] as const) {
          const paid = floors(parts, of);
          expect(paid).toBeLessThanOrEqual(pot);
          const rounding = BigInt(all.length) * ((pot >> 32n) + 2n);
          if (paid > 0n) expect(pot - paid).toBeLessThanOrEqual(rounding);
        }
      }),
      { seed: SEED },
    );
  });

  it('pay a single holder everything', () => {
    const given = { validatorRao: 123_456_789n, rootRao: 987_654_321n };
    const [only] = splitDividends(given, TAO_WEIGHT, [{ dividendRao: 10n, alphaStakeRao: 5n, rootStakeRao: 50n }]);
    expect(only).toEqual({ alpha: U96F32.fromInteger(123_456_789n), root: U96F32.fromInteger(987_654_321n) });
  });

  it('pay root only for root stake and alpha only for what is not root', () => {
    const [rootOnly, alphaOnly] = splitDividends({ validatorRao: 1_000n, rootRao: 1_000n }, TAO_WEIGHT, [
      { dividendRao: 7n, alphaStakeRao: 0n, rootStakeRao: 9n },
      { dividendRao: 7n, alphaStakeRao: 9n, rootStakeRao: 0n },
    ]);
    expect(rootOnly).toEqual({ alpha: 0n, root: U96F32.fromInteger(1_000n) });
    expect(alphaOnly).toEqual({ alpha: U96F32.fromInteger(1_000n), root: 0n });
  });

  it('pay nobody who earned nothing, and count nothing as root without a TAO weight', () => {
    const idle = { dividendRao: 0n, alphaStakeRao: 10n, rootStakeRao: 10n };
    expect(splitDividends({ validatorRao: 5n, rootRao: 5n }, TAO_WEIGHT, [idle])).toEqual([{ alpha: 0n, root: 0n }]);
    const [worker] = splitDividends({ validatorRao: 5n, rootRao: 5n }, 0n, [{ ...idle, dividendRao: 3n }]);
    expect(worker).toEqual({ alpha: U96F32.fromInteger(5n), root: 0n });
    expect(splitDividends({ validatorRao: 5n, rootRao: 5n }, TAO_WEIGHT, [])).toEqual([]);
  });

  it('do not depend on the order of validators', () => {
    fc.assert(
      fc.property(pots, validators, (given, all) => {
        const reversed = splitDividends(given, TAO_WEIGHT, [...all].reverse());
        expect(reversed.reverse()).toEqual(splitDividends(given, TAO_WEIGHT, all));
      }),
      { seed: SEED },
    );
  });

  it('do not fall for a validator whose dividend was larger', () => {
    fc.assert(
      fc.property(pots, validators, validator, rao, (given, others, own, more) => {
        const [before] = splitDividends(given, TAO_WEIGHT, [own, ...others]);
        const [after] = splitDividends(given, TAO_WEIGHT, [{ ...own, dividendRao: own.dividendRao + more }, ...others]);
        // One unit of a share, times the pot.
        expect(after!.alpha).toBeGreaterThanOrEqual(before!.alpha - given.validatorRao);
        expect(after!.root).toBeGreaterThanOrEqual(before!.root - given.rootRao);
      }),
      { seed: SEED },
    );
  });
});
