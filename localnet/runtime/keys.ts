/**
 * The storage keys that the runtime blob reads, and the two that a client reads to get the blob itself.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { concatBytes, utf8 } from '../../src/chain/bytes.ts';
import { twox128 } from '../../src/chain/hash.ts';

const plain = (pallet: string, item: string): Bytes => concatBytes(twox128(utf8(pallet)), twox128(utf8(item)));

/** Where the runtime blob is kept, plain or compressed. */
export const CODE_KEY: Bytes = utf8(':code');
export const AURA_AUTHORITIES_KEY: Bytes = plain('Aura', 'Authorities');
export const GRANDPA_AUTHORITIES_KEY: Bytes = plain('Grandpa', 'Authorities');
export const GRANDPA_SET_ID_KEY: Bytes = plain('Grandpa', 'CurrentSetId');
/** `System.Account`: followed by blake2b-128 of the account and the account. */
export const ACCOUNT_PREFIX: Bytes = plain('System', 'Account');
