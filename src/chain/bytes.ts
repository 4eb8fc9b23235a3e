/**
 * Byte strings: joining, comparing, hex. Nothing here allocates more than its result.
 */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { ChainError } from './error.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

/** Joins byte strings in order. */
export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** True if both have the same length and the same bytes. Not constant time: never compare secrets with it. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Lexicographic order of byte strings; a prefix comes before what it begins. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Lower-case hex with the `0x` that chain tools expect. */
export function toHex(bytes: Uint8Array): string {
  return `0x${bytesToHex(bytes)}`;
}

/**
 * Reads `0x…` (or bare) hex of either case.
 * @throws ChainError `bytes/bad-hex` on an odd number of digits or a character that is no digit.
 */
export function fromHex(hex: string): Bytes {
  const digits = hex.startsWith('0x') ? hex.slice(2) : hex;
  if (digits.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(digits)) {
    throw new ChainError(
      'bytes/bad-hex',
      `expected an even number of hex digits, got ${JSON.stringify(hex.slice(0, 40))}`,
    );
  }
  return hexToBytes(digits) as Bytes;
}

const UTF8_ENCODER = new TextEncoder();
const UTF8_DECODER = new TextDecoder();

/** UTF-8 bytes of a string. */
export function utf8(text: string): Bytes {
  return UTF8_ENCODER.encode(text);
}

/** The string that UTF-8 bytes spell; malformed sequences become U+FFFD, as a reader on a screen would want. */
export function fromUtf8(bytes: Uint8Array): string {
  return UTF8_DECODER.decode(bytes);
}
