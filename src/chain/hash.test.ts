import { xxhashAsU8a } from '@polkadot/util-crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from './bytes.ts';
import { blake2b256, twox64, twox128 } from './hash.ts';

describe('hashes', () => {
  it('names a pallet as the chain does', () => {
    expect(toHex(twox128(utf8('SubtensorModule')))).toBe('0x658faa385070e074c85bf6b568cf0555');
  });

  it('hashes the empty trie to the well-known root', () => {
    expect(toHex(blake2b256(Uint8Array.of(0)))).toBe(
      '0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314',
    );
  });

  it('agrees with another xxHash on every length up to several stripes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (data) => {
        expect(twox64(data)).toEqual(xxhashAsU8a(data, 64));
        expect(twox128(data)).toEqual(xxhashAsU8a(data, 128));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
