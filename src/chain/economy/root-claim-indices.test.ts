import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rootClaimIndices } from './root-claim-indices.ts';

const SEED = 25;
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
const count = fc.integer({ min: 0, max: 50 });
const coldkeys = fc.bigInt({ min: 1n, max: 1n << 40n });

describe('root claims of a block', () => {
  it('are distinct places in the list, in order, and no more than asked for', () => {
    fc.assert(
      fc.property(hash, count, coldkeys, (parentHash, k, n) => {
        const indices = rootClaimIndices(parentHash, k, n);
        expect(indices.length).toBeLessThanOrEqual(k);
        indices.forEach((index, i) => {
          expect(index).toBeGreaterThanOrEqual(0n);
          expect(index).toBeLessThan(n);
          if (i > 0) expect(index).toBeGreaterThan(indices[i - 1]!);
        });
      }),
      { seed: SEED },
    );
  });

  it('of a larger count contain those of a smaller one', () => {
    fc.assert(
      fc.property(hash, count, coldkeys, (parentHash, k, n) => {
        const more = rootClaimIndices(parentHash, k + 1, n);
        expect(more).toEqual(expect.arrayContaining(rootClaimIndices(parentHash, k, n)));
      }),
      { seed: SEED },
    );
  });

  it('walk by the four words of the hash, read big-endian', () => {
    const parentHash = new Uint8Array(32);
    for (const [i, word] of [1, 2, 3, 4].entries()) parentHash.set([word], 8 * i + 7);
    // last = 1, then +1 +2 +3 +4 +1
    expect(rootClaimIndices(parentHash, 5, 100n)).toEqual([2n, 4n, 7n, 11n, 12n]);
  });

  it('saturate where the first step would pass 2^64', () => {
    expect(rootClaimIndices(new Uint8Array(32).fill(255), 1, 1_000n)).toEqual([((1n << 64n) - 1n) % 1_000n]);
  });

  it('are none when none are asked for, and index 0 when there is nobody', () => {
    expect(rootClaimIndices(new Uint8Array(32).fill(7), 0, 10n)).toEqual([]);
    expect(rootClaimIndices(new Uint8Array(32).fill(7), 5, 0n)).toEqual([0n]);
  });

  it('read the hash where it lies in a larger buffer', () => {
    const buffer = Uint8Array.from({ length: 40 }, (_, i) => i);
    expect(rootClaimIndices(buffer.subarray(8), 5, 999n)).toEqual(rootClaimIndices(buffer.slice(8), 5, 999n));
  });

  it('refuse what is no hash', () => {
    for (const length of [0, 31, 33]) {
      expect(() => rootClaimIndices(new Uint8Array(length), 1, 1n)).toThrow(RangeError);
    }
  });
});
