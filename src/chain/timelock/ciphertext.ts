/**
 * Bytes of a time-locked message, as the chain reads them (arkworks serialization; spec participation §5.4).
 *
 *   U (96) ++ vec(V) ++ vec(W) ++ vec( vec(sealed) ++ vec(nonce) ) ++ vec("AES_GCM_")        vec = u64 length LE, bytes
 *   └────── locked key ──────┘    └─ AES-256-GCM, tag at the end ─┘
 *
 * QUIRK: the chain looks neither at the name of the cipher nor at what follows the message, nor at what follows the nonce
 * within its part. So these may be anything; the name must only be there.
 * DIFFERS: V or W of another length than 32 make the chain's library fail or panic; here they are refused at once.
 */
import type { Bytes } from '../bytes.ts';
import { concatBytes, utf8 } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { encode, ScaleReader, u64, within } from '../scale/index.ts';
import { IBE_BYTES, type LockedKey } from './ibe.ts';
import { G2_BYTES } from './points.ts';

/** The chain's bound on a time-locked commit (`MAX_CRV3_COMMIT_SIZE_BYTES`); commitments may have 1024. */
export const MAX_CIPHERTEXT_BYTES = 5000;
/** AES-256-GCM's usual nonce. */
export const NONCE_BYTES = 12;
/** Of AES-256-GCM's tag. */
export const TAG_BYTES = 16;
const CIPHER = utf8('AES_GCM_');
const LENGTHS = 6;
/** Bytes of a ciphertext beyond those of its plaintext: 244. */
export const CIPHERTEXT_OVERHEAD_BYTES =
  G2_BYTES + 2 * IBE_BYTES + TAG_BYTES + NONCE_BYTES + CIPHER.length + LENGTHS * u64.minBytes;

export interface Ciphertext extends LockedKey {
  /** 12 bytes. */
  readonly nonce: Bytes;
  /** The encrypted message with its tag of 16 bytes. */
  readonly sealed: Bytes;
}

/** @throws RangeError if a part has another length than it must have, or all of them are more than the chain takes */
export function encodeCiphertext({ U, V, W, nonce, sealed }: Ciphertext): Bytes {
  assertLength('U', U, G2_BYTES);
  assertLength('V', V, IBE_BYTES);
  assertLength('W', W, IBE_BYTES);
  assertLength('nonce', nonce, NONCE_BYTES);
  const bytes = concatBytes(U, vec(V), vec(W), vec(concatBytes(vec(sealed), vec(nonce))), vec(CIPHER));
  if (bytes.length > MAX_CIPHERTEXT_BYTES) {
    throw new RangeError(`the chain takes at most ${MAX_CIPHERTEXT_BYTES} bytes, got ${bytes.length}`);
  }
  return bytes;
}

/**
 * Reads hostile bytes; whether `U` is a point is not looked at here.
 * @throws ChainError `timelock/too-long`, `timelock/bad-length` (a part that must have a certain length), `scale/…`
 */
export function decodeCiphertext(bytes: Uint8Array): Ciphertext {
  if (bytes.length > MAX_CIPHERTEXT_BYTES) {
    throw new ChainError('timelock/too-long', `expected at most ${MAX_CIPHERTEXT_BYTES} bytes, got ${bytes.length}`);
  }
  const input = new ScaleReader(bytes);
  const U = within('U', () => input.take(G2_BYTES));
  const V = readFixed(input, 'V', IBE_BYTES);
  const W = readFixed(input, 'W', IBE_BYTES);
  const body = new ScaleReader(readVec(input, 'body'));
  readVec(input, 'cipher');
  const sealed = readVec(body, 'sealed');
  return { U, V, W, sealed, nonce: readFixed(body, 'nonce', NONCE_BYTES) };
}

const vec = (bytes: Uint8Array): Bytes => concatBytes(encode(u64, BigInt(bytes.length)), bytes);

/** The length is compared with what is left before anything of that length is made. */
function readVec(input: ScaleReader, field: string): Bytes {
  return within(field, () => {
    const length = Number(input.u64());
    input.expectItems(length, 1);
    return input.take(length);
  });
}

function readFixed(input: ScaleReader, field: string, length: number): Bytes {
  const bytes = readVec(input, field);
  if (bytes.length === length) return bytes;
  throw new ChainError('timelock/bad-length', `expected ${length} bytes, got ${bytes.length}`, { field });
}

function assertLength(name: string, bytes: Uint8Array, length: number): void {
  if (bytes.length !== length) throw new RangeError(`${name} must have ${length} bytes, got ${bytes.length}`);
}
