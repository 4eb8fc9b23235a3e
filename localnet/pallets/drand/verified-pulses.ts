/**
 * Does a beacon's signature hold? Asked of every pulse by the pool and again by the block that takes it.
 *
 * An answer costs two pairings (about 20 ms), so signatures that hold are remembered, among them those that this process
 * made itself. Module state, against the house's rule: it is the memo of a pure function, and no answer depends on it.
 */
import { toHex } from '../../../src/chain/bytes.ts';
import { ChainError } from '../../../src/chain/error.ts';
import { type Beacon, verifyRound } from '../../../src/chain/timelock/index.ts';

/** More than the pool holds and a block takes; each costs some 200 bytes. */
export const MAX_REMEMBERED = 512;

/** In the order of arrival; the oldest go first. */
const valid = new Set<string>();

export interface SignedRound {
  readonly round: bigint;
  readonly signature: Uint8Array;
}

/** - `impossible`: the beacon's key on the chain is no key */
export type Verification = 'valid' | 'invalid' | 'impossible';

export function verifyPulse(beacon: Beacon, { round, signature }: SignedRound): Verification {
  if (valid.has(nameOf(beacon, round, signature))) return 'valid';
  try {
    if (!verifyRound(beacon, round, signature)) return 'invalid';
  } catch (error) {
    if (error instanceof ChainError) return 'impossible';
    throw error;
  }
  rememberPulse(beacon, { round, signature });
  return 'valid';
}

/** Spares `verifyPulse` the work for a signature that the caller knows to hold, because it made it. */
export function rememberPulse(beacon: Beacon, { round, signature }: SignedRound): void {
  valid.add(nameOf(beacon, round, signature));
  for (const oldest of valid) {
    if (valid.size <= MAX_REMEMBERED) return;
    valid.delete(oldest);
  }
}

const nameOf = (beacon: Beacon, round: bigint, signature: Uint8Array): string =>
  `${toHex(beacon.publicKey)}/${round}/${toHex(signature)}`;
