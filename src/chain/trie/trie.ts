/**
 * The state of a chain: a persistent radix-16 Merkle trie from byte keys to byte values.
 *
 * Every change gives a new trie that shares all untouched nodes with the old one, so each block's state stays readable
 * for the price of what it changed. State version 1 keeps values longer than 32 bytes beside their node, under their
 * hash; version 0 keeps every value in its node.
 */
import type { Bytes } from '../bytes.ts';
import { blake2b256 } from '../hash.ts';
import { editAll } from './edit.ts';
import type { Nibbles } from './nibbles.ts';
import { toNibbles } from './nibbles.ts';
import type { StoredValue, TrieNode } from './node.ts';
import { insert, remove } from './node.ts';
import { EMPTY_NODE, HASH_BYTES } from './node-codec.ts';
import { collectProof } from './prove.ts';
import { findClosest, findInMemory, walkEntries } from './walk.ts';

export type StateVersion = 0 | 1;

/** The longest value that version 1 keeps in its node. */
export const MAX_INLINE_VALUE_BYTES = 32;
/** Real keys stay below 200 bytes. Bounds the depth of the trie, and with it the recursion. */
export const MAX_KEY_BYTES = 1024;

/** Hash of the empty trie; also the extrinsics root of a block without extrinsics. */
export const EMPTY_ROOT: Bytes = blake2b256(EMPTY_NODE);

export class Trie {
  readonly stateVersion: StateVersion;
  readonly #root: TrieNode | undefined;
  #rootHash: Bytes | undefined;

  private constructor(stateVersion: StateVersion, root: TrieNode | undefined) {
    this.stateVersion = stateVersion;
    this.#root = root;
  }

  static empty(stateVersion: StateVersion): Trie {
    return new Trie(stateVersion, undefined);
  }

  /**
   * The value of `key`, not to be changed by the caller; undefined if there is none.
   * @throws RangeError if only the value's hash is known (`setHash`).
   */
  get(key: Uint8Array): Bytes | undefined {
    return valueBytes(findInMemory(this.#root, key)?.value);
  }

  /** The trie in which `key` has `value` (copied). This very trie if it had that value. @throws RangeError beyond `MAX_KEY_BYTES`. */
  set(key: Uint8Array, value: Uint8Array): Trie {
    return this.#store(key, this.#stored(value));
  }

  /**
   * The trie in which `key` has a value longer than 32 bytes of which only the blake2b-256 hash is known. Its root is
   * right; reading or proving that value is not possible. @throws RangeError in state version 0.
   */
  setHash(key: Uint8Array, hash: Uint8Array): Trie {
    if (this.stateVersion === 0) throw new RangeError('state version 0 keeps every value in its node');
    if (hash.length !== HASH_BYTES) throw new RangeError(`a hash has ${HASH_BYTES} bytes, got ${hash.length}`);
    return this.#store(key, { hash: hash.slice() as Bytes, bytes: undefined });
  }

  /** The trie without `key`. This very trie if it was not there. */
  delete(key: Uint8Array): Trie {
    return this.#withRoot(remove(this.#root, toNibbles(key), 0));
  }

  /**
   * The trie after all of `changes` (value undefined: the key goes), of distinct keys: as if by `set` and `delete` one after
   * another, for less. @throws RangeError beyond `MAX_KEY_BYTES`.
   */
  apply(changes: Iterable<readonly [key: Uint8Array, value: Uint8Array | undefined]>): Trie {
    const edits = Array.from(changes, ([key, value]) => ({ key: nibblesOf(key), value: value && this.#stored(value) }));
    return this.#withRoot(editAll(this.#root, edits, 0));
  }

  /** 32 bytes that name exactly this content, not to be changed by the caller. Computed once; only nodes that no earlier trie has hashed are hashed. */
  root(): Bytes {
    if (this.#rootHash === undefined) {
      const merkleValue = this.#root?.merkleValue() ?? EMPTY_NODE;
      this.#rootHash = merkleValue.length === HASH_BYTES ? merkleValue : blake2b256(merkleValue);
    }
    return this.#rootHash;
  }

  /**
   * The nodes that prove what this trie says about `keys` (presence or absence), each once, the root first: nodes of
   * 32 bytes or more and the root; shorter ones are inside their parents; long values are entries of their own.
   * A key that is only a prefix of stored ones gets the nodes down to the first that tells.
   * @throws RangeError if a value is known only by its hash.
   */
  prove(keys: readonly Uint8Array[]): Bytes[] {
    return collectProof(this.#root, keys.map(toNibbles));
  }

  /**
   * The merkle value of the node at `key` or next below it: changes whenever anything that begins with `key` does.
   * The root's is its hash; undefined if nothing begins with `key`.
   */
  closestMerkleValue(key: Uint8Array): Bytes | undefined {
    const node = findClosest(this.#root, toNibbles(key));
    return node === this.#root ? node && this.root() : node?.merkleValue();
  }

  /**
   * The entries whose keys begin with `prefix` (default: all), in ascending order of key; with `after` those behind that
   * key, found without looking at the others. Values as in `get`.
   */
  *entries(prefix: Uint8Array = new Uint8Array(), after?: Uint8Array): IterableIterator<readonly [Bytes, Bytes]> {
    const walk = walkEntries(this.#root, toNibbles(prefix), after && toNibbles(after));
    for (const [key, value] of walk) yield [key, valueBytes(value)!];
  }

  #store(key: Uint8Array, value: StoredValue): Trie {
    return this.#withRoot(insert(this.#root, nibblesOf(key), 0, value));
  }

  /** A copy, kept as this state version keeps it. */
  #stored(value: Uint8Array): StoredValue {
    const bytes = value.slice() as Bytes;
    const byHash = this.stateVersion === 1 && bytes.length > MAX_INLINE_VALUE_BYTES;
    return byHash ? { hash: blake2b256(bytes), bytes } : { inline: bytes };
  }

  #withRoot(root: TrieNode | undefined): Trie {
    return root === this.#root ? this : new Trie(this.stateVersion, root);
  }
}

function nibblesOf(key: Uint8Array): Nibbles {
  if (key.length > MAX_KEY_BYTES) throw new RangeError(`a key has at most ${MAX_KEY_BYTES} bytes, got ${key.length}`);
  return toNibbles(key);
}

function valueBytes(value: StoredValue | undefined): Bytes | undefined {
  if (!value) return undefined;
  if ('inline' in value) return value.inline;
  if (!value.bytes) throw new RangeError('only the hash of this value is known');
  return value.bytes;
}
