/**
 * Deterministic chance: numbers that follow from what they are about, so that two localnets of one seed play the same.
 */
import { utf8 } from '../../src/chain/bytes.ts';
import { blake2b64 } from '../../src/chain/hash.ts';

/** An integer 0…2^32−1 that the words decide. */
export function drawU32(...words: readonly (string | number | bigint)[]): number {
  const hash = blake2b64(utf8(words.join('/')));
  return new DataView(hash.buffer, hash.byteOffset).getUint32(0);
}

/** A number in [0, 1) that the words decide. */
export function draw(...words: readonly (string | number | bigint)[]): number {
  return drawU32(...words) / 2 ** 32;
}

/** Many integers 0…2^32−1 that the words decide, at the price of one hash: xorshift32 (Marsaglia 2003). */
export function drawStream(...words: readonly (string | number | bigint)[]): () => number {
  // xorshift never leaves zero.
  let state = drawU32(...words) || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
