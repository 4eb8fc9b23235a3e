/**
 * Keys as half bytes. The trie branches sixteen ways, so a key is walked nibble by nibble, the high half first:
 * `0x1f` is `[1, 15]`.
 */
import type { Bytes } from '../bytes.ts';

/** One half byte (0…15) per element. */
export type Nibbles = Bytes;

export function toNibbles(key: Uint8Array): Nibbles {
  const nibbles = new Uint8Array(2 * key.length);
  for (let i = 0; i < key.length; i++) {
    nibbles[2 * i] = key[i]! >> 4;
    nibbles[2 * i + 1] = key[i]! & 15;
  }
  return nibbles;
}

/** The bytes of an even number of nibbles. With an odd number the first nibble gets a byte of its own (`[1, 2, 3]` is `0x0123`). */
export function packNibbles(nibbles: Uint8Array): Bytes {
  const packed = new Uint8Array((nibbles.length + 1) >> 1);
  const padding = nibbles.length & 1;
  for (let i = 0; i < nibbles.length; i++) {
    const at = i + padding;
    packed[at >> 1]! |= nibbles[i]! << (at & 1 ? 0 : 4);
  }
  return packed;
}

/** How many nibbles of `partial` agree with `key` from position `at` on. */
export function sharedLength(partial: Uint8Array, key: Uint8Array, at: number): number {
  const limit = Math.min(partial.length, key.length - at);
  let shared = 0;
  while (shared < limit && partial[shared] === key[at + shared]) shared++;
  return shared;
}

/** `above ++ [index] ++ below`: the path through child `index` of a branch. */
export function joinNibbles(above: Nibbles, index: number, below: Nibbles): Nibbles {
  const joined = new Uint8Array(above.length + 1 + below.length);
  joined.set(above);
  joined[above.length] = index;
  joined.set(below, above.length + 1);
  return joined;
}
