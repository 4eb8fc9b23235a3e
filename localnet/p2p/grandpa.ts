/**
 * `grandpa/1`: what has become final. Bytes: `chain/wire/grandpa.ts`.
 *
 * Votes and catch-up are between voters; all of ours live in this process, and light clients need none.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { encodeCommitMessage, encodeNeighbourPacket, protocolName } from '../../src/chain/wire/index.ts';
import type { ChainView, Finality, Lies } from '../types.ts';
import type { GossipProtocol } from './gossip.ts';
import { commitServed } from './lies.ts';
import { roleHandshake } from './role.ts';

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
      const tell = () => send(neighbourPacketOf(chain));
      const finalizedAtOpening = chain.finalized.number;
      for (const ms of NEIGHBOUR_PACKETS_AT_MS) {
        if (ms === 0) tell();
        else setTimeout(tell, ms).unref();
      }
      setTimeout(() => {
        const finality = chain.lastFinality;
        if (!finality || finality.block.number <= finalizedAtOpening) return;
        // Who has missed a change of voters could not read what comes after it.
        for (const number of chain.setChangesAfter(finalizedAtOpening)) {
          const change = chain.keptVotes(number);
          if (change && number < finality.block.number) send(commitMessageOf(change, lies));
        }
        send(commitMessageOf(finality, lies));
        tell();
      }, SETTLE_MS).unref();
    },
  };
}

export function neighbourPacketOf({ grandpa: { round, setId }, finalized }: ChainView): Bytes {
  return encodeNeighbourPacket({ round, setId, finalizedNumber: finalized.number });
}

export function commitMessageOf(finality: Finality, lies: Lies): Bytes {
  return encodeCommitMessage(commitServed(finality, lies));
}
