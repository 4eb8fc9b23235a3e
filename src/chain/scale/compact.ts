/**
 * Compact integers: the two low bits of the first byte say how wide the number is.
 *
 *   00 one byte (< 2^6) · 01 two bytes (< 2^14) · 10 four bytes (< 2^30) · 11 the next n+4 bytes, n in the upper six bits
 *
 * Only the shortest form is accepted, as on the chain: two encodings of one number would be two hashes of one value.
 */
import { ChainError } from '../error.ts';
import type { Codec } from './codec.ts';
import type { ScaleReader } from './reader.ts';

/** The widest number the format can hold has 67 bytes; nothing here is wider than a u128. */
const MAX_BIG_BYTES = 16;

/** Appends the compact form of a non-negative integer below 2^128. */
export function writeCompact(value: number | bigint, out: Uint8Array[]): void {
  // Nearly all of them are short lengths.
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1 << 14) {
    out.push(value < 1 << 6 ? Uint8Array.of(value << 2) : Uint8Array.of((value << 2) | 1, value >> 6));
    return;
  }
  const number = BigInt(value);
  if (number < 0n || number >= 1n << 128n) throw new RangeError(`compact value must be in 0…2^128-1, got ${value}`);
  const [tagged, width] =
    number < 1n << 6n
      ? [number << 2n, 1]
      : number < 1n << 14n
        ? [(number << 2n) | 1n, 2]
        : number < 1n << 30n
          ? [(number << 2n) | 2n, 4]
          : [number, 0];
  const bytes: number[] = [];
  for (let rest = tagged; width === 0 ? rest > 0n : bytes.length < width; rest >>= 8n) bytes.push(Number(rest & 0xffn));
  if (width === 0) {
    while (bytes.length < 4) bytes.push(0);
    bytes.unshift(((bytes.length - 4) << 2) | 3);
  }
  out.push(Uint8Array.from(bytes));
}

/** Reads a compact integer. @throws ChainError `scale/compact-not-shortest`, `scale/compact-too-wide`. */
export function readCompact(input: ScaleReader): bigint {
  const offset = input.offset;
  const first = input.u8();
  const mode = first & 3;
  let value: bigint;
  let floor: bigint;
  if (mode === 0) return BigInt(first >> 2);
  if (mode === 1) {
    value = BigInt((first | (input.u8() << 8)) >> 2);
    floor = 1n << 6n;
  } else if (mode === 2) {
    value = BigInt(((first | (input.u8() << 8) | (input.u16() << 16)) >>> 0) >>> 2);
    floor = 1n << 14n;
  } else {
    const width = (first >> 2) + 4;
    if (width > MAX_BIG_BYTES) {
      throw new ChainError('scale/compact-too-wide', `expected at most ${MAX_BIG_BYTES} bytes, got ${width}`, {
        offset,
      });
    }
    value = input.take(width).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    floor = width === 4 ? 1n << 30n : 1n << BigInt(8 * (width - 1));
  }
  if (value < floor) throw new ChainError('scale/compact-not-shortest', `${value} has a shorter form`, { offset });
  return value;
}

/** Reads a length prefix and checks that so many items, each of at least `minItemBytes`, can still follow. */
export function readCompactLength(input: ScaleReader, minItemBytes: number): number {
  const offset = input.offset;
  const length = readCompact(input);
  if (length > 0xffff_ffffn) {
    throw new ChainError('scale/length-exceeds-input', `a length of ${length} items is announced`, { offset });
  }
  input.expectItems(Number(length), minItemBytes);
  return Number(length);
}

function refuseAbove(bits: number, value: bigint, offset: number): bigint {
  if (value >> BigInt(bits) !== 0n) {
    throw new ChainError('scale/compact-too-wide', `expected at most ${bits} bits, got ${value}`, { offset });
  }
  return value;
}

function compactNumber(of: Codec<number>, bits: 8 | 16 | 32): Codec<number> {
  return {
    shape: () => ({ kind: 'compact', of }),
    minBytes: 1,
    write(value, out) {
      of.write(value, []); // the range check of the plain type
      writeCompact(value, out);
    },
    read(input) {
      const offset = input.offset;
      return Number(refuseAbove(bits, readCompact(input), offset));
    },
  };
}

function compactBigint(of: Codec<bigint>, bits: 64 | 128): Codec<bigint> {
  return {
    shape: () => ({ kind: 'compact', of }),
    minBytes: 1,
    write(value, out) {
      of.write(value, []);
      writeCompact(value, out);
    },
    read(input) {
      const offset = input.offset;
      return refuseAbove(bits, readCompact(input), offset);
    },
  };
}

const BITS = { u8: 8, u16: 16, u32: 32, u64: 64, u128: 128 } as const;

/** The compact form of an unsigned integer codec (`compact(u16)`). */
export function compact<T extends number | bigint>(of: Codec<T>): Codec<T> {
  const shape = of.shape();
  const bits = shape.kind === 'primitive' ? BITS[shape.name as keyof typeof BITS] : undefined;
  if (bits === undefined) throw new TypeError('compact() takes an unsigned integer codec');
  const codec =
    bits === 64 || bits === 128
      ? compactBigint(of as unknown as Codec<bigint>, bits)
      : compactNumber(of as unknown as Codec<number>, bits);
  return codec as unknown as Codec<T>;
}
