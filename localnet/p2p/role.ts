/**
 * What our node says it is, and the handshake of `transactions/1` and `grandpa/1`, which is nothing else.
 */
import {
  decodeRoleHandshake,
  encodeRoleHandshake,
  MAX_ROLE_HANDSHAKE_BYTES,
  ROLES,
} from '../../src/chain/wire/index.ts';
import type { GossipProtocol } from './gossip.ts';

/** We make blocks and vote. */
export const OUR_ROLE = ROLES.authority;

export const roleHandshake: Pick<GossipProtocol, 'maxHandshakeBytes' | 'handshake' | 'checkHandshake'> = {
  maxHandshakeBytes: MAX_ROLE_HANDSHAKE_BYTES,
  handshake: () => encodeRoleHandshake(OUR_ROLE),
  checkHandshake: (handshake) => void decodeRoleHandshake(handshake),
};
