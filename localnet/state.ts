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
import { decodeKeyTail, decodeValue, encodeValue, storageKey, storagePrefix } from '../src/chain/schema/index.ts';
import type { Trie } from '../src/chain/trie/index.ts';

/** A key and what it holds now; `undefined` = nothing any more. */
export type Change = readonly [key: Bytes, value: Bytes | undefined];

export interface StateReader {
  readonly get: (key: Bytes) => Bytes | undefined;
  /** Entries whose keys begin with `prefix`, in ascending order of key. */
  readonly entries: (prefix: Bytes) => Iterable<readonly [key: Bytes, value: Bytes]>;
}

export class State {
  readonly #base: StateReader;
  /** By the key's bytes as Latin-1 text: the cheapest thing that a Map can compare. */
  readonly #changes = new Map<string, Bytes | undefined>();

  constructor(base: StateReader) {
    this.#base = base;
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
    const text = toText(key);
    return this.#changes.has(text) ? this.#changes.get(text) : this.#base.get(key);
  }

  putRaw(key: Bytes, value: Bytes | undefined): void {
    this.#changes.set(toText(key), value);
  }

  /** Entries under `prefix` as they are now, in ascending order of key. */
  entriesRaw(prefix: Bytes): (readonly [Bytes, Bytes])[] {
    const text = toText(prefix);
    const entries = new Map<string, readonly [Bytes, Bytes]>();
    for (const entry of this.#base.entries(prefix)) entries.set(toText(entry[0]), entry);
    for (const [key, value] of this.#changes) {
      if (!key.startsWith(text)) continue;
      if (value) entries.set(key, [fromText(key), value]);
      else entries.delete(key);
    }
    return [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  }

  /** A state on top of this one; its changes reach this one only by `absorb`. */
  branch(): State {
    return new State(this.reader());
  }

  /** This state for whoever only reads; it shows what changes later too. */
  reader(): StateReader {
    return { get: (key) => this.getRaw(key), entries: (prefix) => this.entriesRaw(prefix) };
  }

  absorb(branch: State): void {
    for (const [key, value] of branch.#changes) this.#changes.set(key, value);
  }

  /** The keys that now hold something else than in the base. */
  changes(): Change[] {
    const changes: Change[] = [];
    for (const [text, value] of this.#changes) {
      const key = fromText(text);
      const before = this.#base.get(key);
      const same = before && value ? Buffer.compare(before, value) === 0 : before === value;
      if (!same) changes.push([key, value]);
    }
    return changes;
  }
}

/** `changes` are of distinct keys. */
export function applyChanges(trie: Trie, changes: readonly Change[]): Trie {
  return trie.apply(changes);
}

function toText(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
}

function fromText(text: string): Bytes {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}
