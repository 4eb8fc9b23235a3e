/**
 * Hashes and addresses, shortened in the middle. The whole of it is always a copy button away.
 */

const HASH_HEAD = 8;
const HASH_TAIL = 6;
const KEY_HEAD = 6;
const KEY_TAIL = 4;

function shorten(text: string, head: number, tail: number): string {
  return text.length <= head + tail + 1 ? text : `${text.slice(0, head)}…${text.slice(-tail)}`;
}

/** `0x2f0555…b36c03`. */
export function shortHash(hash: string): string {
  return shorten(hash, HASH_HEAD, HASH_TAIL);
}

/** `5vHDjX…LkkY`. */
export function shortKey(address: string): string {
  return shorten(address, KEY_HEAD, KEY_TAIL);
}
