/**
 * Secret URIs, the way in which subkey and polkadot-js write keys: a seed and a path of derivations.
 *
 *   [0x + 64 hex digits] ( //hard | /soft )*
 *
 * Without a seed the development phrase is meant ("bottom drive obey lake …"), whose keys everybody knows. A junction is
 * a number (64 bits, little-endian) or text (SCALE string), filled up to 32 bytes, hashed if longer; the rule is
 * `sp_core::crypto::DeriveJunction`. Other phrases and `///password` are not supported.
 */
import type { Bytes } from './bytes.ts';
import { fromHex } from './bytes.ts';
import { ChainError } from './error.ts';
import { blake2b256 } from './hash.ts';
import { encode, str, u64 } from './scale/index.ts';

export interface Junction {
  readonly hard: boolean;
  /** 32 bytes. */
  readonly chainCode: Bytes;
}

export interface SecretUri {
  /** The mini secret, 32 bytes. */
  readonly seed: Bytes;
  readonly junctions: readonly Junction[];
}

/** What BIP-39 with Substrate's entropy rule makes of the development phrase. Public knowledge, worthless on a real chain. */
const DEVELOPMENT_SEED = '0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e';
const CHAIN_CODE_BYTES = 32;
const URI = /^(0x[0-9a-fA-F]{64})?((?:\/\/?[^/]+)*)$/;
const JUNCTION = /(\/\/?)([^/]+)/g;
const U64_MAX = (1n << 64n) - 1n;

/** @throws ChainError `keys/bad-uri`, `keys/ambiguous-junction`. The URI is not repeated in the message: it is a secret. */
export function parseSecretUri(uri: string): SecretUri {
  const [, seed, path] = URI.exec(uri.normalize('NFC')) ?? [];
  if (path === undefined) {
    throw new ChainError('keys/bad-uri', 'expected an optional 0x seed of 32 bytes and a path like //hard/soft', {
      field: 'uri',
    });
  }
  const junctions = Array.from(path.matchAll(JUNCTION), ([, slashes, code]) => ({
    hard: slashes === '//',
    chainCode: chainCode(code!),
  }));
  return { seed: fromHex(seed ?? DEVELOPMENT_SEED), junctions };
}

/** subkey and polkadot-js disagree about hex and about numbers beyond 64 bits, so a key of either would be a surprise. */
function chainCode(code: string): Bytes {
  const isNumber = /^\d+$/.test(code);
  if (/^0x/i.test(code) || (isNumber && BigInt(code) > U64_MAX)) {
    throw new ChainError('keys/ambiguous-junction', 'tools disagree about hex and about numbers beyond 64 bits', {
      field: 'uri',
    });
  }
  const encoded = isNumber ? encode(u64, BigInt(code)) : encode(str, code);
  if (encoded.length > CHAIN_CODE_BYTES) return blake2b256(encoded);
  const padded = new Uint8Array(CHAIN_CODE_BYTES);
  padded.set(encoded);
  return padded;
}
