/**
 * Key pairs: sr25519 for accounts and Aura, ed25519 for GRANDPA.
 *
 * sr25519 is Schnorr over ristretto255 with the signing context "substrate" (`schnorrkel`); ed25519 accepts what ZIP-215
 * accepts, as Substrate does. Derivation from a secret URI is in `secret-uri.ts`.
 *
 * Nothing here draws randomness of its own. An sr25519 signature mixes 32 random bytes into its nonce: pass them to get
 * the same signature every time, or leave them out to let the library take the platform's.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import * as sr25519 from '@scure/sr25519';
import type { Bytes } from './bytes.ts';
import { concatBytes, utf8 } from './bytes.ts';
import { ChainError } from './error.ts';
import { blake2b256 } from './hash.ts';
import { bytes, encode } from './scale/index.ts';
import type { Junction } from './secret-uri.ts';
import { parseSecretUri } from './secret-uri.ts';

export const PUBLIC_KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;
/** The bit that tells an sr25519 signature from an ed25519 one: the highest of the last byte. */
const SCHNORRKEL_MARKER = 0x80;
/** What a hard ed25519 derivation hashes first. */
const ED25519_HARD_PREFIX = encode(bytes, utf8('Ed25519HDKD'));

export interface KeyPair {
  /** 32 bytes. */
  readonly publicKey: Bytes;
  /** sr25519: 64 bytes, scalar and nonce seed. ed25519: the 32-byte seed. */
  readonly secretKey: Bytes;
}

/** @throws RangeError unless `seed` has 32 bytes. */
export function sr25519FromSeed(seed: Uint8Array): KeyPair {
  return sr25519Pair(sr25519.secretFromSeed(seed));
}

/**
 * The pair that a secret URI names: `//Alice` (of the development phrase), `0x…//hard/soft`.
 * After a soft junction the nonce seed, the second half of the secret, is random; the public key is not.
 * @throws ChainError `keys/…`, see `parseSecretUri`.
 */
export function sr25519FromUri(uri: string): KeyPair {
  const { seed, junctions } = parseSecretUri(uri);
  const derive = (secretKey: Uint8Array, { hard, chainCode }: Junction) =>
    hard ? sr25519.HDKD.secretHard(secretKey, chainCode) : sr25519.HDKD.secretSoft(secretKey, chainCode);
  return sr25519Pair(junctions.reduce<Uint8Array>(derive, sr25519.secretFromSeed(seed)));
}

function sr25519Pair(secretKey: Uint8Array): KeyPair {
  return { publicKey: sr25519.getPublicKey(secretKey) as Bytes, secretKey: secretKey as Bytes };
}

/** Signs `message`; 64 bytes. `random`: 32 bytes for the nonce, see above. */
export function sr25519Sign(secretKey: Uint8Array, message: Uint8Array, random?: Uint8Array): Bytes {
  return sr25519.sign(secretKey, message, random) as Bytes;
}

/** True if `signature` is of `message` by `publicKey`. Malformed keys and signatures are not valid; nothing is thrown. */
export function sr25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  if ((signature[SIGNATURE_BYTES - 1]! & SCHNORRKEL_MARKER) === 0) return false;
  return isValid(() => sr25519.verify(message, signature, publicKey));
}

/** @throws RangeError unless `seed` has 32 bytes. */
export function ed25519FromSeed(seed: Uint8Array): KeyPair {
  return { publicKey: ed25519.getPublicKey(seed) as Bytes, secretKey: seed.slice() as Bytes };
}

/** As `sr25519FromUri`, with hard junctions only. @throws ChainError `keys/…`, also `keys/soft-junction`. */
export function ed25519FromUri(uri: string): KeyPair {
  const { seed, junctions } = parseSecretUri(uri);
  if (junctions.some(({ hard }) => !hard)) {
    throw new ChainError('keys/soft-junction', 'ed25519 keys have hard junctions (//) only', { field: 'uri' });
  }
  const derive = (parent: Uint8Array, { chainCode }: Junction) =>
    blake2b256(concatBytes(ED25519_HARD_PREFIX, parent, chainCode));
  return ed25519FromSeed(junctions.reduce<Uint8Array>(derive, seed));
}

/** Signs `message`; 64 bytes, always the same ones. */
export function ed25519Sign(secretKey: Uint8Array, message: Uint8Array): Bytes {
  return ed25519.sign(message, secretKey) as Bytes;
}

/** True if `signature` is of `message` by `publicKey`. Malformed keys and signatures are not valid; nothing is thrown. */
export function ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  return isValid(() => ed25519.verify(signature, message, publicKey));
}

/** The libraries throw plain errors for bytes that are no point or no scalar; such a signature is just not valid. */
function isValid(verify: () => boolean): boolean {
  try {
    return verify();
  } catch {
    return false;
  }
}
