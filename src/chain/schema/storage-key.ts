/**
 * Storage keys and values, both ways.
 *
 *   key = twox128(pallet name) ++ twox128(item name) ++ for each key part: hash(part) ++ part
 *
 * A light client reads by these keys: whatever a proof shows under them is the item's value, and a proven absence is
 * the item's default.
 */
import type { Bytes } from '../bytes.ts';
import { concatBytes, equalBytes, toHex, utf8 } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { blake2b128, twox64, twox128 } from '../hash.ts';
import { decode, encode, ScaleReader, within } from '../scale/index.ts';
import type { AnyStorageItem, HasherName, StorageItem } from './storage-item.ts';

/** Pallet hash and item hash. */
const PREFIX_BYTES = 32;

const HASHERS: Readonly<Record<HasherName, { readonly bytes: number; readonly hash: (part: Uint8Array) => Bytes }>> = {
  Identity: { bytes: 0, hash: () => new Uint8Array() },
  Blake2_128Concat: { bytes: 16, hash: blake2b128 },
  Twox64Concat: { bytes: 8, hash: twox64 },
};

/** The names' hashes are needed for every key and never change. */
const prefixes = new WeakMap<AnyStorageItem, Bytes>();

function itemPrefix(item: AnyStorageItem): Bytes {
  let prefix = prefixes.get(item);
  if (!prefix) {
    prefix = concatBytes(twox128(utf8(item.pallet)), twox128(utf8(item.name)));
    prefixes.set(item, prefix);
  }
  return prefix;
}

/**
 * A block asks for the same accounts and subnets again and again, under many items; hashing a part costs more than all
 * else about a key. Parts are short, and there are few: whole numbers and 32-byte accounts.
 */
const parts: Readonly<Record<HasherName, Map<string, Bytes>>> = {
  Identity: new Map(),
  Blake2_128Concat: new Map(),
  Twox64Concat: new Map(),
};
/** What each of them may hold: some megabytes. A full one begins anew. */
const MAX_REMEMBERED_PARTS = 1 << 14;
const MAX_REMEMBERED_PART_BYTES = 32;

/** `hash(part) ++ part` */
function hashedPart(hasher: HasherName, part: Bytes): Bytes {
  if (part.length > MAX_REMEMBERED_PART_BYTES) return concatBytes(HASHERS[hasher].hash(part), part);
  const remembered = parts[hasher];
  const name = String.fromCharCode.apply(null, part as unknown as number[]);
  let hashed = remembered.get(name);
  if (!hashed) {
    hashed = concatBytes(HASHERS[hasher].hash(part), part);
    if (remembered.size >= MAX_REMEMBERED_PARTS) remembered.clear();
    remembered.set(name, hashed);
  }
  return hashed;
}

function joinKey(item: AnyStorageItem, values: readonly unknown[]): Bytes {
  const prefix = itemPrefix(item);
  if (values.length === 0) return prefix.slice();
  return concatBytes(
    prefix,
    ...values.map((value, i) => {
      const { hasher, codec } = item.keys[i]!;
      return hashedPart(hasher, encode(codec, value));
    }),
  );
}

/** The key of one value. @throws RangeError if a key part is outside its type or their number is wrong. */
export function storageKey<K extends readonly unknown[], S, A>(item: StorageItem<K, S, A>, ...keys: K): Bytes {
  if (keys.length !== item.keys.length) {
    throw new RangeError(`${item.pallet}.${item.name} takes ${item.keys.length} keys, got ${keys.length}`);
  }
  return joinKey(item, keys);
}

/** The first parts of a tuple: `[]`, `[A]`, `[A, B]`, … */
export type Leading<K extends readonly unknown[]> = K extends readonly [...infer Rest, unknown] ? K | Leading<Rest> : K;

/** What all keys of an item begin with, or those whose first parts are `leading`. */
export function storagePrefix<K extends readonly unknown[], S, A>(
  item: StorageItem<K, S, A>,
  ...leading: Leading<K>
): Bytes {
  return joinKey(item, leading);
}

/**
 * The key parts that a full storage key was made of.
 * @throws ChainError `storage/foreign-key` if the key is not of this item, `storage/bad-key-hash` if a part does not
 *   match the hash in front of it, `scale/…` if a part cannot be read or bytes are left over.
 */
export function decodeKeyTail<K extends readonly unknown[], S, A>(item: StorageItem<K, S, A>, key: Uint8Array): K {
  const field = `${item.pallet}.${item.name}`;
  if (key.length < PREFIX_BYTES || !equalBytes(key.subarray(0, PREFIX_BYTES), itemPrefix(item))) {
    throw new ChainError('storage/foreign-key', `expected a key of ${field}, got ${toHex(key.subarray(0, 40))}`, {
      field,
    });
  }
  const input = new ScaleReader(key);
  input.take(PREFIX_BYTES);
  const values = (item as AnyStorageItem).keys.map(({ hasher, codec }, i) =>
    within(`${field}.key[${i}]`, () => {
      const hash = input.take(HASHERS[hasher].bytes);
      const start = input.offset;
      const value: unknown = codec.read(input);
      if (!equalBytes(hash, HASHERS[hasher].hash(key.subarray(start, input.offset)))) {
        throw new ChainError('storage/bad-key-hash', 'the key part does not match the hash before it', {
          offset: start,
        });
      }
      return value;
    }),
  );
  within(`${field}.key`, () => input.expectEnd());
  return values as unknown as K;
}

/**
 * The value that a key holds, or stands for when it holds nothing (`undefined`).
 * @throws ChainError `scale/…` with the item's name as field.
 */
export function decodeValue<K extends readonly unknown[], S, A>(
  item: StorageItem<K, S, A>,
  bytes: Uint8Array | undefined,
): S | A {
  return bytes === undefined ? item.absent : decode(item.value, bytes, `${item.pallet}.${item.name}`);
}

/** The bytes that a value is stored as. @throws RangeError if the value is outside its type. */
export function encodeValue<K extends readonly unknown[], S, A>(item: StorageItem<K, S, A>, value: S): Bytes {
  return encode(item.value, value);
}
