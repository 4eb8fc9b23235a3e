/**
 * `grandpa/1`: what has become final.
 *
 *   neighbour packet = 02 · 01 · round u64 · set id u64 · finalized number u32     (where we stand)
 *   commit           = 01 · commit message                                         (a block has become final)
 *
 * Votes (00) and catch-up (03, 04) are between voters; all of ours live in this process, and light clients need none.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes } from '../../src/chain/bytes.ts';
import { encode, u32, u64 } from '../../src/chain/scale/index.ts';
import type { ChainView, Finality, Lies } from '../types.ts';
import type { GossipProtocol } from './gossip.ts';
import { commitServed } from './lies.ts';
import { protocolName } from './names.ts';
import { roleHandshake } from './role.ts';

const COMMIT = Uint8Array.of(1);
/** Message kind 2, version 1. */
const NEIGHBOUR = Uint8Array.of(2, 1);
/**
 * When after the opening the neighbour packet is sent. smoldot 3.4.1 settles how to sync at the second packet; on a
 * chain that is idle just then it would otherwise wait for the next finalized block, or forever.
 */
const NEIGHBOUR_PACKETS_AT_MS = [0, 50, 150];
/**
 * How long a new peer hears of no commits. A commit that comes while smoldot 2 warps makes it drop the warp, and then it
 * has no runtime for ten seconds. Warping takes 100 ms, several times that on a busy machine.
 */
const SETTLE_MS = 1000;

export function grandpa(chain: ChainView, lies: Lies): GossipProtocol {
  return {
    ...roleHandshake,
    name: protocolName(chain.genesis.hash, 'grandpa/1'),
    settleMs: SETTLE_MS,
    received: () => undefined,
    opened(send) {
      const tell = () => send(encodeNeighbourPacket(chain));
      const finalizedAtOpening = chain.finalized.number;
      for (const ms of NEIGHBOUR_PACKETS_AT_MS) {
        if (ms === 0) tell();
        else setTimeout(tell, ms).unref();
      }
      setTimeout(() => {
        const finality = chain.lastFinality;
        if (!finality || finality.block.number <= finalizedAtOpening) return;
        send(encodeCommitMessage(finality, lies));
        tell();
      }, SETTLE_MS).unref();
    },
  };
}

export function encodeNeighbourPacket(chain: ChainView): Bytes {
  const { round, setId } = chain.grandpa;
  return concatBytes(NEIGHBOUR, encode(u64, round), encode(u64, setId), encode(u32, chain.finalized.number));
}

export function encodeCommitMessage(finality: Finality, lies: Lies): Bytes {
  return concatBytes(COMMIT, commitServed(finality, lies));
}
