import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { larger, smaller, U64F64, U96F32 } from '../fixed/index.ts';
import { blockEmission, TOTAL_SUPPLY_RAO } from './block-emission.ts';
import type { InjectionInput } from './injection-terms.ts';
import { injectionTerms } from './injection-terms.ts';
import { rootProportion } from './root-proportion.ts';

const SEED = 21;
const rao = fc.bigInt({ min: 0n, max: TOTAL_SUPPLY_RAO });
const input = fc.record<InjectionInput>({
  taoEmission: fc.bigInt({ min: 0n, max: U96F32.fromInteger(1_000_000_000n) }),
  spotPrice: fc.oneof(fc.bigInt({ min: 0n, max: U64F64.one }), fc.bigInt({ min: 0n, max: U64F64.max })),
  alphaIssuanceRao: rao,
  rootTaoRao: rao,
  taoWeight: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
});
const ORDINARY: InjectionInput = {
  taoEmission: U96F32.fromInteger(500_000_000n),
  spotPrice: U64F64.one / 40n,
  alphaIssuanceRao: 4_000_000_000_000_000n,
  rootTaoRao: 5_800_000_000_000_000n,
  taoWeight: 971_718_665_099_567_868n,
};

describe('injection into a subnet', () => {
  it('uses up the TAO: what is not injected buys', () => {
    fc.assert(
      fc.property(input, (given) => {
        const { taoIn, excessTao } = injectionTerms(given);
        expect(taoIn + excessTao).toBe(given.taoEmission);
      }),
      { seed: SEED },
    );
  });

  it("never mints into the pool more than root's part of the block's alpha", () => {
    fc.assert(
      fc.property(input, (given) => {
        const { alphaIn, alphaOut } = injectionTerms(given);
        expect(alphaOut).toBe(U96F32.fromInteger(blockEmission(given.alphaIssuanceRao)));
        const cap = U96F32.mul(rootProportion(given.rootTaoRao, given.taoWeight, given.alphaIssuanceRao), alphaOut);
        expect(alphaIn).toBeLessThanOrEqual(cap);
        expect(cap).toBeLessThanOrEqual(alphaOut);
      }),
      { seed: SEED },
    );
  });

  it('never injects alpha that is worth more than its TAO', () => {
    fc.assert(
      fc.property(input, (given) => {
        const { alphaIn, taoIn } = injectionTerms(given);
        expect(U96F32.mul(alphaIn, given.spotPrice >> 32n)).toBeLessThanOrEqual(taoIn);
      }),
      { seed: SEED },
    );
  });

  it('does not inject less when more TAO is emitted', () => {
    fc.assert(
      fc.property(input, input, (given, { taoEmission }) => {
        const [less, more] = [smaller(given.taoEmission, taoEmission), larger(given.taoEmission, taoEmission)];
        const few = injectionTerms({ ...given, taoEmission: less });
        const many = injectionTerms({ ...given, taoEmission: more });
        expect(many.alphaIn).toBeGreaterThanOrEqual(few.alphaIn);
        expect(many.taoIn).toBeGreaterThanOrEqual(few.taoIn);
        expect(many.excessTao).toBeGreaterThanOrEqual(few.excessTao);
      }),
      { seed: SEED },
    );
  });

  it('leaves all TAO to buying where root has no part', () => {
    const { alphaIn, taoIn, excessTao } = injectionTerms({ ...ORDINARY, rootTaoRao: 0n });
    expect([alphaIn, taoIn, excessTao]).toEqual([0n, 0n, ORDINARY.taoEmission]);
  });

  it('injects all TAO and no alpha where there is no price, and nothing where there is no TAO', () => {
    const unpriced = injectionTerms({ ...ORDINARY, spotPrice: 0n });
    expect([unpriced.alphaIn, unpriced.taoIn, unpriced.excessTao]).toEqual([0n, ORDINARY.taoEmission, 0n]);
    const unpaid = injectionTerms({ ...ORDINARY, taoEmission: 0n });
    expect([unpaid.alphaIn, unpaid.taoIn, unpaid.excessTao]).toEqual([0n, 0n, 0n]);
  });

  it('mints no alpha for anybody at the supply cap', () => {
    const { alphaIn, alphaOut } = injectionTerms({ ...ORDINARY, alphaIssuanceRao: TOTAL_SUPPLY_RAO });
    expect([alphaIn, alphaOut]).toEqual([0n, 0n]);
  });
});
