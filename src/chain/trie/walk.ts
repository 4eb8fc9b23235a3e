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
  let at = 0;
  for (let node = root; node; ) {
    at += node.partial.length;
    if (sharedLength(node.partial, key, at - node.partial.length) < node.partial.length) return undefined;
    if (at === key.length) return node;
    node = childOf(node, key[at]!);
    at++;
  }
  return undefined;
}

/** The same in memory, where it is asked for thousands of times in every block: nibbles are taken from `key` as needed. */
export function findInMemory(root: TrieNode | undefined, key: Uint8Array): TrieNode | undefined {
  const end = 2 * key.length;
  let at = 0;
  for (let node = root; node; ) {
    const { partial } = node;
    if (at + partial.length > end) return undefined;
    for (let i = 0; i < partial.length; i++, at++) if (partial[i] !== nibbleAt(key, at)) return undefined;
    if (at === end) return node;
    node = node.children[nibbleAt(key, at)];
    at++;
  }
  return undefined;
}

const nibbleAt = (key: Uint8Array, at: number): number => (at & 1 ? key[at >> 1]! & 15 : key[at >> 1]! >> 4);

/** The node at `key`, or the one next below that all longer keys pass; undefined if nothing begins with `key`. */
export function findClosest(root: TrieNode | undefined, key: Nibbles): TrieNode | undefined {
  let at = 0;
  for (let node = root; node; ) {
    const shared = sharedLength(node.partial, key, at);
    at += shared;
    if (at === key.length) return node;
    if (shared < node.partial.length) return undefined;
    node = node.children[key[at]!];
    at++;
  }
  return undefined;
}

/** The child of a node that is in memory with everything below it. */
export const childInMemory: ChildOf<TrieNode> = (node, index) => node.children[index];

/** Every stored value under `prefix` with its key, in ascending order of key; with `after` only those behind it. */
export function* walkEntries(
  root: TrieNode | undefined,
  prefix: Nibbles,
  after?: Nibbles,
): IterableIterator<readonly [Bytes, StoredValue]> {
  const waiting = root ? [{ node: root, path: root.partial }] : [];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, path } = next;
    const shared = sharedLength(path, prefix, 0);
    if (shared < path.length && shared < prefix.length) continue;
    const place = after ? placeOf(path, after) : 'behind';
    if (place === 'before') continue;
    if (node.value && path.length >= prefix.length && place === 'behind') yield [packNibbles(path), node.value];
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i];
      if (child) waiting.push({ node: child, path: joinNibbles(path, i, child.partial) });
    }
  }
}

/** Where what is under `path` stands: wholly before `after`, `path` itself not behind it, or all of it behind. */
function placeOf(path: Nibbles, after: Nibbles): 'before' | 'around' | 'behind' {
  const shared = sharedLength(path, after, 0);
  if (shared === path.length) return 'around';
  return shared === after.length || path[shared]! > after[shared]! ? 'behind' : 'before';
}
