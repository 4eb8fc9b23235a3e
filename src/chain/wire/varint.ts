/**
 * Unsigned varints: seven bits per byte, lowest first, the top bit says that more follow. Frame lengths and protobuf.
 */
import type { Bytes } from '../bytes.ts';

/** A u64 takes ten bytes. */
const MAX_VARINT_BYTES = 10;
const MORE = 0x80;

/** `value`: 0…2^53-1. */
export function encodeVarint(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= MORE; rest = Math.floor(rest / MORE)) bytes.push((rest % MORE) | MORE);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

export interface ReadVarint {
  readonly value: bigint;
  /** Bytes taken. */
  readonly width: number;
}

/** Reads a varint at `offset`; undefined if the bytes end before it does, `'too-long'` if it is none. */
export function readVarint(bytes: Uint8Array, offset: number): ReadVarint | undefined | 'too-long' {
  let value = 0n;
  for (let width = 0; width < MAX_VARINT_BYTES; width++) {
    const byte = bytes[offset + width];
    if (byte === undefined) return undefined;
    value |= BigInt(byte & (MORE - 1)) << BigInt(7 * width);
    if (byte < MORE) return { value, width: width + 1 };
  }
  return 'too-long';
}
