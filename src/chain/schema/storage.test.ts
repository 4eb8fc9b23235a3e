import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex, toHex } from '../bytes.ts';
import { ChainError } from '../error.ts';
import type { AnyPallet, AnyStorageItem, StorageItem } from './index.ts';
import {
  decodeKeyTail,
  decodeValue,
  encodeValue,
  knownKeyName,
  pallets,
  storage,
  storageKey,
  storagePrefix,
} from './index.ts';
import { anyValue } from './value.arbitrary.ts';

const SEED = 424;
const { SubtensorModule, System } = storage;
const ALICE = fromHex('0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d');

const items: AnyStorageItem[] = (pallets as readonly AnyPallet[]).flatMap(({ storage }) => Object.values(storage));
const loosely = (item: AnyStorageItem) => item as StorageItem<readonly unknown[], unknown>;
const nameOf = (item: AnyStorageItem) => `${item.pallet}.${item.name}`;
/** Every item with a random key and value. */
const anyItem = fc.constantFrom(...items).chain((item) =>
  fc.record({
    item: fc.constant(item),
    keys: fc.tuple(...item.keys.map(({ codec }) => anyValue<unknown>(codec))),
    value: anyValue<unknown>(item.value),
  }),
);
/** Text is read leniently: two encodings may show the same. */
const HOLDS_TEXT = new Set(['System.LastRuntimeUpgrade', 'System.Events']);

describe('storage keys', () => {
  it('are the names hashed, then each key part behind its hash', () => {
    expect(toHex(storageKey(SubtensorModule.Weights, 4160, 7))).toBe(
      '0x658faa385070e074c85bf6b568cf0555a1e7036061f484bc3048a64b64e35ec440100700',
    );
    expect(toHex(storageKey(System.Account, ALICE))).toBe(
      '0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9' +
        'de1e86a9a8c739864cf3cc5ec2bea59fd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d',
    );
  });

  it('begin with the prefix of their leading key parts', () => {
    const key = toHex(storageKey(SubtensorModule.Uids, 64, ALICE));
    for (const prefix of [storagePrefix(SubtensorModule.Uids), storagePrefix(SubtensorModule.Uids, 64)]) {
      expect(key.startsWith(toHex(prefix))).toBe(true);
    }
    expect(storagePrefix(SubtensorModule.Uids, 64, ALICE)).toEqual(storageKey(SubtensorModule.Uids, 64, ALICE));
  });

  it('are the same however often and after however many others they are asked for', () => {
    const { Tempo, TotalNetworks } = SubtensorModule;
    const fresh = (netuid: number) => concatBytes(storagePrefix(Tempo), Uint8Array.of(netuid & 0xff, netuid >> 8));
    for (let netuid = 0; netuid < 3000; netuid++) expect(storageKey(Tempo, netuid)).toEqual(fresh(netuid));
    expect(storageKey(Tempo, 7)).toEqual(fresh(7));
    expect(storageKey(TotalNetworks)).toEqual(storagePrefix(TotalNetworks));
  });

  it('have their bytes as a name, if any', () => {
    const key = storageKey(SubtensorModule.Tempo, 300);
    expect(knownKeyName(key)).toBe(Buffer.from(key).toString('latin1'));
    expect(knownKeyName(key.slice())).toBeUndefined();
  });

  it.each([70_000, -1, 1.5, Number.NaN])('are refused for what is no netuid, every time: %s', (netuid) => {
    for (let i = 0; i < 2; i++) expect(() => storageKey(SubtensorModule.Tempo, netuid)).toThrow(RangeError);
  });

  it('give their key parts back, for every item', () => {
    for (const item of items) {
      const keys = fc.tuple(...item.keys.map(({ codec }) => anyValue<unknown>(codec)));
      fc.assert(
        fc.property(keys, (parts) => {
          expect(decodeKeyTail(loosely(item), storageKey(loosely(item), ...parts))).toEqual(parts);
        }),
        { seed: SEED, numRuns: 3 },
      );
    }
  });

  it('are refused when they are of another item, cut, longer, or when a hash is wrong', () => {
    const key = storageKey(SubtensorModule.Owner, ALICE);
    const flip = (at: number) => key.map((byte, i) => (i === at ? byte ^ 1 : byte));
    const refusal = (bytes: Uint8Array) => () => decodeKeyTail(SubtensorModule.Owner, bytes);
    expect(refusal(storageKey(SubtensorModule.OwnedHotkeys, ALICE))).toThrow(
      expect.objectContaining({ code: 'storage/foreign-key' }),
    );
    expect(refusal(key.subarray(0, 20))).toThrow(expect.objectContaining({ code: 'storage/foreign-key' }));
    expect(refusal(key.subarray(0, -1))).toThrow(
      expect.objectContaining({ code: 'scale/truncated', field: 'SubtensorModule.Owner.key[0]', offset: 48 }),
    );
    expect(refusal(Uint8Array.of(...key, 0))).toThrow(expect.objectContaining({ code: 'scale/trailing-bytes' }));
    for (const at of [32, 60]) {
      expect(refusal(flip(at))).toThrow(expect.objectContaining({ code: 'storage/bad-key-hash', offset: 48 }));
    }
  });

  it('stay right after more different parts than are remembered, and when a caller writes into one', () => {
    const account = (i: number) => Uint8Array.from({ length: 32 }, (_, at) => (at < 2 ? (i >> (8 * at)) & 255 : 7));
    const first = toHex(storageKey(System.Account, account(0)));
    storageKey(System.Account, account(0)).fill(0);
    expect(toHex(storageKey(System.Account, account(0)))).toBe(first);
    for (let i = 0; i < 20_000; i++) storageKey(System.Account, account(i));
    expect(toHex(storageKey(System.Account, account(0)))).toBe(first);
  });

  it('refuse a wrong number of key parts', () => {
    // @ts-expect-error a key part is missing
    expect(() => storageKey(SubtensorModule.Keys, 1)).toThrow(RangeError);
  });
});

