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
  const name = toLatin1(part);
  let hashed = remembered.get(name);
  if (!hashed) {
    hashed = concatBytes(HASHERS[hasher].hash(part), part);
    if (remembered.size >= MAX_REMEMBERED_PARTS) remembered.clear();
    remembered.set(name, hashed);
  }
  return hashed;
}

function joinKey(item: AnyStorageItem, values: readonly unknown[]): Bytes {
  const joined: Bytes[] = [itemPrefix(item)];
  for (let i = 0; i < values.length; i++) {
    const { hasher, codec } = item.keys[i]!;
    joined.push(hashedPart(hasher, encode(codec, values[i])));
  }
  return concatBytes(...joined);
}

/** Keys of values that every block asks for, those of an item alone or of a netuid: made once. By item and netuid. */
const sharedKeys = new WeakMap<AnyStorageItem, Map<number, Bytes>>();
const names = new WeakMap<Uint8Array, string>();
/** Of one item; there are fewer subnets. A full one begins anew. */
const MAX_SHARED_KEYS = 1 << 10;
/** Stands for "no netuid". */
const ALONE = -1;

function sharedKey(item: AnyStorageItem, values: readonly unknown[], netuid: number): Bytes {
  let keys = sharedKeys.get(item);
  if (!keys) {
    keys = new Map();
    sharedKeys.set(item, keys);
  }
  let key = keys.get(netuid);
  if (!key) {
    key = joinKey(item, values);
    names.set(key, toLatin1(key));
    if (keys.size >= MAX_SHARED_KEYS) keys.clear();
    keys.set(netuid, key);
  }
  return key;
}

const toLatin1 = (bytes: Bytes): string => String.fromCharCode.apply(null, bytes as unknown as number[]);

/** The bytes of a key as Latin-1 text, if they were made into that already: for maps by key. */
export const knownKeyName = (key: Uint8Array): string | undefined => names.get(key);

/**
 * The key of one value; not to be changed by the caller.
 * @throws RangeError if a key part is outside its type or their number is wrong.
 */
export function storageKey<K extends readonly unknown[], S, A>(item: StorageItem<K, S, A>, ...keys: K): Bytes {
  if (keys.length !== item.keys.length) {
    throw new RangeError(`${item.pallet}.${item.name} takes ${item.keys.length} keys, got ${keys.length}`);
  }
  if (keys.length === 0) return sharedKey(item, keys, ALONE);
  const [first] = keys;
  // A number below zero is no netuid; `joinKey` refuses it.
  return keys.length === 1 && typeof first === 'number' && first >= 0
    ? sharedKey(item, keys, first)
    : joinKey(item, keys);
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
      const hashStart = input.offset;
      input.take(HASHERS[hasher].bytes);
      const start = input.offset;
      const value: unknown = codec.read(input);
      const hashed = hashedPart(hasher, key.slice(start, input.offset) as Bytes);
      if (!equalBytes(key.subarray(hashStart, input.offset), hashed)) {
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
