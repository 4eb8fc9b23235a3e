import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxUpscaleToU16 } from '../../chain/yuma/index.ts';
import { upscaleShares } from './upscale.ts';

/** The chain's own rule on the same I32F32 bits. */
function asTheChain(shares: Float64Array): number[] {
  return maxUpscaleToU16(Array.from(shares, (share) => BigInt(Math.floor(share * 2 ** 32))));
}

describe('upscaleShares', () => {
  it('stores what the chain stores, for any shares', () => {
    const share = fc.oneof(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 2 ** -20, noNaN: true }),
      fc.integer({ min: 0, max: 300 }).map((bits) => bits / 2 ** 32),
    );
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 40 }), (values) => {
        const shares = Float64Array.from(values);
        expect(Array.from(upscaleShares(shares))).toEqual(asTheChain(shares));
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });

  it('rounds ties away from zero, as the chain does', () => {
    // max 2·65535 bits: every odd number of bits lies half-way between two u16.
    const shares = Float64Array.from([131_070, 1, 3, 131_069, 0], (bits) => bits / 2 ** 32);
    expect(Array.from(upscaleShares(shares))).toEqual([65_535, 1, 2, 65_535, 0]);
    expect(Array.from(upscaleShares(shares))).toEqual(asTheChain(shares));
  });

  it('leaves nothing but zeros as it is', () => {
    expect(Array.from(upscaleShares(new Float64Array(3)))).toEqual([0, 0, 0]);
  });
});
