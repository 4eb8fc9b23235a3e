/**
 * Many changes to a trie at once: each node on their paths is copied once, not once per change.
 *
 *   edits below a node ─▶ by the next half byte ─▶ the same for each child ─▶ one new node
 *
 * The result is what `insert` and `remove` would give one after another, the same nodes where nothing changes.
 */
import type { Nibbles } from './nibbles.ts';
import { sharedLength } from './nibbles.ts';
import type { StoredValue } from './node.ts';
import { compress, insert, NO_CHILDREN, remove, sameValue, TrieNode, withChild } from './node.ts';
import { CHILDREN } from './node-codec.ts';

/** A key's new value; undefined takes it away. */
export interface Edit {
  readonly key: Nibbles;
  readonly value: StoredValue | undefined;
}

/** The subtrie after `edits`, whose keys agree up to nibble `at`; each key at most once. */
export function editAll(node: TrieNode | undefined, edits: readonly Edit[], at: number): TrieNode | undefined {
  const [first] = edits;
  if (!first) return node;
  if (edits.length === 1) {
    return first.value ? insert(node, first.key, at, first.value) : remove(node, first.key, at);
  }
  if (!node) return build(edits, at);
  let shared = node.partial.length;
  for (const { key } of edits) shared = Math.min(shared, sharedLength(node.partial, key, at));
  if (shared === node.partial.length) return editBelow(node, edits, at + shared);
  const below = new TrieNode(node.partial.slice(shared + 1), node.value, node.children);
  const children = withChild(NO_CHILDREN, node.partial[shared]!, below);
  const branch = new TrieNode(node.partial.slice(0, shared), undefined, children);
  const edited = editBelow(branch, edits, at + shared);
  return edited === branch ? node : edited;
}

/** A subtrie of nothing but these. */
function build(edits: readonly Edit[], at: number): TrieNode | undefined {
  const puts = edits.filter(({ value }) => value !== undefined);
  const [first] = puts;
  if (!first || puts.length === 1) return first && new TrieNode(first.key.slice(at), first.value, NO_CHILDREN);
  let shared = first.key.length - at;
  const path = first.key.subarray(at);
  for (const { key } of puts) shared = Math.min(shared, sharedLength(path, key, at));
  return editBelow(new TrieNode(path.slice(0, shared), undefined, NO_CHILDREN), puts, at + shared);
}

/** Edits of the node's own value and of its children; all keys go through the node, whose path ends at nibble `end`. */
function editBelow(node: TrieNode, edits: readonly Edit[], end: number): TrieNode | undefined {
  let value = node.value;
  const groups: Edit[][] = [];
  for (const edit of edits) {
    if (edit.key.length > end) {
      const index = edit.key[end]!;
      const group = groups[index];
      if (group) group.push(edit);
      else groups[index] = [edit];
    } else {
      value = edit.value && sameValue(node.value, edit.value) ? node.value : edit.value;
    }
  }
  let children = node.children;
  for (let index = 0; index < CHILDREN; index++) {
    const group = groups[index];
    if (!group) continue;
    const child = editAll(node.children[index], group, end + 1);
    if (child === node.children[index]) continue;
    if (children === node.children) children = withChild(children, index, child);
    else (children as (TrieNode | undefined)[])[index] = child;
  }
  return value === node.value && children === node.children ? node : compress(node.partial, value, children);
}
