/**
 * What a node says it is, the first byte of every gossip handshake (`sc_network::config::Role`).
 */
import { P2pError } from './error.ts';
import type { GossipProtocol } from './gossip.ts';
import { MAX_ROLE_HANDSHAKE_BYTES } from './limits.ts';

export const ROLES = { full: 1, light: 2, authority: 4 } as const;
/** We make blocks and vote. */
export const OUR_ROLE = ROLES.authority;

export function checkRole(role: number | undefined): void {
  if (!Object.values<number | undefined>(ROLES).includes(role)) {
    throw new P2pError('p2p/bad-handshake', `there is no role ${role}`);
  }
}

/** The handshake of `transactions/1` and `grandpa/1`: the role and nothing else. */
export const roleHandshake: Pick<GossipProtocol, 'maxHandshakeBytes' | 'handshake' | 'checkHandshake'> = {
  maxHandshakeBytes: MAX_ROLE_HANDSHAKE_BYTES,
  handshake: () => Uint8Array.of(OUR_ROLE),
  checkHandshake(handshake) {
    if (handshake.length !== 1) {
      throw new P2pError('p2p/bad-handshake', `expected one byte, got ${handshake.length}`);
    }
    checkRole(handshake[0]);
  },
};
