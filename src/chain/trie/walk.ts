/**
 * Ways through a trie, in memory or in a proof.
 */
import type { Bytes } from '../bytes.ts';
import type { Nibbles } from './nibbles.ts';
import { joinNibbles, packNibbles, sharedLength } from './nibbles.ts';
import type { StoredValue, TrieNode } from './node.ts';

/** Finds a node's child; undefined if there is none. May throw where the child exists but is not known. */
export type ChildOf<Node> = (node: Node, index: number) => Node | undefined;

/**
 * The nodes from `root` towards `key`, in order. The last one tells all there is to know about the key: it ends there
 * (`ends`), or it shows that nothing does.
 */
export function* walkTowards<Node extends { readonly partial: Nibbles }>(
  root: Node | undefined,
  key: Nibbles,
  childOf: ChildOf<Node>,
): IterableIterator<{ readonly node: Node; readonly ends: boolean }> {
  let at = 0;
  for (let node = root; node; ) {
    const shared = sharedLength(node.partial, key, at);
    at += shared;
    const covered = shared === node.partial.length;
    const ends = covered && at === key.length;
    yield { node, ends };
    if (!covered || ends) return;
    node = childOf(node, key[at]!);
    at++;
  }
}

/** The node whose path is exactly `key`. */
export function findNode<Node extends { readonly partial: Nibbles }>(
  root: Node | undefined,
  key: Nibbles,
  childOf: ChildOf<Node>,
): Node | undefined {
  for (const { node, ends } of walkTowards(root, key, childOf)) if (ends) return node;
  return undefined;
}

/** The child of a node that is in memory with everything below it. */
export const childInMemory: ChildOf<TrieNode> = (node, index) => node.children[index];

/** Every stored value under `prefix` with its key, in ascending order of key. */
export function* walkEntries(
  root: TrieNode | undefined,
  prefix: Nibbles,
): IterableIterator<readonly [Bytes, StoredValue]> {
  const waiting = root ? [{ node: root, path: root.partial }] : [];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, path } = next;
    const shared = sharedLength(path, prefix, 0);
    if (shared < path.length && shared < prefix.length) continue;
    if (node.value && path.length >= prefix.length) yield [packNibbles(path), node.value];
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i];
      if (child) waiting.push({ node: child, path: joinNibbles(path, i, child.partial) });
    }
  }
}
