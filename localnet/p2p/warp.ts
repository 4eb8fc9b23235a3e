/**
 * `sync/warp`: from a block that the client trusts straight to the finalized head.
 *
 *   request  = hash 32 of the client's finalized block
 *   response = C(n) · (header · justification)* · is finished u8
 *
 * Fragments ascend; all but the last are blocks that change the voters, the last is the finalized head. The localnet
 * never changes its voters, so there is exactly one fragment.
 */
import { concatBytes, toHex } from '../../src/chain/bytes.ts';
import type { ChainView, Lies } from '../types.ts';
import { P2pError } from './error.ts';
import { justificationServed } from './lies.ts';
import { MAX_SMALL_REQUEST_BYTES, WARP_DEADLINE_MS } from './limits.ts';
import { protocolName } from './names.ts';
import type { RequestProtocol } from './requests.ts';

const HASH_BYTES = 32;
const ONE_FRAGMENT = Uint8Array.of(1 << 2);
const FINISHED = Uint8Array.of(1);

export function warpProofs(chain: ChainView, lies: Lies): RequestProtocol {
  return {
    name: protocolName(chain.genesis.hash, 'sync/warp'),
    maxRequestBytes: MAX_SMALL_REQUEST_BYTES,
    deadlineMs: WARP_DEADLINE_MS,
    answer(request) {
      if (request.length !== HASH_BYTES) {
        throw new P2pError('p2p/bad-request', `expected a hash of ${HASH_BYTES} bytes, got ${request.length}`);
      }
      const from = chain.byHash(request);
      const finality = chain.lastFinality;
      if (!from || !finality || from.number >= finality.block.number) {
        throw new P2pError('p2p/refused', `there is nothing to prove from ${toHex(request)}`);
      }
      const { headerBytes } = finality.block;
      return concatBytes(ONE_FRAGMENT, headerBytes, justificationServed(finality, lies), FINISHED);
    },
  };
}
