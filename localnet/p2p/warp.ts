/**
 * `sync/warp`: from a block that the client trusts straight to the finalized head. Bytes: `chain/wire/warp.ts`.
 *
 *   (block that changes the voters · votes for it)* · newest final block · votes for it · finished
 *
 * As Substrate's `sc_consensus_grandpa::warp_proof`: bounded in bytes, and when cut not finished; it ends at a change that
 * its own block does not announce (one with a delay), since nobody could follow it there.
 */
import { toHex } from '../../src/chain/bytes.ts';
import { decodeScheduledChange } from '../../src/chain/grandpa.ts';
import type { WarpFragment, WarpProof } from '../../src/chain/wire/index.ts';
import {
  decodeWarpRequest,
  encodeWarpResponse,
  MAX_SMALL_REQUEST_BYTES,
  protocolName,
} from '../../src/chain/wire/index.ts';
import type { ChainView, Finality, Lies } from '../types.ts';
import { P2pError } from './error.ts';
import { justificationServed } from './lies.ts';
import { MAX_WARP_BYTES, WARP_DEADLINE_MS, WARP_MARGIN_BYTES } from './limits.ts';
import type { RequestProtocol } from './requests.ts';

export function warpProofs(chain: ChainView, lies: Lies): RequestProtocol {
  return {
    name: protocolName(chain.genesis.hash, 'sync/warp'),
    maxRequestBytes: MAX_SMALL_REQUEST_BYTES,
    deadlineMs: WARP_DEADLINE_MS,
    answer(request) {
      const hash = decodeWarpRequest(request);
      const from = chain.byHash(hash);
      const finality = chain.lastFinality;
      if (!from || !finality || from.number >= finality.block.number) {
        throw new P2pError('p2p/refused', `there is nothing to prove from ${toHex(hash)}`);
      }
      return encodeWarpResponse(warpFrom(chain, from.number, finality, lies));
    },
  };
}

function warpFrom(chain: ChainView, from: number, newest: Finality, lies: Lies): WarpProof {
  const fragments: WarpFragment[] = [];
  let size = 0;
  for (const number of chain.setChangesAfter(from)) {
    // On disk already, but not told to anybody yet.
    if (number > newest.block.number) break;
    const change = chain.keptVotes(number);
    if (!change || !decodeScheduledChange(change.block.header)) break;
    const fragment = fragmentOf(change, lies);
    size += fragment.headerBytes.length + fragment.justification.length;
    if (size > MAX_WARP_BYTES - WARP_MARGIN_BYTES) return { fragments, isFinished: false };
    fragments.push(fragment);
    // It was the newest: there is nothing behind it to prove.
    if (number === newest.block.number) return { fragments, isFinished: true };
  }
  return { fragments: [...fragments, fragmentOf(newest, lies)], isFinished: true };
}

const fragmentOf = (finality: Finality, lies: Lies): WarpFragment => ({
  headerBytes: finality.block.headerBytes,
  justification: justificationServed(finality, lies),
});
