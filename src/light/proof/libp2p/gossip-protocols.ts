/**
 * What we say and listen for on the gossip protocols of a full node. We are a light client: our best block is the
 * genesis, and we take others' transactions from nobody.
 */
import type { Bytes } from '../../../chain/bytes.ts';
import type { NeighbourPacket } from '../../../chain/wire/index.ts';
import {
  decodeAnnounceHandshake,
  decodeAnnouncement,
  decodeGrandpaMessage,
  decodeRoleHandshake,
  encodeAnnounceHandshake,
  encodeRoleHandshake,
  MAX_ANNOUNCE_HANDSHAKE_BYTES,
  MAX_ROLE_HANDSHAKE_BYTES,
  protocolName,
  ROLES,
} from '../../../chain/wire/index.ts';
import type { GossipProtocol } from './gossip.ts';

export type GossipProtocols = Readonly<Record<'announces' | 'grandpa' | 'transactions', GossipProtocol>>;

export function gossipProtocols(
  genesisHash: Bytes,
  events: {
    onHeader(headerBytes: Bytes): void;
    onCommit(commit: Bytes): void;
    onNeighbour(packet: NeighbourPacket): void;
    /** Others' transactions and what voters say to each other, which are of no use to us. */
    onChatter(): void;
  },
): GossipProtocols {
  const role = {
    maxHandshakeBytes: MAX_ROLE_HANDSHAKE_BYTES,
    handshake: encodeRoleHandshake(ROLES.light),
    checkHandshake: (handshake: Bytes) => void decodeRoleHandshake(handshake),
  };
  return {
    announces: {
      name: protocolName(genesisHash, 'block-announces/1'),
      maxHandshakeBytes: MAX_ANNOUNCE_HANDSHAKE_BYTES,
      handshake: encodeAnnounceHandshake({ role: ROLES.light, number: 0, hash: genesisHash, genesisHash }),
      checkHandshake: (handshake) => void decodeAnnounceHandshake(handshake, genesisHash),
      received: (notification) => events.onHeader(decodeAnnouncement(notification).headerBytes),
    },
    grandpa: {
      ...role,
      name: protocolName(genesisHash, 'grandpa/1'),
      received(notification) {
        const message = decodeGrandpaMessage(notification);
        if (message.kind === 'commit') events.onCommit(message.commit);
        else if (message.kind === 'neighbour') events.onNeighbour(message);
        else events.onChatter();
      },
    },
    transactions: { ...role, name: protocolName(genesisHash, 'transactions/1'), received: events.onChatter },
  };
}
