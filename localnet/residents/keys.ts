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

/** The keys with which blocks can be made and voted for here. Substrate's development names, and more of their kind. */
const AUTHORITY_NAMES = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight'] as const;
/** How many of them are authorities at a time. */
const SET_SIZE = 4;

/** Keys that make blocks and keys that vote for them. */
export interface Authorities {
  /** sr25519; of a set in power, the author of slot s is `aura[s mod n]`. */
  readonly aura: readonly KeyPair[];
  /** ed25519; of a set in power, all vote in every round. */
  readonly grandpa: readonly KeyPair[];
}

/** Every key that this process holds: no others can come to power. */
export function heldAuthorities(): Authorities {
  return {
    aura: AUTHORITY_NAMES.map((name) => sr25519FromUri(`//${name}`)),
    grandpa: AUTHORITY_NAMES.map((name) => ed25519FromUri(`//${name}`)),
  };
}

/** Who a new chain begins with: `//One` … `//Four`. */
export const authorities = (): Authorities => authorityWindow(heldAuthorities(), 0);

/** Four of the keys, from number `first` on, round and round. */
export function authorityWindow({ aura, grandpa }: Authorities, first: number): Authorities {
  const window = <T>(keys: readonly T[]): T[] =>
    Array.from({ length: SET_SIZE }, (_, i) => keys[(first + i) % keys.length]!);
  return { aura: window(aura), grandpa: window(grandpa) };
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
