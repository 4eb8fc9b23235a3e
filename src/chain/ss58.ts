/**
 * SS58: how accounts are written for people.
 *
 *   base58( 42 ++ public key 32 ++ first 2 bytes of blake2b-512("SS58PRE" ++ 42 ++ public key) )
 *
 * The first byte names the kind of chain. Bittensor has 42, the generic one, and addresses of other chains are refused:
 * the same key is another account there. (docs.substrate.io "SS58 address format")
 */
import { base58 } from '@scure/base';
import type { Bytes } from './bytes.ts';
import { concatBytes, equalBytes, utf8 } from './bytes.ts';
import { ChainError } from './error.ts';
import { blake2b512 } from './hash.ts';

/** `System.SS58Prefix` of finney and of every chain that behaves like it. */
export const SS58_PREFIX = 42;
const KEY_BYTES = 32;
const CHECKSUM_BYTES = 2;
const ADDRESS_BYTES = 1 + KEY_BYTES + CHECKSUM_BYTES;
/** 35 bytes never take more characters; base58 takes quadratic time, so longer text is not even tried. */
const MAX_CHARACTERS = 48;
const CONTEXT = utf8('SS58PRE');

const checksum = (body: Uint8Array): Bytes => blake2b512(concatBytes(CONTEXT, body)).slice(0, CHECKSUM_BYTES);

/** The address of a 32-byte public key or account. @throws RangeError on another length. */
export function toSs58(publicKey: Uint8Array): string {
  if (publicKey.length !== KEY_BYTES) throw new RangeError(`expected ${KEY_BYTES} bytes, got ${publicKey.length}`);
  const body = concatBytes(Uint8Array.of(SS58_PREFIX), publicKey);
  return base58.encode(concatBytes(body, checksum(body)));
}

/**
 * The 32 bytes that an address stands for.
 * @throws ChainError `ss58/bad-text` (not base58, or too long), `ss58/bad-length`, `ss58/bad-prefix` (an address of
 *   another chain), `ss58/bad-checksum` (a typing mistake).
 */
export function fromSs58(address: string): Bytes {
  const bytes = decodeBase58(address);
  if (bytes.length !== ADDRESS_BYTES) {
    throw new ChainError('ss58/bad-length', `an address has ${ADDRESS_BYTES} bytes, got ${bytes.length}`);
  }
  const body = bytes.subarray(0, ADDRESS_BYTES - CHECKSUM_BYTES);
  if (body[0] !== SS58_PREFIX) {
    throw new ChainError('ss58/bad-prefix', `expected an address with prefix ${SS58_PREFIX}, got ${body[0]}`);
  }
  if (!equalBytes(checksum(body), bytes.subarray(body.length))) {
    throw new ChainError('ss58/bad-checksum', 'the checksum does not match: a character is wrong');
  }
  return body.slice(1) as Bytes;
}

function decodeBase58(address: string): Uint8Array {
  if (address.length > MAX_CHARACTERS) {
    throw new ChainError('ss58/bad-text', `expected at most ${MAX_CHARACTERS} characters, got ${address.length}`);
  }
  try {
    return base58.decode(address);
  } catch (cause) {
    throw new ChainError('ss58/bad-text', `${JSON.stringify(address)} is not base58`, { cause });
  }
}
