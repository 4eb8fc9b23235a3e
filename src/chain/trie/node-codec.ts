/**
 * The bytes of one trie node (Substrate's state layouts V0 and V1; `sp_trie::NodeCodec`).
 *
 *   node = header · partial key · [child bitmap u16] · [value] · [child merkle value behind its length]*
 *
 *   01 + 6 bits of length   leaf                        10 + 6   branch
 *   001 + 5                 leaf, value by hash         11 + 6   branch with value
 *   0001 + 4                branch, value by hash       00       the empty trie, nothing follows
 *
 * The length counts the nibbles of the partial key; a full length field goes on in bytes, the last of them below 255.
 * A value stands behind its compact length, or as a bare hash (V1, values longer than 32 bytes).
 * A child's merkle value is its node if that is shorter than 32 bytes, else the node's hash.
 *
 * Every trie has exactly one set of nodes, and only those are read: what no trie would contain is `trie/bad-node`.
 */
import type { Bytes } from '../bytes.ts';
import { concatBytes } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { readCompactLength, ScaleReader, writeCompact } from '../scale/index.ts';
import type { Nibbles } from './nibbles.ts';
import { packNibbles, toNibbles } from './nibbles.ts';

/** Bytes of a blake2b-256 hash, and the length from which a node is referred to by hash. */
export const HASH_BYTES = 32;
/** Ways a branch can go. */
export const CHILDREN = 16;
/** The whole encoding of a trie without entries. */
export const EMPTY_NODE: Bytes = Uint8Array.of(0);
/** The longest partial key that Substrate encodes (its `NIBBLE_SIZE_BOUND`). */
export const MAX_PARTIAL_NIBBLES = 0xffff;

/** What a node stores: the value itself, or (V1) the hash of a longer one. */
export type NodeValue = { readonly inline: Bytes } | { readonly hash: Bytes };

export interface NodeParts {
  readonly partial: Nibbles;
  readonly value: NodeValue | undefined;
  /** Sixteen merkle values (absent where there is no child), or none at all for a leaf. */
  readonly children: readonly (Bytes | undefined)[];
}

interface Kind {
  readonly prefix: number;
  readonly lengthBits: number;
  readonly branch: boolean;
  readonly value: 'none' | 'inline' | 'hash';
}

const KINDS: readonly Kind[] = [
  { prefix: 0b0100_0000, lengthBits: 6, branch: false, value: 'inline' },
  { prefix: 0b1000_0000, lengthBits: 6, branch: true, value: 'none' },
  { prefix: 0b1100_0000, lengthBits: 6, branch: true, value: 'inline' },
  { prefix: 0b0010_0000, lengthBits: 5, branch: false, value: 'hash' },
  { prefix: 0b0001_0000, lengthBits: 4, branch: true, value: 'hash' },
];

function kindOf(value: NodeValue | undefined, branch: boolean): Kind {
  const valueKind = value === undefined ? 'none' : 'inline' in value ? 'inline' : 'hash';
  const kind = KINDS.find((candidate) => candidate.value === valueKind && candidate.branch === branch);
  if (!kind) throw new RangeError('a leaf must have a value');
  return kind;
}

/** The bytes of a node. @throws RangeError on a partial key beyond `MAX_PARTIAL_NIBBLES` or a leaf without value. */
export function encodeNode({ partial, value, children }: NodeParts): Bytes {
  if (partial.length > MAX_PARTIAL_NIBBLES) {
    throw new RangeError(`a partial key has at most ${MAX_PARTIAL_NIBBLES} nibbles, got ${partial.length}`);
  }
  const branch = children.length > 0;
  const head: Uint8Array[] = [encodeHeader(kindOf(value, branch), partial.length), packNibbles(partial)];
  if (branch) {
    const bitmap = children.reduce((bits, child, i) => (child ? bits | (1 << i) : bits), 0);
    head.push(Uint8Array.of(bitmap & 0xff, bitmap >> 8));
  }
  if (value && 'inline' in value) {
    writeCompact(value.inline.length, head);
    head.push(value.inline);
  } else if (value) {
    head.push(value.hash);
  }
  return branch ? joinChildren(concatBytes(...head), children) : concatBytes(...head);
}

/** `head`, then each child behind its length: at most 32 bytes, so the compact length is one byte. */
function joinChildren(head: Bytes, children: NodeParts['children']): Bytes {
  let length = head.length;
  for (const child of children) if (child) length += 1 + child.length;
  const node = new Uint8Array(length);
  node.set(head);
  let at = head.length;
  for (const child of children) {
    if (!child) continue;
    node[at] = child.length << 2;
    node.set(child, at + 1);
    at += 1 + child.length;
  }
  return node;
}

function encodeHeader(kind: Kind, length: number): Uint8Array {
  const full = (1 << kind.lengthBits) - 1;
  if (length < full) return Uint8Array.of(kind.prefix | length);
  const bytes = [kind.prefix | full];
  let rest = length - full;
  for (; rest >= 255; rest -= 255) bytes.push(255);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

/**
 * The parts of a node; undefined for the empty trie.
 * @throws ChainError `trie/bad-node` on anything that no trie contains, `scale/…` on lengths that do not fit.
 */
export function decodeNode(node: Uint8Array): NodeParts | undefined {
  if (node.length === 1 && node[0] === 0) return undefined;
  const input = new ScaleReader(node);
  const kind = readKind(input);
  const partial = readPartial(input, readLength(input, kind.lengthBits));
  const bitmap = kind.branch ? input.u16() : 0;
  if (kind.branch && bitmap === 0) throw badNode('a branch has no child', input);
  const value = readValue(input, kind);
  if (value === undefined && (bitmap & (bitmap - 1)) === 0)
    throw badNode('a branch without value has one child', input);
  const children: (Bytes | undefined)[] = [];
  if (kind.branch) for (let i = 0; i < CHILDREN; i++) children.push((bitmap >> i) & 1 ? readChild(input) : undefined);
  input.expectEnd();
  return { partial, value, children };
}

function badNode(reason: string, input: ScaleReader): ChainError {
  return new ChainError('trie/bad-node', reason, { offset: input.offset });
}

function readKind(input: ScaleReader): Kind {
  const header = input.peek();
  const kind = KINDS.find(
    ({ prefix, lengthBits }) => header !== undefined && header >> lengthBits === prefix >> lengthBits,
  );
  if (!kind) throw badNode(`no node begins with ${header ?? 'nothing'}`, input);
  return kind;
}

function readLength(input: ScaleReader, lengthBits: number): number {
  const full = (1 << lengthBits) - 1;
  let length = input.u8() & full;
  if (length < full) return length;
  for (let more = 255; more === 255; length += more) {
    more = input.u8();
    if (length + more > MAX_PARTIAL_NIBBLES) throw badNode('the partial key is too long', input);
  }
  return length;
}

function readPartial(input: ScaleReader, length: number): Nibbles {
  const packed = input.take((length + 1) >> 1);
  const padding = length & 1;
  if (padding && packed[0]! >> 4 !== 0) throw badNode('the padding of the partial key is not zero', input);
  return toNibbles(packed).subarray(padding);
}

function readValue(input: ScaleReader, kind: Kind): NodeValue | undefined {
  if (kind.value === 'none') return undefined;
  if (kind.value === 'hash') return { hash: input.take(HASH_BYTES) };
  return { inline: input.take(readCompactLength(input, 1)) };
}

function readChild(input: ScaleReader): Bytes {
  const length = readCompactLength(input, 1);
  if (length === 0 || length > HASH_BYTES) throw badNode(`a child's merkle value has ${length} bytes`, input);
  return input.take(length);
}
