/**
 * The state that a block is being executed on: what the trie of its parent says, with the changes so far on top.
 *
 *   trie of the parent ◀── State ◀── State of one extrinsic (dropped if it fails)
 *
 * Reads and writes go by storage item, so a value can only be stored as its type. Changes are kept in the order of first
 * write and become a new trie (`applyChanges`) and a line of the database's journal.
 */
import type { Bytes } from '../src/chain/bytes.ts';
import type { Leading, StorageItem } from '../src/chain/schema/index.ts';
import {
  decodeKeyTail,
  decodeValue,
  encodeValue,
  knownKeyName,
  storageKey,
  storagePrefix,
} from '../src/chain/schema/index.ts';
import { Trie } from '../src/chain/trie/index.ts';

/** A key and what it holds now; `undefined` = nothing any more. */
export type Change = readonly [key: Bytes, value: Bytes | undefined];

export interface StateReader {
  readonly get: (key: Bytes) => Bytes | undefined;
  /** Entries whose keys begin with `prefix`, in ascending order of key. */
  readonly entries: (prefix: Bytes) => Iterable<readonly [key: Bytes, value: Bytes]>;
}

/** Pallet hash and item hash: what all keys of an item begin with. */
const ITEM_PREFIX_BYTES = 32;

export class State {
  /** Below this one is another state, or else `#base`. */
  readonly #parent: State | undefined;
  readonly #base: StateReader;
  /** By the key's bytes as Latin-1 text: the cheapest thing that a Map can compare. */
  readonly #changes = new Map<string, Bytes | undefined>();
  /** Names of changed keys by item, in order. */
  readonly #byItem = new Map<string, string[]>();
  /** What was read from a trie, which never changes: blocks ask for the same values again and again. */
  readonly #seen: Map<string, Bytes | undefined> | undefined;

  constructor(base: StateReader, parent?: State) {
    this.#base = base;
    this.#parent = parent;
    this.#seen = base instanceof Trie ? new Map() : undefined;
  }

  get<K extends readonly unknown[], S, A>(item: StorageItem<K, S, A>, ...keys: K): S | A {
    return decodeValue(item, this.getRaw(storageKey(item, ...keys)));
  }

  /** True if the key itself is in the state, whatever its default would be. */
  has<K extends readonly unknown[], S, A>(item: StorageItem<K, S, A>, ...keys: K): boolean {
    return this.getRaw(storageKey(item, ...keys)) !== undefined;
  }

  /** `put(item, key…, value)` */
  put<K extends readonly unknown[], S, A>(item: StorageItem<K, S, A>, ...keysAndValue: [...K, NoInfer<S>]): void {
    const keys = keysAndValue.slice(0, -1) as unknown as K;
    this.putRaw(storageKey(item, ...keys), encodeValue(item, keysAndValue.at(-1) as S));
  }

  /** `change(item, key…, old => new)` */
  change<K extends readonly unknown[], S, A>(
    item: StorageItem<K, S, A>,
    ...keysAndChange: [...K, (value: S | A) => NoInfer<S>]
  ): void {
    const keys = keysAndChange.slice(0, -1) as unknown as K;
    const change = keysAndChange.at(-1) as (value: S | A) => S;
    const key = storageKey(item, ...keys);
    this.putRaw(key, encodeValue(item, change(decodeValue(item, this.getRaw(key)))));
  }

  /** Keys of `item` that hold something, those with the first parts `leading`; in ascending order of storage key. */
  keysOf<K extends readonly unknown[], S, A>(item: StorageItem<K, S, A>, ...leading: Leading<K>): K[] {
    return this.entriesRaw(storagePrefix(item, ...leading)).map(([key]) => decodeKeyTail(item, key));
  }

