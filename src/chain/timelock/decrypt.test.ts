import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes.ts';
import { concatBytes, toHex, utf8 } from '../bytes.ts';
import {
  beaconFromSeed,
  CIPHERTEXT_OVERHEAD_BYTES,
  decodeCiphertext,
  decryptWithRound,
  encodeCiphertext,
  encryptToRound,
  MAX_CIPHERTEXT_BYTES,
  signRound,
} from './index.ts';
import { beyondPrime, g1OutsideSubgroup, g2OutsideSubgroup, infinity } from './points.fixture.ts';

const beacon = beaconFromSeed(new Uint8Array(32).fill(1));
const ROUND = 77n;
const secrets = {
  K: new Uint8Array(32).fill(2),
  sigma: new Uint8Array(32).fill(3),
  nonce: new Uint8Array(12).fill(4),
};
const message = utf8('weights of a validator');
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });

let ciphertext: Bytes;
let signature: Bytes;
beforeAll(() => {
  ciphertext = encryptToRound(beacon, ROUND, message, secrets);
  signature = signRound(beacon.secretKey, ROUND);
});

function outcome(altered: Uint8Array, by: Uint8Array = signature): string {
  const opened = decryptWithRound(altered, by);
  return opened.ok ? toHex(opened.plaintext) : opened.code;
}

const OPENED = toHex(message);
const withPart = (part: object): Bytes => encodeCiphertext({ ...decodeCiphertext(ciphertext), ...part });
const flip = (bytes: Uint8Array, bit: number): Uint8Array => {
  const altered = bytes.slice();
  altered[bit >> 3]! ^= 1 << (bit & 7);
  return altered;
};

describe('time lock', () => {
  it('opens with the signature of its round, for every message and all secrets', () => {
    const arbitrary = fc.tuple(fc.uint8Array({ maxLength: 300 }), bytes32, bytes32, fc.bigInt(0n, 2n ** 64n - 1n));
    fc.assert(
      fc.property(arbitrary, ([plaintext, K, sigma, round]) => {
        const locked = encryptToRound(beacon, round, plaintext, { ...secrets, K, sigma });
        expect(locked.length).toBe(plaintext.length + CIPHERTEXT_OVERHEAD_BYTES);
        expect(outcome(locked, signRound(beacon.secretKey, round))).toBe(toHex(plaintext));
      }),
      { seed: 31, numRuns: 12 },
    );
  });

  it('is the same for the same secrets and another for others', () => {
    expect(encryptToRound(beacon, ROUND, message, secrets)).toEqual(ciphertext);
    for (const name of ['K', 'sigma', 'nonce'] as const) {
      const other = { ...secrets, [name]: flip(secrets[name], 0) };
      expect(encryptToRound(beacon, ROUND, message, other)).not.toEqual(ciphertext);
    }
  });

  it('holds against the signature of another round or beacon', () => {
    const other = beaconFromSeed(new Uint8Array(32).fill(9));
    expect(outcome(ciphertext, signRound(beacon.secretKey, ROUND + 1n))).toBe('timelock/wrong-round');
    expect(outcome(ciphertext, signRound(other.secretKey, ROUND))).toBe('timelock/wrong-round');
  });

  it('takes signatures as the chain may have stored them', () => {
    expect(outcome(ciphertext, concatBytes(utf8('0x'), signature))).toBe(OPENED);
    expect(outcome(ciphertext, concatBytes(signature, new Uint8Array(96)))).toBe(OPENED);
  });

  it.each([
    ['that is empty', new Uint8Array(0)],
    ['outside the subgroup', g1OutsideSubgroup()],
    ['at infinity', infinity(48)],
    ['beyond the prime', beyondPrime(48)],
    ['of zeros', new Uint8Array(48)],
  ])('refuses a signature %s', (_, point) => {
    expect(outcome(ciphertext, point)).toBe('timelock/bad-signature');
    expect(outcome(ciphertext, signature.subarray(0, 47))).toBe('timelock/bad-signature');
  });

  it.each([
    ['outside the subgroup', g2OutsideSubgroup()],
    ['at infinity', infinity(96)],
    ['beyond the prime', beyondPrime(96)],
    ['of zeros', new Uint8Array(96)],
  ])('refuses a U %s', (_, U) => {
    expect(outcome(withPart({ U }))).toBe('timelock/malformed');
  });

  it('refuses the U of another message', () => {
    const other = encryptToRound(beacon, ROUND, message, { ...secrets, K: new Uint8Array(32) });
    expect(outcome(withPart({ U: decodeCiphertext(other).U }))).toBe('timelock/wrong-round');
  });

  it.each([0, 15, 16])('refuses %i sealed bytes that it did not seal', (length) => {
    expect(outcome(withPart({ sealed: new Uint8Array(length) }))).toBe('timelock/bad-seal');
  });

  it('never opens to something else when a bit is turned', () => {
    const cipherNameBits = 8 * (8 + 'AES_GCM_'.length);
    fc.assert(
      fc.property(fc.nat(8 * ciphertext.length - 1), (bit) => {
        const got = outcome(flip(ciphertext, bit));
        const expected = bit < 8 * ciphertext.length - cipherNameBits ? /^timelock\// : /^(timelock\/malformed|0x.*)$/;
        expect(got).toMatch(expected);
        if (got.startsWith('0x')) expect(got).toBe(OPENED);
      }),
      { seed: 32, numRuns: 120 },
    );
  });

  it('refuses random bytes and every cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6000 }), fc.nat(ciphertext.length - 1), (noise, length) => {
        expect(outcome(noise)).toBe('timelock/malformed');
        expect(outcome(ciphertext.subarray(0, length))).toBe('timelock/malformed');
      }),
      { seed: 33, numRuns: 500 },
    );
  });

  it('takes the longest message that the chain takes, and none beyond', () => {
    const longest = new Uint8Array(MAX_CIPHERTEXT_BYTES - CIPHERTEXT_OVERHEAD_BYTES);
    const locked = encryptToRound(beacon, ROUND, longest, secrets);
    expect(locked.length).toBe(MAX_CIPHERTEXT_BYTES);
    expect(outcome(locked)).toBe(toHex(longest));
    expect(outcome(concatBytes(locked, new Uint8Array(1)))).toBe('timelock/malformed');
    expect(() => encryptToRound(beacon, ROUND, new Uint8Array(longest.length + 1), secrets)).toThrow(RangeError);
  });

  it('refuses secrets of another length and a key that is none', () => {
    for (const name of ['K', 'sigma', 'nonce'] as const) {
      const short = { ...secrets, [name]: new Uint8Array(11) };
      expect(() => encryptToRound(beacon, ROUND, message, short)).toThrow(RangeError);
    }
    const publicKey = g2OutsideSubgroup();
    expect(() => encryptToRound({ publicKey }, ROUND, message, secrets)).toThrow(
      expect.objectContaining({ code: 'timelock/bad-point' }),
    );
  });
});
