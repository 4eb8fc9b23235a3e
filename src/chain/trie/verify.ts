/**
 * Checks read proofs of untrusted senders against a root that is known to be right.
 *
 *   entries ─▶ by hash ─▶ from the root on: read each node once, tie it to the entries that it refers to ─▶ a trie with gaps
 *
 * A proof is a list of entries in any order. What a key's path does not reach from the entry whose hash is the root is
 * simply not known. Refused are entries that occur twice, that nothing refers to, and nodes that no trie contains. Hashes
 * make everything else impossible. All hashing is done at once; reading a key then only follows the ties.
 */
import type { Bytes } from '../bytes.ts';
import { toHex } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { blake2b256 } from '../hash.ts';
import { HashIndex } from './hash-index.ts';
import { toNibbles } from './nibbles.ts';
import type { NodeParts } from './node-codec.ts';
import { decodeNode, HASH_BYTES } from './node-codec.ts';
import { MAX_INLINE_VALUE_BYTES } from './trie.ts';
import { findNode } from './walk.ts';

/** The most bytes of one proof: the longest response of Substrate's light protocol. */
export const MAX_PROOF_BYTES = 16 << 20;
/** The most entries of one proof. Nodes are 32 bytes or more, but a sender has no reason to need a hundred thousand. */
export const MAX_PROOF_ENTRIES = 1 << 16;

export interface VerifiedProof {
  /**
   * The value of `key`, a copy; undefined if the trie has none, which is proven too.
   * @throws ChainError `trie/not-covered` if the proof does not tell.
   */
  get(key: Uint8Array): Bytes | undefined;
}

/** @throws ChainError `trie/too-large`, `trie/duplicate-node`, `trie/missing-root`, `trie/bad-node`, `trie/unconnected-node`. */
export function verifyProof(root: Uint8Array, nodes: readonly Uint8Array[]): VerifiedProof {
  assertBounded(nodes);
  const entries = nodes.map(entryAt);
  const byHash = index(entries);
  const top = byHash.get(root);
  if (!top) throw new ChainError('trie/missing-root', `no entry has the hash ${toHex(root)}`, { field: 'proof' });
  connect(top, byHash);
  for (const entry of entries) assertInPlace(entry);
  return { get: (key) => storedValue(findNode(top.node, toNibbles(key), childOf)) };
}

interface Entry {
  /** Place in the proof, for messages. */
  readonly position: number;
  readonly bytes: Uint8Array;
  readonly hash: Bytes;
  /** Whether a node keeps it as its value, and whether one has it as a child (or it is the root). It may be both. */
  isValue: boolean;
  isNode: boolean;
  /** What it is as a node; undefined until that is asked for, and for the empty trie. */
  node: ProvenNode | undefined;
}

/** A node and what it refers to. What is undefined here but not in the node's own parts, the proof does not contain. */
interface ProvenNode {
  readonly partial: NodeParts['partial'];
  readonly parts: NodeParts;
  readonly longValue: Entry | undefined;
  /** Entries, and the short nodes that the node itself contains. */
  readonly children: readonly ({ readonly node: ProvenNode | undefined } | undefined)[];
}

function assertBounded(nodes: readonly Uint8Array[]): void {
  const totalBytes = nodes.reduce((sum, node) => sum + node.length, 0);
  if (nodes.length <= MAX_PROOF_ENTRIES && totalBytes <= MAX_PROOF_BYTES) return;
  throw new ChainError('trie/too-large', `${nodes.length} entries of together ${totalBytes} bytes`, { field: 'proof' });
}

function entryAt(bytes: Uint8Array, position: number): Entry {
  return { position, bytes, hash: blake2b256(bytes), isValue: false, isNode: false, node: undefined };
}

function index(entries: readonly Entry[]): HashIndex<Entry> {
  const byHash = new HashIndex<Entry>();
  for (const entry of entries) {
    const first = byHash.get(entry.hash);
    if (first) refuse('duplicate-node', `is the same as entry ${first.position}`, entry.position);
    byHash.add(entry);
  }
  return byHash;
}

function refuse(code: string, reason: string, position: number): never {
  throw new ChainError(`trie/${code}`, `the entry ${reason}`, { field: `proof[${position}]` });
}

/** Reads the nodes that hang on the root. Each entry is read once, however often it is referred to. */
function connect(top: Entry, entries: HashIndex<Entry>): void {
  top.isNode = true;
  const waiting = [top];
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    entry.node = readNode(entry.bytes, entry.position, entries, waiting);
  }
}

/** The node of these bytes, and of those inside it; entries that it is the first to have as children are added to `waiting`. */
function readNode(
  bytes: Uint8Array,
  position: number,
  entries: HashIndex<Entry>,
  waiting: Entry[],
): ProvenNode | undefined {
  const parts = decodeEntry(bytes, position);
  if (!parts) return undefined;
  const longValue = parts.value && 'hash' in parts.value ? entries.get(parts.value.hash) : undefined;
  if (longValue) longValue.isValue = true;
  const children = parts.children.map((child) => {
    if (!child) return undefined;
    if (child.length < HASH_BYTES) {
      // Shorter than its parent, and both below 32 bytes from here on: the recursion ends after a few steps.
      const node = readNode(child, position, entries, waiting);
      return node ? { node } : refuse('bad-node', 'has an empty trie as a child', position);
    }
    const entry = entries.get(child);
    if (entry && !entry.isNode) {
      if (entry.bytes.length < HASH_BYTES)
        refuse('bad-node', 'is a node that belongs inside its parent', entry.position);
      entry.isNode = true;
      waiting.push(entry);
    }
    return entry;
  });
  return { partial: parts.partial, parts, longValue, children };
}

function decodeEntry(bytes: Uint8Array, position: number): NodeParts | undefined {
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

function assertInPlace({ bytes, position, isNode, isValue }: Entry): void {
  if (!isNode && !isValue) refuse('unconnected-node', 'hangs on nothing', position);
  if (isValue && bytes.length <= MAX_INLINE_VALUE_BYTES) {
    refuse('bad-node', 'is a value that belongs inside its node', position);
  }
}

function childOf({ parts, children }: ProvenNode, index: number): ProvenNode | undefined {
  const child = children[index];
  if (child) return child.node;
  const hash = parts.children[index];
  return hash && notCovered('node', hash);
}

function storedValue(node: ProvenNode | undefined): Bytes | undefined {
  const value = node?.parts.value;
  if (!node || !value) return undefined;
  if ('inline' in value) return value.inline.slice() as Bytes;
  return (node.longValue?.bytes.slice() as Bytes | undefined) ?? notCovered('value', value.hash);
}

function notCovered(what: string, hash: Uint8Array): never {
  throw new ChainError('trie/not-covered', `the proof does not contain the ${what} with hash ${toHex(hash)}`, {
    field: 'proof',
  });
}
