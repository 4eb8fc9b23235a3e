/**
 * `kad`: Kademlia, as far as a network of one node needs it. Whoever asks is told that we know nobody.
 *
 *   request  { 1: kind (4 = FIND_NODE), 2: key }      response { 1: kind, 10: cluster level 0 }
 */
import type { Bytes } from '../bytes.ts';
import { concatBytes } from '../bytes.ts';
import { decodeProtobuf, protobufBytes, protobufVarint } from './protobuf.ts';

const KIND = 1;
const KEY = 2;
const CLOSER_PEERS = 8;
const FIND_NODE = 4;
const CLUSTER_LEVEL = 10;

export function encodeFindNode(key: Uint8Array): Bytes {
  return concatBytes(protobufVarint(KIND, FIND_NODE), protobufBytes(KEY, key));
}

/** The answer of a node that knows nobody, to a question of any kind. @throws ChainError `wire/bad-protobuf`. */
export function answerWithNobody(request: Uint8Array): Bytes {
  const kind = decodeProtobuf(request).u32(KIND) ?? FIND_NODE;
  return concatBytes(protobufVarint(KIND, kind), protobufVarint(CLUSTER_LEVEL, 0));
}

/** How many peers an answer names. @throws ChainError `wire/bad-protobuf`. */
export function countCloserPeers(response: Uint8Array): number {
  return decodeProtobuf(response).all(CLOSER_PEERS).length;
}
