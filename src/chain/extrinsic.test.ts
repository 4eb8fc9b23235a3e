import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex } from './bytes.ts';
import { ChainError } from './error.ts';
import {
  decodeCall,
  decodeExtrinsic,
  encodeCall,
  encodeExtrinsic,
  encodeSignedExtrinsic,
  extrinsicHash,
  signingPayload,
} from './extrinsic.ts';
import { blake2b256 } from './hash.ts';
import { bytes, encode } from './scale/index.ts';
import { extra, implicit, mortalEra, runtimeCall } from './schema/index.ts';
import { anyValue } from './schema/value.arbitrary.ts';

const SEED = 132;
const ALICE = new Uint8Array(32).fill(0xa1);
const SIGNATURE = new Uint8Array(64).fill(7);
const EXTRA = {
  era: mortalEra(1000, 64),
  nonce: 5,
  tip: 0n,
  metadataHashMode: { type: 'Disabled', value: undefined },
} as const;
const IMPLICIT = {
  specVersion: 424,
  transactionVersion: 1,
  genesisHash: new Uint8Array(32).fill(1),
  eraBlockHash: new Uint8Array(32).fill(2),
  metadataHash: undefined,
};
const remark = (length: number) =>
  encodeCall({ type: 'System', value: [{ type: 'remark', value: { remark: new Uint8Array(length) } }] });
const signed = (call: Uint8Array) =>
  encodeSignedExtrinsic({ signer: ALICE, sr25519Signature: SIGNATURE, extra: EXTRA, call });

describe('extrinsics', () => {
  it('come back from their bytes, signed and not', () => {
    fc.assert(
      fc.property(anyValue(runtimeCall), fc.boolean(), (call, isSigned) => {
        const callBytes = encodeCall(call);
        const extrinsic = isSigned ? signed(callBytes) : encodeExtrinsic({ signature: undefined, call: callBytes });
        const decoded = decodeExtrinsic(extrinsic);
        expect(decodeCall(decoded.call)).toEqual(call);
        expect(decoded.signature?.address).toEqual(isSigned ? { type: 'Id', value: [ALICE] } : undefined);
        expect(encodeExtrinsic(decoded)).toEqual(extrinsic);
      }),
      { seed: SEED },
    );
  });

  it('are signed as they are up to 256 bytes, beyond by their hash', () => {
    const input = (length: number) => ({ call: remark(length), extra: EXTRA, implicit: IMPLICIT });
    const beside = signingPayload(input(100)).length - 100;
    const longest = signingPayload(input(256 - beside));
    expect(longest.length).toBe(256);
    const { call, ...terms } = input(257 - beside);
    const termBytes = concatBytes(encode(extra, terms.extra), encode(implicit, terms.implicit));
    expect(longest.subarray(-termBytes.length)).toEqual(termBytes);
    expect(signingPayload({ call, ...terms })).toEqual(blake2b256(concatBytes(call, termBytes)));
  });

  it('are named by the hash of all their bytes', () => {
    const extrinsic = signed(remark(3));
    expect(extrinsicHash(extrinsic)).toEqual(blake2b256(extrinsic));
  });

  it('of other versions are refused', () => {
    for (const version of [0x00, 0x05, 0x45, 0x83, 0x85, 0xff]) {
      expect(() => decodeExtrinsic(encode(bytes, Uint8Array.of(version, 0, 0)))).toThrow(
        expect.objectContaining({ code: 'extrinsic/unsupported-version', field: 'extrinsic.version', offset: 0 }),
      );
    }
  });

  it('without a call, with a wrong length or cut are refused', () => {
    expect(() => decodeExtrinsic(encode(bytes, Uint8Array.of(4)))).toThrow(
      expect.objectContaining({ code: 'extrinsic/no-call' }),
    );
    const extrinsic = signed(remark(3));
    expect(() => decodeExtrinsic(extrinsic.subarray(0, -1))).toThrow(
      expect.objectContaining({ code: 'scale/length-exceeds-input', field: 'extrinsic' }),
    );
    expect(() => decodeExtrinsic(Uint8Array.of(...extrinsic, 0))).toThrow(
      expect.objectContaining({ code: 'scale/trailing-bytes' }),
    );
  });

  it('that are damaged are refused with field and offset, or are another extrinsic', () => {
    const damage = fc.record({ at: fc.nat(1 << 16), xor: fc.integer({ min: 1, max: 255 }), cut: fc.boolean() });
    let refused = 0;
    fc.assert(
      fc.property(anyValue(runtimeCall), damage, (call, { at, xor, cut }) => {
        const extrinsic = signed(encodeCall(call));
        const place = at % extrinsic.length;
        const damaged = cut ? extrinsic.slice(0, place) : extrinsic.map((byte, i) => (i === place ? byte ^ xor : byte));
        try {
          const decoded = decodeExtrinsic(damaged);
          expect(encodeExtrinsic(decoded)).toEqual(damaged);
          expect(encodeCall(decodeCall(decoded.call))).toEqual(decoded.call);
        } catch (error) {
          if (!(error instanceof ChainError)) throw error;
          expect(error.field).toMatch(/^(extrinsic|call)/);
          expect(error.offset).toBeTypeOf('number');
          refused++;
        }
      }),
      { seed: SEED, numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it('with calls in calls in calls without end are refused', () => {
    // Sudo.sudo(Sudo.sudo(…
    const endless = new Uint8Array(2 * 10_000).map((_, i) => (i % 2 === 0 ? 12 : 0));
    expect(() => decodeCall(endless)).toThrow(expect.objectContaining({ code: 'scale/too-deep' }));
  });

  it('name the argument that is outside its type', () => {
    expect(() => decodeCall(fromHex('0x070001'))).toThrow(
      expect.objectContaining({
        code: 'scale/truncated',
        field: 'call.SubtensorModule.0.set_weights.netuid',
        offset: 2,
      }),
    );
    expect(() => decodeCall(fromHex('0x1500'))).toThrow(expect.objectContaining({ code: 'scale/bad-variant' }));
  });
});
