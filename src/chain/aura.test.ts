import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AURA_ENGINE,
  assertSlotIncreases,
  auraAuthoritiesChange,
  auraPreRuntime,
  auraSlot,
  encodeAuraAuthoritiesChange,
  sealHeader,
  verifySeal,
} from './aura.ts';
import { toHex, utf8 } from './bytes.ts';
import { ChainError } from './error.ts';
import type { DigestItem, Header } from './header.ts';
import { decodeHeader, encodeHeader } from './header.ts';
import { sr25519FromUri } from './keys.ts';

const pairs = ['//Alice', '//Bob', '//Charlie'].map(sr25519FromUri);
const authorities = pairs.map(({ publicKey }) => publicKey);
const alice = pairs[0]!;
const bob = pairs[1]!;
const code = (name: string) => expect.objectContaining({ name: 'ChainError', code: name });

function headerWith(...digest: DigestItem[]): Header {
  const hash = (fill: number) => new Uint8Array(32).fill(fill);
  return { parentHash: hash(1), number: 12, stateRoot: hash(2), extrinsicsRoot: hash(3), digest };
}

/** Slot 7 of three authorities is Bob's. */
const unsealed = headerWith(auraPreRuntime(7n));
const sealed = sealHeader(unsealed, bob, new Uint8Array(32));

describe('verifySeal', () => {
  it('names the author and the slot', () => {
    expect(verifySeal(sealed, authorities)).toEqual({ authorIndex: 1, slot: 7n });
  });

  it('refuses the seal of an authority whose turn it is not', () => {
    expect(() => verifySeal(sealHeader(unsealed, alice), authorities)).toThrow(code('aura/bad-signature'));
  });

  it('refuses a header without seal, or with something after the seal', () => {
    expect(() => verifySeal(unsealed, authorities)).toThrow(code('aura/missing-seal'));
    const trailing = { ...sealed, digest: [...sealed.digest, auraPreRuntime(8n)] };
    expect(() => verifySeal(trailing, authorities)).toThrow(code('aura/duplicate-slot'));
    const other: DigestItem = { type: 'Other', value: [Uint8Array.of(1)] };
    expect(() => verifySeal({ ...sealed, digest: [...sealed.digest, other] }, authorities)).toThrow(
      code('aura/missing-seal'),
    );
  });

  it('refuses the seal of another engine and a second seal', () => {
    const foreign: DigestItem = { type: 'Seal', value: [utf8('BABE'), new Uint8Array(64)] };
    expect(() => verifySeal({ ...unsealed, digest: [...unsealed.digest, foreign] }, authorities)).toThrow(
      code('aura/missing-seal'),
    );
    expect(() => verifySeal(sealHeader(sealed, bob), authorities)).toThrow(code('aura/duplicate-seal'));
  });

  it('refuses every header when there are no authorities', () => {
    expect(() => verifySeal(sealed, [])).toThrow(code('aura/no-authorities'));
  });

  it('refuses a sealed header in which any byte is changed', () => {
    const bytes = encodeHeader(sealed);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = bytes.slice();
        changed[at]! ^= mask;
        expect(() => verifySeal(decodeHeader(changed), authorities)).toThrow(ChainError);
      }),
      { seed: 11, numRuns: 150 },
    );
  });
});

describe('auraSlot', () => {
  it('refuses a header that claims no slot, two slots, or something that is no slot', () => {
    expect(() => auraSlot(headerWith())).toThrow(code('aura/missing-slot'));
    expect(() => auraSlot(headerWith(auraPreRuntime(1n), auraPreRuntime(1n)))).toThrow(code('aura/duplicate-slot'));
    const short: DigestItem = { type: 'PreRuntime', value: [utf8('aura'), new Uint8Array(7)] };
    expect(() => auraSlot(headerWith(short))).toThrow(code('scale/truncated'));
  });

  it('takes no notice of other engines', () => {
    const babe: DigestItem = { type: 'PreRuntime', value: [utf8('BABE'), new Uint8Array(8)] };
    expect(auraSlot(headerWith(babe, auraPreRuntime(3n)))).toBe(3n);
  });
});

describe('a change of who builds', () => {
  const consensus = (...log: number[]): DigestItem => ({
    type: 'Consensus',
    value: [AURA_ENGINE, Uint8Array.from(log)],
  });

  it('stands in the digest as Substrate writes it: 01 and the keys', () => {
    const { type, value } = encodeAuraAuthoritiesChange([new Uint8Array(32).fill(0xaa), new Uint8Array(32).fill(0xbb)]);
    const [engine, log] = value as readonly [Uint8Array, Uint8Array];
    expect([type, engine]).toEqual(['Consensus', AURA_ENGINE]);
    expect(toHex(log)).toBe(`0x0108${'aa'.repeat(32)}${'bb'.repeat(32)}`);
  });

  it('is read from a header; of several the last, and none from other engines or other messages', () => {
    const [first, second] = [authorities.slice(0, 1), authorities.slice(1)].map(encodeAuraAuthoritiesChange);
    expect(auraAuthoritiesChange(headerWith(auraPreRuntime(1n), first!))).toEqual(authorities.slice(0, 1));
    expect(auraAuthoritiesChange(headerWith(first!, consensus(2, 0, 0, 0, 0), second!))).toEqual(authorities.slice(1));
    const other: DigestItem = { type: 'Consensus', value: [utf8('FRNK'), first!.value![1] as never] };
    expect(auraAuthoritiesChange(headerWith(other, consensus(2, 1, 0, 0, 0)))).toBeUndefined();
    expect(auraAuthoritiesChange(sealed)).toBeUndefined();
  });

  it('to nobody is refused, and so is what is none', () => {
    expect(() => auraAuthoritiesChange(headerWith(consensus(1, 0)))).toThrow(code('aura/no-authorities'));
    for (const log of [[], [0], [3, 0], [1], [1, 4, 7], [1, 0, 9]]) {
      expect(() => auraAuthoritiesChange(headerWith(consensus(...log)))).toThrow(/./);
      expect(() => auraAuthoritiesChange(headerWith(consensus(...log)))).toThrow(ChainError);
    }
  });
});

describe('assertSlotIncreases', () => {
  const at = (slot: bigint) => headerWith(auraPreRuntime(slot));

  it('takes a later slot and refuses the same or an earlier one', () => {
    expect(() => assertSlotIncreases(at(7n), at(8n))).not.toThrow();
    expect(() => assertSlotIncreases(at(7n), at(7n))).toThrow(code('aura/slot-not-increasing'));
    expect(() => assertSlotIncreases(at(7n), at(6n))).toThrow(code('aura/slot-not-increasing'));
  });

  it('takes any slot after the genesis, which has none', () => {
    expect(() => assertSlotIncreases({ ...headerWith(), number: 0 }, at(0n))).not.toThrow();
    expect(() => assertSlotIncreases({ ...headerWith(), number: 0 }, headerWith())).toThrow(code('aura/missing-slot'));
  });
});
