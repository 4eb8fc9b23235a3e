/**
 * The keys of everybody who lives on the localnet, derived from names: the same seed is the same people.
 *
 * Nothing here is secret. Anyone can derive these keys, and with them play any resident.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes, utf8 } from '../../src/chain/bytes.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import type { KeyPair } from '../../src/chain/keys.ts';
import { ed25519FromUri, sr25519FromUri } from '../../src/chain/keys.ts';

/** The names of Substrate's development keys, in the order in which nodes use them. */
const AUTHORITY_NAMES = ['One', 'Two', 'Three', 'Four'] as const;

/** Who makes blocks and who votes for them: four of each. */
export interface Authorities {
  /** sr25519; the author of slot s is `aura[s mod 4]`. */
  readonly aura: readonly KeyPair[];
  /** ed25519; all vote in every round. */
  readonly grandpa: readonly KeyPair[];
}

export function authorities(): Authorities {
  return {
    aura: AUTHORITY_NAMES.map((name) => sr25519FromUri(`//${name}`)),
    grandpa: AUTHORITY_NAMES.map((name) => ed25519FromUri(`//${name}`)),
  };
}

/** The account of a development name: `Alice`. */
export const devAccount = (name: string): Bytes => sr25519FromUri(`//${name}`).publicKey;

/** A resident that signs. `path`: `pulse/validator-1`. */
export function residentPair(seed: string, path: string): KeyPair {
  return sr25519FromUri(`//${seed}//${path.replaceAll('/', '//')}`);
}

/** An account that never signs anything: 32 bytes made from its name, to which nobody holds a key. */
export function mutePublicKey(seed: string, path: string): Bytes {
  return blake2b256(concatBytes(utf8(`${seed}/`), utf8(path)));
}
