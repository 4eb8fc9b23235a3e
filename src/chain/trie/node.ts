/**
 * Nodes in memory: immutable, shared between all tries that contain them, each computing its merkle value once.
 *
 * `insert` and `remove` copy the path from the root to the changed place and share everything else. They keep the trie
 * canonical: a node without value has at least two children.
 */
import type { Bytes } from '../bytes.ts';
import { equalBytes } from '../bytes.ts';
import { blake2b256 } from '../hash.ts';
import type { Nibbles } from './nibbles.ts';
import { joinNibbles, sharedLength } from './nibbles.ts';
import type { NodeValue } from './node-codec.ts';
import { CHILDREN, encodeNode, HASH_BYTES } from './node-codec.ts';

/** A stored value: in the node, or beside it under its hash. `bytes` is undefined where only the hash is known. */
export type StoredValue = { readonly inline: Bytes } | { readonly hash: Bytes; readonly bytes: Bytes | undefined };

type Children = readonly (TrieNode | undefined)[];

export const NO_CHILDREN: Children = [];

export class TrieNode {
  readonly partial: Nibbles;
  readonly value: StoredValue | undefined;
  /** Sixteen places, or none for a leaf. */
  readonly children: Children;
  #merkleValue: Bytes | undefined;

  constructor(partial: Nibbles, value: StoredValue | undefined, children: Children) {
    this.partial = partial;
    this.value = value;
    this.children = children;
  }

  encode(): Bytes {
    const children = this.children.map((child) => child?.merkleValue());
    return encodeNode({ partial: this.partial, value: this.value satisfies NodeValue | undefined, children });
  }

  /** The node itself below 32 bytes, else its hash. */
  merkleValue(): Bytes {
    if (this.#merkleValue === undefined) {
      const encoded = this.encode();
      this.#merkleValue = encoded.length < HASH_BYTES ? encoded : blake2b256(encoded);
    }
    return this.#merkleValue;
  }
}

/** The subtrie with `key` (from nibble `at` on) set to `value`; the same node if nothing changes. */
export function insert(node: TrieNode | undefined, key: Nibbles, at: number, value: StoredValue): TrieNode {
  if (!node) return new TrieNode(key.slice(at), value, NO_CHILDREN);
  const shared = sharedLength(node.partial, key, at);
  const end = at + shared;
  if (shared < node.partial.length) return split(node, shared, key, end, value);
  if (end === key.length) {
    return sameValue(node.value, value) ? node : new TrieNode(node.partial, value, node.children);
  }
  const index = key[end]!;
  const child = insert(node.children[index], key, end + 1, value);
  return child === node.children[index]
    ? node
    : new TrieNode(node.partial, node.value, withChild(node.children, index, child));
}

/** Puts a branch above `node` where `key` leaves its partial key (after `shared` nibbles, at nibble `end` of the key). */
function split(node: TrieNode, shared: number, key: Nibbles, end: number, value: StoredValue): TrieNode {
  const below = new TrieNode(node.partial.slice(shared + 1), node.value, node.children);
  const children = withChild(NO_CHILDREN, node.partial[shared]!, below);
  const partial = node.partial.slice(0, shared);
  if (end === key.length) return new TrieNode(partial, value, children);
  const leaf = new TrieNode(key.slice(end + 1), value, NO_CHILDREN);
  return new TrieNode(partial, undefined, withChild(children, key[end]!, leaf));
}

/** The subtrie without `key`; the same node if it was not there, undefined if nothing is left. */
export function remove(node: TrieNode | undefined, key: Nibbles, at: number): TrieNode | undefined {
  if (!node) return undefined;
  const shared = sharedLength(node.partial, key, at);
  if (shared < node.partial.length) return node;
  const end = at + shared;
  if (end === key.length) return node.value ? compress(node.partial, undefined, node.children) : node;
  const index = key[end]!;
  const child = remove(node.children[index], key, end + 1);
  return child === node.children[index]
    ? node
    : compress(node.partial, node.value, withChild(node.children, index, child));
}

/** A node of these parts; without a value and with fewer than two children it melts into what is below. */
export function compress(partial: Nibbles, value: StoredValue | undefined, children: Children): TrieNode | undefined {
  const present = children.flatMap((child, index) => (child ? [{ child, index }] : []));
  const [only, ...others] = present;
  if (!only) return value && new TrieNode(partial, value, NO_CHILDREN);
  if (value || others.length > 0) return new TrieNode(partial, value, children);
  return new TrieNode(joinNibbles(partial, only.index, only.child.partial), only.child.value, only.child.children);
}

export function withChild(children: Children, index: number, child: TrieNode | undefined): Children {
  const copy = children.length === 0 ? new Array<TrieNode | undefined>(CHILDREN).fill(undefined) : children.slice();
  copy[index] = child;
  return copy;
}

export function sameValue(a: StoredValue | undefined, b: StoredValue): boolean {
  if (!a) return false;
  if ('inline' in a) return 'inline' in b && equalBytes(a.inline, b.inline);
  return 'hash' in b && equalBytes(a.hash, b.hash) && (a.bytes === undefined) === (b.bytes === undefined);
}
