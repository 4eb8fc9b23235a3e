/**
 * Opens a time-locked message with the signature of its round (spec participation §5.4), exactly where the chain does.
 *
 * The message does not say for which round it is; with the signature of another one it does not open. Nothing about a
 * stored ciphertext is certain, so that it cannot be opened is an expected outcome, a value and not an exception.
 */
import { gcm } from '@noble/ciphers/aes.js';
import type { Bytes } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { decodeCiphertext, TAG_BYTES } from './ciphertext.ts';
import { unlockKey } from './ibe.ts';
import { decodeG1, decodeG2, G1_BYTES } from './points.ts';

/**
 * `malformed`: no ciphertext, whatever the round. `bad-signature`: no point. `wrong-round`: the signature is of another
 * round or beacon, or the locked key was altered. `bad-seal`: the message was altered.
 */
export type DecryptRefusal =
  | 'timelock/malformed'
  | 'timelock/bad-signature'
  | 'timelock/wrong-round'
  | 'timelock/bad-seal';

export type Decrypted =
  | { readonly ok: true; readonly plaintext: Bytes }
  | { readonly ok: false; readonly code: DecryptRefusal; readonly reason: string };

/** "0x" in ASCII. */
const HEX_PREFIX = [0x30, 0x78];

/**
 * @param ciphertext hostile bytes; more than 5000 are refused unread
 * @param signature `signature` of the round's pulse, as stored
 */
export function decryptWithRound(ciphertext: Uint8Array, signature: Uint8Array): Decrypted {
  const parts = attempt('timelock/malformed', () => {
    const { U, ...rest } = decodeCiphertext(ciphertext);
    return { ...rest, U: decodeG2(U, 'U') };
  });
  if (!parts.ok) return parts;
  const point = attempt('timelock/bad-signature', () => decodeG1(signatureBytes(signature), 'signature'));
  if (!point.ok) return point;
  const { U, V, W, nonce, sealed } = parts.value;
  const K = unlockKey(U, V, W, point.value);
  if (!K) return refused('timelock/wrong-round', 'this signature does not open this message');
  const plaintext = open(K, nonce, sealed);
  if (!plaintext) return refused('timelock/bad-seal', 'the encrypted message does not match its tag');
  return { ok: true, plaintext };
}

/** QUIRK: the chain drops a leading "0x" of a pulse's signature and what follows its 48 bytes. */
function signatureBytes(stored: Uint8Array): Uint8Array {
  const from = HEX_PREFIX.every((byte, i) => stored[i] === byte) ? HEX_PREFIX.length : 0;
  return stored.subarray(from, from + G1_BYTES);
}

/** Undefined unless the tag is right. The library throws plain errors, also for less than a tag. */
function open(K: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Bytes | undefined {
  if (sealed.length < TAG_BYTES) return undefined;
  try {
    return gcm(K, nonce).decrypt(sealed) as Bytes;
  } catch {
    return undefined;
  }
}

function attempt<T>(code: DecryptRefusal, read: () => T): { readonly ok: true; readonly value: T } | Refused {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    return refused(code, error.message);
  }
}

type Refused = Extract<Decrypted, { readonly ok: false }>;
const refused = (code: DecryptRefusal, reason: string): Refused => ({ ok: false, code, reason });
