/**
 * Makes read proofs: the nodes that somebody who knows only the root needs in order to answer for some keys.
 */
import type { Bytes } from '../bytes.ts';
import { toHex } from '../bytes.ts';
import { blake2b256 } from '../hash.ts';
import type { Nibbles } from './nibbles.ts';
import type { TrieNode } from './node.ts';
import { EMPTY_NODE, HASH_BYTES } from './node-codec.ts';
import { childInMemory, walkTowards } from './walk.ts';

/**
 * The proof entries for `keys`, root first. Entries are told apart by hash, since equal subtries share their nodes.
 * @throws RangeError if the value of a key is known only by its hash.
 */
export function collectProof(root: TrieNode | undefined, keys: readonly Nibbles[]): Bytes[] {
  if (!root) return [EMPTY_NODE.slice()];
  const encodedRoot = root.encode();
  const entries = new Map<string, Bytes>([[toHex(blake2b256(encodedRoot)), encodedRoot]]);
  const add = (hash: Uint8Array, entry: () => Bytes): void => {
    const name = toHex(hash);
    if (!entries.has(name)) entries.set(name, entry());
  };
  for (const key of keys) {
    for (const { node, ends } of walkTowards(root, key, childInMemory)) {
      const merkleValue = node.merkleValue();
      if (merkleValue.length === HASH_BYTES) add(merkleValue, () => node.encode());
      if (!ends || !node.value || 'inline' in node.value) continue;
      const { hash, bytes } = node.value;
      if (!bytes) throw new RangeError('a value of which only the hash is known cannot be proven');
      add(hash, () => bytes);
    }
  }
  return [...entries.values()];
}
