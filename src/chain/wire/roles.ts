/**
 * What a node says it is, the first byte of every gossip handshake (`sc_network::config::Role`). In `transactions/1` and
 * `grandpa/1` that byte is the whole handshake.
 */
import type { Bytes } from '../bytes.ts';
import { ChainError } from '../error.ts';

export const ROLES = { full: 1, light: 2, authority: 4 } as const;
export type Role = (typeof ROLES)[keyof typeof ROLES];

/** @throws ChainError `wire/bad-handshake` if there is no such role. */
export function checkRole(byte: number | undefined): Role {
  const role = Object.values(ROLES).find((known) => known === byte);
  if (role === undefined)
    throw new ChainError('wire/bad-handshake', `there is no role ${byte}`, { field: 'handshake' });
  return role;
}

export function encodeRoleHandshake(role: Role): Bytes {
  return Uint8Array.of(role);
}

/** @throws ChainError `wire/bad-handshake` unless it is one byte that is a role. */
export function decodeRoleHandshake(handshake: Uint8Array): Role {
  if (handshake.length !== 1) {
    throw new ChainError('wire/bad-handshake', `expected one byte, got ${handshake.length}`, { field: 'handshake' });
  }
  return checkRole(handshake[0]);
}
