/**
 * Encrypts a message so that it opens when a beacon signs a round (spec participation §5.4).
 *
 *   body = AES-256-GCM(K, nonce, no associated data);   K itself is locked to the round (`ibe.ts`)
 *
 * Deterministic: the secrets are the caller's, 32 + 32 + 12 bytes of a cryptographic source, never used twice. The same
 * K and nonce for two messages would show both.
 */
import { gcm } from '@noble/ciphers/aes.js';
import type { Bytes } from '../bytes.ts';
import type { Beacon } from './beacon.ts';
import { CIPHERTEXT_OVERHEAD_BYTES, encodeCiphertext, MAX_CIPHERTEXT_BYTES, NONCE_BYTES } from './ciphertext.ts';
import { IBE_BYTES, lockKey } from './ibe.ts';

export interface EncryptionSecrets {
  /** The AES key, 32 bytes. */
  readonly K: Uint8Array;
  /** Hides the AES key, 32 bytes. */
  readonly sigma: Uint8Array;
  /** Of AES-GCM, 12 bytes; travels in the open. */
  readonly nonce: Uint8Array;
}

/**
 * The argument `commit` of `commit_timelocked_weights`: 244 bytes more than the plaintext.
 * @throws RangeError on secrets of another length, a round beyond 64 bits, a plaintext longer than the chain takes
 * @throws ChainError `timelock/bad-point` if the beacon's key is no key
 */
export function encryptToRound(
  beacon: Beacon,
  round: bigint,
  plaintext: Uint8Array,
  { K, sigma, nonce }: EncryptionSecrets,
): Bytes {
  assertSecret('K', K, IBE_BYTES);
  assertSecret('sigma', sigma, IBE_BYTES);
  assertSecret('nonce', nonce, NONCE_BYTES);
  const most = MAX_CIPHERTEXT_BYTES - CIPHERTEXT_OVERHEAD_BYTES;
  if (plaintext.length > most) throw new RangeError(`plaintext has ${plaintext.length} bytes; at most ${most} fit`);
  const sealed = gcm(K, nonce).encrypt(plaintext) as Bytes;
  return encodeCiphertext({ ...lockKey(beacon, round, K, sigma), nonce: nonce.slice() as Bytes, sealed });
}

/** The bytes themselves are secret: only their number is told. */
function assertSecret(name: string, bytes: Uint8Array, length: number): void {
  if (bytes.length !== length) throw new RangeError(`${name} must have ${length} bytes, got ${bytes.length}`);
}
