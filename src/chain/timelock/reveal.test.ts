import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes.ts';
import { concatBytes, fromHex, utf8 } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { bytes, encode, struct, u16, u64, vec } from '../scale/index.ts';
import {
  beaconFromSeed,
  decodePayload,
  encodePayload,
  encryptToRound,
  revealTimelockedWeights,
  signRound,
} from './index.ts';

const hotkey = new Uint8Array(32).fill(0xab);
const weights = { uids: [0, 3], values: [65535, 1], versionKey: 7n };
const u16s = fc.array(fc.nat(65535), { maxLength: 300 });
const payloads = fc.record({
  hotkey: fc.uint8Array({ minLength: 32, maxLength: 32 }) as fc.Arbitrary<Bytes>,
  uids: u16s,
  values: u16s,
  versionKey: fc.bigInt(0n, 2n ** 64n - 1n),
});
const older = struct(['Legacy'], { uids: vec(u16), values: vec(u16), versionKey: u64 });
const anyHotkey = struct(['Payload'], { hotkey: bytes, uids: vec(u16), values: vec(u16), versionKey: u64 });

describe('payload', () => {
  it('decodes what it encodes', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        expect(decodePayload(encodePayload(payload))).toEqual(payload);
      }),
      { seed: 41, numRuns: 300 },
    );
  });

  it('without a hotkey is read as the older form', () => {
    expect(decodePayload(encode(older, weights))).toEqual({ hotkey: undefined, ...weights });
  });

  it('with more than a hotkey and bytes behind is read from the front, as on the chain', () => {
    const long = encode(anyHotkey, { hotkey: concatBytes(hotkey, hotkey), ...weights });
    expect(decodePayload(concatBytes(long, hotkey))).toEqual({ hotkey, ...weights });
  });

  it('with less than a hotkey is read once more as the older form', () => {
    // As the newer form: no hotkey, no uids, no values, version 0. As the older: neither uids nor values, version 0.
    expect(decodePayload(new Uint8Array(11))).toEqual({ hotkey: undefined, uids: [], values: [], versionKey: 0n });
  });

  it('from random bytes is refused or bounded by them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        try {
          const { uids, values } = decodePayload(noise);
          expect(2 * (uids.length + values.length)).toBeLessThanOrEqual(noise.length);
        } catch (error) {
          expect(error).toBeInstanceOf(ChainError);
        }
      }),
      { seed: 42, numRuns: 2000 },
    );
  });

  it('that announces four billion uids is refused before they are made', () => {
    const announced = fromHex('0x03ffffffff');
    expect(() => decodePayload(announced)).toThrow(expect.objectContaining({ code: 'scale/length-exceeds-input' }));
  });

  it('is not written with values outside their types', () => {
    const payload = { hotkey, ...weights };
    expect(() => encodePayload({ ...payload, hotkey: new Uint8Array(31) })).toThrow(RangeError);
    expect(() => encodePayload({ ...payload, uids: [65536] })).toThrow(RangeError);
    expect(() => encodePayload({ ...payload, versionKey: 2n ** 64n })).toThrow(RangeError);
  });
});

describe('reveal', () => {
  const beacon = beaconFromSeed(new Uint8Array(32).fill(5));
  const signature = signRound(beacon.secretKey, 12n);
  const secrets = { K: new Uint8Array(32), sigma: new Uint8Array(32).fill(1), nonce: new Uint8Array(12) };
  const reveal = (plaintext: Uint8Array, committer: Uint8Array = hotkey) =>
    revealTimelockedWeights(encryptToRound(beacon, 12n, plaintext, secrets), signature, committer);

  it('gives the weights of the one who committed', () => {
    expect(reveal(encodePayload({ hotkey, ...weights }))).toEqual({ ok: true, weights });
  });

  it('refuses the weights of somebody else', () => {
    const copied = reveal(encodePayload({ hotkey, ...weights }), new Uint8Array(32).fill(0xac));
    expect(copied).toMatchObject({ ok: false, code: 'timelock/wrong-hotkey' });
  });

  it('cannot tell whose weights the older form has', () => {
    expect(reveal(encode(older, weights), new Uint8Array(32))).toEqual({ ok: true, weights });
  });

  it('refuses what is no payload, and what does not open', () => {
    expect(reveal(utf8('?'))).toMatchObject({ ok: false, code: 'timelock/bad-payload' });
    expect(revealTimelockedWeights(utf8('?'), signature, hotkey)).toMatchObject({ code: 'timelock/malformed' });
  });

  it('survives hostile messages and hostile pulses', () => {
    const commit = encryptToRound(beacon, 12n, encodePayload({ hotkey, ...weights }), secrets);
    const cut = fc.nat(commit.length - 1).map((length) => commit.slice(0, length));
    const message = fc.oneof(fc.uint8Array({ maxLength: 400 }), cut);
    const pulse = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constant(signature));
    fc.assert(
      fc.property(message, pulse, (bytes, from) => {
        expect(revealTimelockedWeights(bytes, from, hotkey).ok).toBe(false);
      }),
      { seed: 31, numRuns: 150 },
    );
  });
});
