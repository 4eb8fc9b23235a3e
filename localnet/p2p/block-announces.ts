/**
 * `block-announces/1`: every new block's header, as soon as it is there.
 *
 *   handshake    = role u8 · best number u32 · best hash 32 · genesis hash 32
 *   notification = header · is best u8 · V(nothing)
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes, equalBytes } from '../../src/chain/bytes.ts';
import { decode, encode, fixedBytes, struct, u8, u32 } from '../../src/chain/scale/index.ts';
import type { Block, ChainView } from '../types.ts';
import { P2pError } from './error.ts';
import type { GossipProtocol } from './gossip.ts';
import { MAX_ANNOUNCE_HANDSHAKE_BYTES } from './limits.ts';
import { protocolName } from './names.ts';
import { checkRole, OUR_ROLE } from './role.ts';

const handshakeCodec = struct([], { role: u8, number: u32, hash: fixedBytes(32), genesisHash: fixedBytes(32) });
/** Extra data of consensus engines; Aura has none. */
const NO_DATA = Uint8Array.of(0);

export function blockAnnounces(chain: ChainView): GossipProtocol {
  const genesisHash = chain.genesis.hash;
  return {
    name: protocolName(genesisHash, 'block-announces/1'),
    maxHandshakeBytes: MAX_ANNOUNCE_HANDSHAKE_BYTES,
    handshake: () => {
      const { number, hash } = chain.best;
      return encode(handshakeCodec, { role: OUR_ROLE, number, hash, genesisHash });
    },
    checkHandshake(handshake) {
      const peer = decode(handshakeCodec, handshake, 'handshake');
      checkRole(peer.role);
      if (!equalBytes(peer.genesisHash, genesisHash)) {
        throw new P2pError('p2p/wrong-genesis', 'the peer is of another chain');
      }
    },
    // Light clients have nothing to announce, and we take blocks from nobody.
    received: () => undefined,
  };
}

export function encodeAnnouncement(block: Block, isBest: boolean): Bytes {
  return concatBytes(block.headerBytes, Uint8Array.of(isBest ? 1 : 0), NO_DATA);
}
