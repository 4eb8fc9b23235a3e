/**
 * `kad`: Kademlia of a network of one node. Whoever asks is told that we know nobody.
 */
import { answerWithNobody, MAX_SMALL_REQUEST_BYTES, protocolName } from '../../src/chain/wire/index.ts';
import type { ChainView } from '../types.ts';
import { KAD_DEADLINE_MS } from './limits.ts';
import type { RequestProtocol } from './requests.ts';

export function kademlia(chain: ChainView): RequestProtocol {
  return {
    name: protocolName(chain.genesis.hash, 'kad'),
    maxRequestBytes: MAX_SMALL_REQUEST_BYTES,
    deadlineMs: KAD_DEADLINE_MS,
    answer: answerWithNobody,
  };
}
