import { TypeRegistry } from '@polkadot/types';
import type { Header as PolkadotHeader } from '@polkadot/types/interfaces';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, toHex } from './bytes.ts';
import { ChainError } from './error.ts';
import { header } from './header.arbitrary.ts';
import { decodeHeader, encodeHeader, headerHash, MAX_DIGEST_ITEMS, MAX_HEADER_BYTES } from './header.ts';
import { EMPTY_ROOT } from './trie/index.ts';

const SEED = 7;
const zero = new Uint8Array(32);
const genesis = { parentHash: zero, number: 0, stateRoot: zero, extrinsicsRoot: EMPTY_ROOT, digest: [] };

describe('headers', () => {
  it('survive encoding and decoding', () => {
    fc.assert(
      fc.property(header, (value) => {
        expect(decodeHeader(encodeHeader(value))).toEqual(value);
      }),
      { seed: SEED },
    );
  });

  it('are encoded and hashed as polkadot-js does it', () => {
    const registry = new TypeRegistry();
    fc.assert(
      fc.property(header, (value) => {
        const bytes = encodeHeader(value);
        const theirs = registry.createType<PolkadotHeader>('Header', bytes);
        expect(toHex(theirs.toU8a())).toBe(toHex(bytes));
        expect(theirs.hash.toHex()).toBe(toHex(headerHash(value)));
        expect(theirs.number.toNumber()).toBe(value.number);
        expect(theirs.stateRoot.toHex()).toBe(toHex(value.stateRoot));
        expect(theirs.digest.logs.map(({ type }) => type)).toEqual(value.digest.map(({ type }) => type));
      }),
      { seed: SEED },
    );
  });

  it('have one hash, of the value or of the bytes', () => {
    expect(headerHash(encodeHeader(genesis))).toEqual(headerHash(genesis));
  });

  it('are either refused or have exactly the bytes that were read, when bytes are damaged', () => {
    fc.assert(
      fc.property(header, fc.nat(), fc.integer({ min: 1, max: 255 }), fc.nat(2), (value, at, mask, cut) => {
        const bytes = encodeHeader(value);
        bytes[at % bytes.length]! ^= mask;
        const damaged = bytes.slice(0, bytes.length - cut);
        try {
          expect(encodeHeader(decodeHeader(damaged))).toEqual(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(ChainError);
        }
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });

  it('are refused with the place of the trouble', () => {
    const bytes = concatBytes(encodeHeader(genesis).slice(0, -1), Uint8Array.of(4, 3));
    expect(() => decodeHeader(bytes)).toThrow(
      expect.objectContaining({ code: 'scale/bad-variant', field: 'header.digest[0]', offset: 98 }),
    );
  });

  it('are refused with more digest items or bytes than any chain has', () => {
    const update = { type: 'RuntimeEnvironmentUpdated', value: undefined } as const;
    const full = { ...genesis, digest: new Array<typeof update>(MAX_DIGEST_ITEMS).fill(update) };
    expect(decodeHeader(encodeHeader(full)).digest.length).toBe(MAX_DIGEST_ITEMS);
    const crowded = encodeHeader({ ...full, digest: [...full.digest, update] });
    expect(() => decodeHeader(crowded)).toThrow(expect.objectContaining({ code: 'header/too-many-digest-items' }));
    expect(() => decodeHeader(new Uint8Array(MAX_HEADER_BYTES + 1))).toThrow(
      expect.objectContaining({ code: 'header/too-long' }),
    );
  });

  it('with an impossible number are not encoded', () => {
    expect(() => encodeHeader({ ...genesis, number: 2 ** 32 })).toThrow(RangeError);
  });
});
