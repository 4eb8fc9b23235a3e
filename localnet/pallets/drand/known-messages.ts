/**
 * Time-locked messages that this process encrypted itself, with what is in them: residents commit in bunches, and opening
 * one takes a pairing (20 ms of a block).
 *
 * What was encrypted to a round of a beacon opens with that beacon's signature of that round, so nothing else is answered
 * from memory. Module state, against the house's rule: it is the memo of a pure function, and no answer depends on it.
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import { toHex } from '../../../src/chain/bytes.ts';
import { type Beacon, type Decrypted, decryptWithRound } from '../../../src/chain/timelock/index.ts';
import { verifyPulse } from './verified-pulses.ts';

export interface KnownMessage {
  readonly beacon: Beacon;
  readonly round: bigint;
  readonly plaintext: Bytes;
}

/** Of all residents, for several epochs; each costs about a kilobyte. The oldest go first. */
export const MAX_KNOWN_MESSAGES = 256;

const known = new Map<string, KnownMessage>();

/** Spares `openMessage` the work for a ciphertext that the caller made. */
export function rememberMessage(ciphertext: Uint8Array, message: KnownMessage): void {
  known.set(toHex(ciphertext), message);
  for (const oldest of known.keys()) {
    if (known.size <= MAX_KNOWN_MESSAGES) return;
    known.delete(oldest);
  }
}

/** What `decryptWithRound` says. */
export function openMessage(ciphertext: Uint8Array, signature: Uint8Array): Decrypted {
  const message = known.get(toHex(ciphertext));
  if (message && verifyPulse(message.beacon, { round: message.round, signature }) === 'valid') {
    return { ok: true, plaintext: message.plaintext };
  }
  return decryptWithRound(ciphertext, signature);
}
