/**
 * Checks read proofs of untrusted senders against a root that is known to be right.
 *
 * A proof is a list of entries in any order. Starting from the entry whose hash is the root, every reference is followed
 * to the entry that it names; what a key's path does not reach in this way is simply not known. Refused are entries
 * that occur twice, that nothing refers to, and nodes that no trie contains. Hashes make everything else impossible.
 */
import type { Bytes } from '../bytes.ts';
import { toHex } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { blake2b256 } from '../hash.ts';
import type { Nibbles } from './nibbles.ts';
import { toNibbles } from './nibbles.ts';
import type { NodeParts, NodeValue } from './node-codec.ts';
import { decodeNode, HASH_BYTES } from './node-codec.ts';
import { MAX_INLINE_VALUE_BYTES } from './trie.ts';
import { findNode } from './walk.ts';

/** The most bytes of one proof: the longest response of Substrate's light protocol. */
export const MAX_PROOF_BYTES = 16 << 20;
/** The most entries of one proof. Nodes are 32 bytes or more, but a sender has no reason to need a hundred thousand. */
export const MAX_PROOF_ENTRIES = 1 << 16;

export interface VerifiedProof {
  /**
   * The value of `key`; undefined if the trie has none, which is proven too.
   * @throws ChainError `trie/not-covered` if the proof does not tell.
   */
  get(key: Uint8Array): Bytes | undefined;
}

/** @throws ChainError `trie/too-large`, `trie/duplicate-node`, `trie/missing-root`, `trie/bad-node`, `trie/unconnected-node`. */
export function verifyProof(root: Uint8Array, nodes: readonly Uint8Array[]): VerifiedProof {
  const rootName = toHex(root);
  const entries = indexByHash(nodes);
  const connected = connect(rootName, entries);
  return { get: (key) => lookUp(rootName, toNibbles(key), entries, connected) };
}

interface Entry {
  /** Place in the proof, for messages. */
  readonly position: number;
  readonly bytes: Uint8Array;
}

/** Entries by the hex of their hash. */
type Entries = ReadonlyMap<string, Entry>;

function indexByHash(nodes: readonly Uint8Array[]): Entries {
  const totalBytes = nodes.reduce((sum, node) => sum + node.length, 0);
  if (nodes.length > MAX_PROOF_ENTRIES || totalBytes > MAX_PROOF_BYTES) {
    throw new ChainError('trie/too-large', `${nodes.length} entries of together ${totalBytes} bytes`, {
      field: 'proof',
    });
  }
  const entries = new Map<string, Entry>();
  for (const [position, bytes] of nodes.entries()) {
    const name = toHex(blake2b256(bytes));
    const first = entries.get(name);
    if (first) refuse('duplicate-node', `is the same as entry ${first.position}`, position);
    entries.set(name, { position, bytes });
  }
  return entries;
}

function refuse(code: string, reason: string, position: number): never {
  throw new ChainError(`trie/${code}`, `the entry ${reason}`, { field: `proof[${position}]` });
}

/** The nodes that hang on the root, by hash. Each entry is visited once, however often it is referred to. */
function connect(rootName: string, entries: Entries): ReadonlyMap<string, NodeParts | undefined> {
  if (!entries.has(rootName)) {
    throw new ChainError('trie/missing-root', `no entry has the hash ${rootName}`, { field: 'proof' });
  }
  const nodes = new Map<string, NodeParts | undefined>();
  const values = new Set<string>();
  const waiting = [rootName];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const entry = entries.get(name);
    if (!entry || nodes.has(name)) continue;
    if (name !== rootName && entry.bytes.length < HASH_BYTES) {
      refuse('bad-node', 'is a node that belongs inside its parent', entry.position);
    }
    const node = decodeEntry(entry);
    nodes.set(name, node);
    if (node) waiting.push(...references(node, values, entry));
  }
  for (const [name, { bytes, position }] of entries) {
    if (!values.has(name) && !nodes.has(name)) refuse('unconnected-node', 'hangs on nothing', position);
    if (values.has(name) && bytes.length <= MAX_INLINE_VALUE_BYTES) {
      refuse('bad-node', 'is a value that belongs inside its node', position);
    }
  }
  return nodes;
}

function decodeEntry({ bytes, position }: Entry): NodeParts | undefined {
  try {
    return decodeNode(bytes);
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    throw new ChainError('trie/bad-node', 'the entry is no node', {
      field: `proof[${position}]`,
      ...(error.offset === undefined ? {} : { offset: error.offset }),
      cause: error,
    });
  }
}

/** Names of the nodes that `node` refers to, also from the nodes inside it; hashes of values are added to `values`. */
function references(node: NodeParts, values: Set<string>, entry: Entry): string[] {
  if (node.value && 'hash' in node.value) values.add(toHex(node.value.hash));
  return node.children.flatMap((child) => {
    if (!child) return [];
    if (child.length === HASH_BYTES) return [toHex(child)];
    // Shorter than its parent, and both below 32 bytes from here on: the recursion ends after a few steps.
    const inside = decodeEntry({ bytes: child, position: entry.position });
    if (!inside) return refuse('bad-node', 'has an empty trie as a child', entry.position);
    return references(inside, values, entry);
  });
}

function lookUp(
  rootName: string,
  key: Nibbles,
  entries: Entries,
  nodes: ReadonlyMap<string, NodeParts | undefined>,
): Bytes | undefined {
  const node = findNode(nodes.get(rootName), key, (parent: NodeParts, index) => {
    const child = parent.children[index];
    if (!child || child.length < HASH_BYTES) return child && decodeNode(child);
    return nodes.get(toHex(child)) ?? notCovered('node', child);
  });
  return node?.value && storedBytes(node.value, entries);
}

function storedBytes(value: NodeValue, entries: Entries): Bytes {
  if ('inline' in value) return value.inline;
  return (entries.get(toHex(value.hash))?.bytes.slice() as Bytes | undefined) ?? notCovered('value', value.hash);
}

function notCovered(what: string, hash: Uint8Array): never {
  throw new ChainError('trie/not-covered', `the proof does not contain the ${what} with hash ${toHex(hash)}`, {
    field: 'proof',
  });
}