  /** The same with their values. */
  entriesOf<K extends readonly unknown[], S, A>(
    item: StorageItem<K, S, A>,
    ...leading: Leading<K>
  ): (readonly [keys: K, value: S | A])[] {
    return this.entriesRaw(storagePrefix(item, ...leading)).map(
      ([key, value]) => [decodeKeyTail(item, key), decodeValue(item, value)] as const,
    );
  }

  kill<K extends readonly unknown[], S, A>(item: StorageItem<K, S, A>, ...keys: K): void {
    this.putRaw(storageKey(item, ...keys), undefined);
  }

  getRaw(key: Bytes): Bytes | undefined {
    return this.#valueOf(toText(key), key);
  }

  /** `key`: the bytes of `name`, if they are at hand. */
  #valueOf(name: string, key?: Bytes): Bytes | undefined {
    const changed = this.#changes.get(name);
    return changed !== undefined || this.#changes.has(name) ? changed : this.#before(name, key);
  }

  /** What stands below this state. */
  #before(name: string, key?: Bytes): Bytes | undefined {
    if (this.#parent) return this.#parent.#valueOf(name, key);
    const seen = this.#seen?.get(name);
    if (seen !== undefined || this.#seen?.has(name)) return seen;
    const value = this.#base.get(key ?? fromText(name));
    this.#seen?.set(name, value);
    return value;
  }

  putRaw(key: Bytes, value: Bytes | undefined): void {
    this.#write(toText(key), value);
  }

  #write(name: string, value: Bytes | undefined): void {
    if (!this.#changes.has(name)) {
      const item = name.slice(0, ITEM_PREFIX_BYTES);
      const names = this.#byItem.get(item);
      if (names) names.push(name);
      else this.#byItem.set(item, [name]);
    }
    this.#changes.set(name, value);
  }

  /** Entries under `prefix` as they are now, in ascending order of key. */
  entriesRaw(prefix: Bytes): (readonly [Bytes, Bytes])[] {
    const text = toText(prefix);
    const below = this.#parent ? this.#parent.entriesRaw(prefix) : [...this.#base.entries(prefix)];
    const changed = this.#changedUnder(text);
    if (changed.length === 0) return below;
    const entries = new Map<string, readonly [Bytes, Bytes]>();
    for (const entry of below) entries.set(toText(entry[0]), entry);
    for (const name of changed) {
      const value = this.#changes.get(name);
      if (value) entries.set(name, [fromText(name), value]);
      else entries.delete(name);
    }
    return [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  }

  /** Names of changed keys that begin with `prefix`. */
  #changedUnder(prefix: string): string[] {
    const isItem = prefix.length >= ITEM_PREFIX_BYTES;
    const names = isItem ? (this.#byItem.get(prefix.slice(0, ITEM_PREFIX_BYTES)) ?? []) : [...this.#changes.keys()];
    return prefix.length === ITEM_PREFIX_BYTES ? names : names.filter((name) => name.startsWith(prefix));
  }

  /** A state on top of this one; its changes reach this one only by `absorb`. */
  branch(): State {
    return new State(this.reader(), this);
  }

  /** This state for whoever only reads; it shows what changes later too. */
  reader(): StateReader {
    return { get: (key) => this.getRaw(key), entries: (prefix) => this.entriesRaw(prefix) };
  }

  absorb(branch: State): void {
    for (const [name, value] of branch.#changes) this.#write(name, value);
  }

  /** The keys that now hold something else than in the base. */
  changes(): Change[] {
    const changes: Change[] = [];
    for (const [name, value] of this.#changes) {
      const before = this.#before(name);
      const same = before && value ? Buffer.compare(before, value) === 0 : before === value;
      if (!same) changes.push([fromText(name), value]);
    }
    return changes;
  }
}

/** `changes` are of distinct keys. */
export function applyChanges(trie: Trie, changes: readonly Change[]): Trie {
  return trie.apply(changes);
}

function toText(key: Uint8Array): string {
  return knownKeyName(key) ?? Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
}

function fromText(text: string): Bytes {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
