import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes.ts';
import { concatBytes } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { CIPHERTEXT_OVERHEAD_BYTES, decodeCiphertext, encodeCiphertext, MAX_CIPHERTEXT_BYTES } from './index.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }) as fc.Arbitrary<Bytes>;
const parts = fc.record({
  U: bytes(96),
  V: bytes(32),
  W: bytes(32),
  nonce: bytes(12),
  sealed: fc.uint8Array({ minLength: 16, maxLength: 400 }) as fc.Arbitrary<Bytes>,
});
const sample = { U: new Uint8Array(96), V: new Uint8Array(32), W: new Uint8Array(32), nonce: new Uint8Array(12) };
const encoded = encodeCiphertext({ ...sample, sealed: new Uint8Array(20) });
/** Where the lengths stand. */
const AT = { V: 96, W: 136, body: 176, sealed: 184, nonce: 212, cipher: 232 } as const;

function codeOf(ciphertext: Uint8Array): string {
  try {
    decodeCiphertext(ciphertext);
    return 'accepted';
  } catch (error) {
    if (error instanceof ChainError) return error.code;
    throw error;
  }
}

describe('ciphertext', () => {
  it('decodes what it encodes', () => {
    fc.assert(
      fc.property(parts, (ciphertext) => {
        expect(decodeCiphertext(encodeCiphertext(ciphertext))).toEqual(ciphertext);
      }),
      { seed: 21, numRuns: 300 },
    );
  });

  it('adds 244 bytes to the plaintext', () => {
    expect(CIPHERTEXT_OVERHEAD_BYTES).toBe(244);
    expect(encoded.length).toBe(CIPHERTEXT_OVERHEAD_BYTES + 4);
  });

  it('is refused wherever it is cut', () => {
    for (let length = 0; length < encoded.length; length++) {
      expect(codeOf(encoded.subarray(0, length)), `${length} bytes`).toMatch(/^scale\//);
    }
  });

  it.each(Object.entries(AT))('allocates nothing for a length of %s that cannot be', (_, at) => {
    for (const length of [2n ** 64n - 1n, 2n ** 53n, 2n ** 32n, 5000n]) {
      const altered = encoded.slice();
      new DataView(altered.buffer).setBigUint64(at, length, true);
      expect(codeOf(altered)).toBe('scale/length-exceeds-input');
    }
  });

  it.each(['V', 'W', 'nonce'] as const)('is refused with a shorter %s', (part) => {
    const at = AT[part];
    const altered = concatBytes(encoded.subarray(0, at + 8), encoded.subarray(at + 9));
    const view = new DataView(altered.buffer);
    view.setBigUint64(at, view.getBigUint64(at, true) - 1n, true);
    if (part === 'nonce') view.setBigUint64(AT.body, view.getBigUint64(AT.body, true) - 1n, true);
    expect(codeOf(altered)).toBe('timelock/bad-length');
  });

  it('is refused unread when it is longer than the chain takes', () => {
    const longest = concatBytes(encoded, new Uint8Array(MAX_CIPHERTEXT_BYTES - encoded.length));
    expect(codeOf(longest)).toBe('accepted');
    expect(codeOf(concatBytes(longest, new Uint8Array(1)))).toBe('timelock/too-long');
  });

  it('may be followed by anything and name any cipher, as on the chain', () => {
    const altered = concatBytes(encoded, new Uint8Array(3).fill(9));
    altered[AT.cipher + 8] = 0;
    expect(decodeCiphertext(altered)).toEqual(decodeCiphertext(encoded));
  });

  it('from random bytes is refused or has parts that encode again', () => {
    const prefixed = fc.tuple(fc.nat(encoded.length), fc.uint8Array({ maxLength: 500 }));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 6000 }), prefixed), (input) => {
        const noise = Array.isArray(input) ? concatBytes(encoded.subarray(0, input[0]), input[1]) : input;
        if (codeOf(noise as Uint8Array) !== 'accepted') return;
        const decoded = decodeCiphertext(noise as Uint8Array);
        expect(decodeCiphertext(encodeCiphertext(decoded))).toEqual(decoded);
      }),
      { seed: 22, numRuns: 2000 },
    );
  });

  it('is not written with parts of other lengths, or too long', () => {
    const sealed = new Uint8Array(16);
    for (const part of ['U', 'V', 'W', 'nonce'] as const) {
      expect(() => encodeCiphertext({ ...sample, sealed, [part]: new Uint8Array(13) })).toThrow(RangeError);
    }
    expect(() => encodeCiphertext({ ...sample, sealed: new Uint8Array(5000) })).toThrow(RangeError);
  });
});
