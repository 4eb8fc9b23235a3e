/**
 * Lies in read proofs: values that are others, values that are said not to be there, proofs that cost too much.
 *
 * A wrong byte changes the hash of its node: then nothing refers to that node any more (`trie/unconnected-node`), or, if
 * it was the root, the root is missing (`trie/missing-root`). What was left out is not covered (`trie/not-covered`).
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes, equalBytes, toHex } from '../../src/chain/bytes.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import { encodeNode } from '../../src/chain/trie/node-codec.ts';
import { BULK_KEYS, NUMBER_KEY } from './chain.ts';
import type { ViewLie } from './lie.ts';

const CHAIN_DEPTH = 20_000;
const MANY_NODES = 100_000;
const BIG_NODE_BYTES = 6 << 20;

export function flipped(bytes: Uint8Array, at: number, mask = 1): Bytes {
  const copy = bytes.slice() as Bytes;
  copy[at]! ^= mask;
  return copy;
}

const refused = (codes: readonly string[]) => ({ state: 'refused', codes }) as const;
const isRoot = (node: Uint8Array, root: Uint8Array): boolean => equalBytes(blake2b256(node), root);

/** Branches that each lead to the next, over 20 000 levels; none hangs on the true root. */
function deepChain(): readonly Bytes[] {
  if (deep) return deep;
  const nodes: Bytes[] = [];
  let below: Bytes = blake2b256(Uint8Array.of(1));
  for (let i = 0; i < CHAIN_DEPTH; i++) {
    const children = Array.from({ length: 16 }, (_, k) => (k < 2 ? below : undefined));
    const node = encodeNode({ partial: new Uint8Array(), value: undefined, children });
    nodes.push(node);
    below = blake2b256(node);
  }
  deep = nodes;
  return nodes;
}
/** Made once. */
let deep: readonly Bytes[] | undefined;

export const PROOF_LIES: readonly ViewLie[] = [
  {
    name: 'a bit of a leaf',
    ...refused(['trie/unconnected-node']),
    proof: (nodes, { block }) => {
      const at = nodes.findLastIndex((node) => !isRoot(node, block.header.stateRoot));
      return at < 0 ? nodes : nodes.with(at, flipped(nodes[at]!, nodes[at]!.length - 1));
    },
  },
  {
    name: 'a bit of the root node',
    ...refused(['trie/missing-root']),
    proof: (nodes, { block }) =>
      nodes.map((node) => (isRoot(node, block.header.stateRoot) ? flipped(node, node.length - 1) : node)),
  },
  {
    name: 'a bit of the node that the root refers to',
    ...refused(['trie/unconnected-node']),
    proof: (nodes, { block }) => {
      const at = nodes.findIndex((node) => !isRoot(node, block.header.stateRoot));
      return at < 0 ? nodes : nodes.with(at, flipped(nodes[at]!, 0, 0x80));
    },
  },
  {
    name: 'another value, with a trie made for it',
    ...refused(['trie/missing-root']),
    proof: (_nodes, { keys, block }) => {
      const forged = keys.reduce((trie, key) => trie.set(key, new Uint8Array(40).fill(0x66)), block.state!);
      return forged.prove(keys);
    },
  },
  {
    name: 'the values of the block before',
    ...refused(['trie/missing-root']),
    proof: (nodes, { keys, block, chain }) => chain.byNumber(block.number - 1)?.state?.prove(keys) ?? nodes,
  },
  {
    name: 'the values of the genesis block',
    ...refused(['trie/missing-root']),
    proof: (_nodes, { keys, chain }) => chain.genesis.state!.prove(keys),
  },
  {
    name: 'the value of another key',
    ...refused(['trie/not-covered']),
    proof: (_nodes, { block, keys }) => {
      const asked = new Set(keys.map(toHex));
      return block.state!.prove([BULK_KEYS.findLast((key) => !asked.has(toHex(key))) ?? NUMBER_KEY]);
    },
  },
  {
    name: 'a value left out',
    ...refused(['trie/not-covered']),
    proof: (nodes) => nodes.slice(0, -1),
  },
  {
    name: 'all but the root left out',
    ...refused(['trie/not-covered']),
    proof: (nodes, { block }) => nodes.filter((node) => isRoot(node, block.header.stateRoot)),
  },
  {
    name: 'a node twice',
    ...refused(['trie/duplicate-node']),
    proof: (nodes) => [...nodes, nodes[0]!],
  },
  {
    name: 'a node that hangs on nothing',
    ...refused(['trie/unconnected-node']),
    proof: (nodes) => [...nodes, new Uint8Array(40).fill(0x42)],
  },
  {
    name: 'a node that grew',
    ...refused(['trie/unconnected-node', 'trie/missing-root']),
    proof: (nodes) => nodes.with(-1, concatBytes(nodes.at(-1)!, Uint8Array.of(0))),
  },
  {
    isHeavy: true,
    name: `a trie ${CHAIN_DEPTH} levels deep`,
    ...refused(['trie/unconnected-node']),
    proof: (nodes) => [...nodes, ...deepChain()],
  },
  {
    isHeavy: true,
    name: 'a node of 6 MiB',
    // A late answer is more than is read while nothing is asked.
    ...refused(['trie/unconnected-node', 'proof/malformed']),
    proof: (nodes) => [...nodes, new Uint8Array(BIG_NODE_BYTES)],
  },
  {
    isHeavy: true,
    name: `${MANY_NODES} nodes`,
    ...refused(['proof/malformed']),
    proof: (nodes) => [...nodes, ...Array<Bytes>(MANY_NODES).fill(new Uint8Array(1))],
  },
];
