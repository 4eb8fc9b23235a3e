/**
 * The root of a list: a trie from `compact(index)` to item. This is how a header commits to its extrinsics.
 */
import type { Bytes } from '../bytes.ts';
import { compact, encode, u32 } from '../scale/index.ts';
import type { StateVersion } from './trie.ts';
import { Trie } from './trie.ts';

const index = compact(u32);

/** Root of `items` in their order. Extrinsics use version 0, also where the state has version 1 (system version 1). */
export function orderedTrieRoot(items: readonly Uint8Array[], stateVersion: StateVersion = 0): Bytes {
  return items.reduce<Trie>((trie, item, i) => trie.set(encode(index, i), item), Trie.empty(stateVersion)).root();
}
