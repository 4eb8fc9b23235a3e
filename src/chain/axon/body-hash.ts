/**
 * The hash that ties a request's body to its signature (spec axon-dendrite §4; SDK `Synapse.body_hash`).
 *
 *   H(s) = lower-case hex of SHA3-256 of the UTF-8 bytes of s
 *   body hash = H( H(str(field 1)) ++ H(str(field 2)) ++ … )             over the required hash fields, as declared
 */
import { sha3_256 } from '@noble/hashes/sha3.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { utf8 } from '../bytes.ts';
import { ChainError } from '../error.ts';

/**
 * @param fields what Python's `str()` gives for each required hash field (`pythonStr`), in declared order; most classes
 *   have none
 * @returns 64 hex digits
 * @throws ChainError `axon/bad-text` on half a surrogate pair, which has no UTF-8 bytes
 */
export function bodyHash(fields: readonly string[]): string {
  return hash(fields.map(hash).join(''));
}

function hash(text: string): string {
  if (!text.isWellFormed()) throw new ChainError('axon/bad-text', 'text with half a surrogate pair has no bytes');
  return bytesToHex(sha3_256(utf8(text)));
}
