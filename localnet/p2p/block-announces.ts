/**
 * `block-announces/1`: every new block's header, as soon as it is there. Bytes: `chain/wire/block-announces.ts`.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import {
  decodeAnnounceHandshake,
  encodeAnnounceHandshake,
  encodeAnnouncement,
  MAX_ANNOUNCE_HANDSHAKE_BYTES,
  protocolName,
} from '../../src/chain/wire/index.ts';
import type { Block, ChainView } from '../types.ts';
import type { GossipProtocol } from './gossip.ts';
import { OUR_ROLE } from './role.ts';

export function blockAnnounces(chain: ChainView): GossipProtocol {
  const genesisHash = chain.genesis.hash;
  return {
    name: protocolName(genesisHash, 'block-announces/1'),
    maxHandshakeBytes: MAX_ANNOUNCE_HANDSHAKE_BYTES,
    handshake: () => {
      const { number, hash } = chain.best;
      return encodeAnnounceHandshake({ role: OUR_ROLE, number, hash, genesisHash });
    },
    checkHandshake: (handshake) => void decodeAnnounceHandshake(handshake, genesisHash),
    // Light clients have nothing to announce, and we take blocks from nobody.
    received: () => undefined,
  };
}

export function announcementOf({ headerBytes }: Block, isBest: boolean): Bytes {
  return encodeAnnouncement({ headerBytes, isBest });
}