describe('storage values', () => {
  it('stand for their default when the key is absent', () => {
    expect(decodeValue(SubtensorModule.Kappa, undefined)).toBe(32_767);
    expect(decodeValue(SubtensorModule.TokenSymbol, undefined)).toEqual(new TextEncoder().encode('𝜏'));
    expect(decodeValue(SubtensorModule.Uids, undefined)).toBeUndefined();
    expect(decodeValue(System.Account, undefined).data.free).toBe(0n);
  });

  it('come back from their bytes, for every item', () => {
    for (const item of items) {
      fc.assert(
        fc.property(anyValue<unknown>(item.value), (value) => {
          expect(decodeValue(loosely(item), encodeValue(loosely(item), value))).toEqual(value);
        }),
        { seed: SEED, numRuns: 4 },
      );
    }
  });

  it('are refused with field and offset, or are another value, when their bytes are damaged', () => {
    const damage = fc.record({ at: fc.nat(1 << 16), xor: fc.integer({ min: 1, max: 255 }), cut: fc.boolean() });
    let refused = 0;
    fc.assert(
      fc.property(anyItem, damage, ({ item, value }, { at, xor, cut }) => {
        const bytes = encodeValue(loosely(item), value);
        fc.pre(bytes.length > 0);
        const place = at % bytes.length;
        const damaged = cut ? bytes.slice(0, place) : bytes.map((byte, i) => (i === place ? byte ^ xor : byte));
        try {
          const other = decodeValue(loosely(item), damaged);
          if (!HOLDS_TEXT.has(nameOf(item))) expect(encodeValue(loosely(item), other)).toEqual(damaged);
        } catch (error) {
          if (!(error instanceof ChainError)) throw error;
          expect(error.field.startsWith(nameOf(item))).toBe(true);
          expect(error.offset).toBeTypeOf('number');
          refused++;
        }
      }),
      { seed: SEED, numRuns: 2_000 },
    );
    expect(refused).toBeGreaterThan(500);
  });

  it('do not allocate on the word of a length', () => {
    const billions = Uint8Array.of(0x02, 0xff, 0xff, 0xff);
    for (const item of [SubtensorModule.Weights, SubtensorModule.StakingHotkeys, System.Events] as AnyStorageItem[]) {
      expect(() => decodeValue(loosely(item), billions)).toThrow(
        expect.objectContaining({ code: 'scale/length-exceeds-input' }),
      );
    }
  });

  it('cannot be written outside their type', () => {
    expect(() => encodeValue(SubtensorModule.Kappa, 65_536)).toThrow(RangeError);
    expect(() => encodeValue(SubtensorModule.Burn, -1n)).toThrow(RangeError);
  });
});

describe('declarations', () => {
  it('tell people what every item is', () => {
    expect(items.filter(({ docs }) => !/^[A-Z].*[.)]$/.test(docs)).map(nameOf)).toEqual([]);
  });

  it('declare every Subtensor item once', () => {
    expect(Object.keys(SubtensorModule).length).toBe(222);
  });
});
