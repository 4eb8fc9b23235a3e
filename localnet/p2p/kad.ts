/**
 * `kad`: Kademlia, as far as a network of one node needs it. Whoever asks is told that we know nobody.
 *
 *   request  { 1: kind (4 = FIND_NODE), 2: key }      response { 1: kind, 10: cluster level 0 }
 */
import { concatBytes } from '../../src/chain/bytes.ts';
import type { ChainView } from '../types.ts';
import { KAD_DEADLINE_MS, MAX_SMALL_REQUEST_BYTES } from './limits.ts';
import { protocolName } from './names.ts';
import { decodeProtobuf, protobufVarint } from './protobuf.ts';
import type { RequestProtocol } from './requests.ts';

const KIND = 1;
const FIND_NODE = 4;
const CLUSTER_LEVEL = 10;

export function kademlia(chain: ChainView): RequestProtocol {
  return {
    name: protocolName(chain.genesis.hash, 'kad'),
    maxRequestBytes: MAX_SMALL_REQUEST_BYTES,
    deadlineMs: KAD_DEADLINE_MS,
    answer(request) {
      const kind = decodeProtobuf(request).u32(KIND) ?? FIND_NODE;
      return concatBytes(protobufVarint(KIND, kind), protobufVarint(CLUSTER_LEVEL, 0));
    },
  };
}
