/**
 * What a storage item is, and how to declare one.
 *
 * An item is a value under a fixed key, or a map with one to three hashed key parts. `Default` items stand for `absent`
 * when the key is not in the state; `Optional` items then stand for nothing (FRAME `ValueQuery` and `OptionQuery`).
 * A declaration is pure data: keys (`storage-key.ts`), values and the runtime metadata (`metadata.ts`) follow from it.
 */
import type { AnyCodec, Codec, Value } from '../scale/index.ts';

/** The map hashers of this chain. All keep the key itself behind its hash, so keys can be read back. */
export type HasherName = 'Identity' | 'Blake2_128Concat' | 'Twox64Concat';

export interface KeyPart<T> {
  readonly hasher: HasherName;
  readonly codec: Codec<T>;
}
interface AnyKeyPart {
  readonly hasher: HasherName;
  readonly codec: AnyCodec;
}

/** A key part stored as it is: no hash. */
export const identity = <T>(codec: Codec<T>): KeyPart<T> => ({ hasher: 'Identity', codec });
/** A key part behind its BLAKE2b-128 hash: for keys that an outsider may choose. */
export const blake2 = <T>(codec: Codec<T>): KeyPart<T> => ({ hasher: 'Blake2_128Concat', codec });
/** A key part behind its xxHash64: cheap, for keys that nobody can grind. */
export const twox = <T>(codec: Codec<T>): KeyPart<T> => ({ hasher: 'Twox64Concat', codec });

export interface StorageDeclaration<Keys extends readonly unknown[], Stored, Absent> {
  readonly modifier: 'Default' | 'Optional';
  readonly keys: { readonly [I in keyof Keys]: KeyPart<Keys[I]> };
  readonly value: Codec<Stored>;
  /** What an absent key stands for; `undefined` for `Optional`. Shared: never write into it. */
  readonly absent: Absent;
  /** One or two sentences for people. */
  readonly docs: string;
  /** How to read a bare number: `blocks`, `rao`, `/65535`, … Empty where the value explains itself. */
  readonly unit: string;
}

/** A declaration that knows its place. `Keys` are the map's key values, `Stored | Absent` what a read gives. */
export interface StorageItem<Keys extends readonly unknown[], Stored, Absent = Stored>
  extends StorageDeclaration<Keys, Stored, Absent> {
  readonly pallet: string;
  readonly name: string;
}

/** Any storage item, for code that walks all of them. */
export interface AnyStorageItem {
  readonly pallet: string;
  readonly name: string;
  readonly modifier: 'Default' | 'Optional';
  readonly keys: readonly AnyKeyPart[];
  readonly value: AnyCodec;
  readonly absent: unknown;
  readonly docs: string;
  readonly unit: string;
}

type KeyValues<Parts extends readonly AnyKeyPart[]> = { readonly [I in keyof Parts]: Value<Parts[I]['codec']> };

/** A `Default` item: an absent key stands for `absent`. Plain values have no keys. */
export function item<const Parts extends readonly AnyKeyPart[], T>(
  keys: Parts,
  value: Codec<T>,
  absent: NoInfer<T>,
  docs: string,
  unit = '',
): StorageDeclaration<KeyValues<Parts>, T, T> {
  return { modifier: 'Default', keys: keys as never, value, absent, docs, unit };
}

/** An `Optional` item: an absent key stands for nothing. */
export function optional<const Parts extends readonly AnyKeyPart[], T>(
  keys: Parts,
  value: Codec<T>,
  docs: string,
  unit = '',
): StorageDeclaration<KeyValues<Parts>, T, undefined> {
  return { modifier: 'Optional', keys: keys as never, value, absent: undefined, docs, unit };
}
