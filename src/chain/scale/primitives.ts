/**
 * Fixed-width integers, booleans and text. Integers are little-endian two's complement.
 * Up to 32 bits they are numbers, from 64 bits on bigints: a balance never passes through a double.
 */
import { fromUtf8, utf8 } from '../bytes.ts';
import { ChainError } from '../error.ts';
import type { Codec, PrimitiveName } from './codec.ts';
import { readCompactLength, writeCompact } from './compact.ts';
import type { ScaleReader } from './reader.ts';

/** Where a word is taken apart: making a view for each number would cost more than the number. */
const WORD = new DataView(new ArrayBuffer(8));
const WORD_BYTES = new Uint8Array(WORD.buffer);

/** `width`: a multiple of 8. */
function littleEndian(value: bigint, width: number): Uint8Array {
  const bytes = new Uint8Array(width);
  let rest = value;
  for (let i = 0; i < width; i += 8, rest >>= 64n) {
    WORD.setBigUint64(0, rest, true);
    bytes.set(WORD_BYTES, i);
  }
  return bytes;
}

function assertInRange(name: string, value: number | bigint, min: bigint, max: bigint): void {
  const isInteger = typeof value === 'bigint' || Number.isSafeInteger(value);
  if (!isInteger || value < min || value > max) {
    throw new RangeError(`${name} must be an integer in ${min}…${max}, got ${value}`);
  }
}

function limits(signed: boolean, bits: number): readonly [bigint, bigint] {
  const span = 1n << BigInt(bits);
  return signed ? [-(span >> 1n), (span >> 1n) - 1n] : [0n, span - 1n];
}

function small(name: PrimitiveName, signed: boolean, bits: 8 | 16 | 32): Codec<number> {
  const [min, max] = limits(signed, bits);
  const width = bits / 8;
  const unsigned = (input: ScaleReader) => (bits === 8 ? input.u8() : bits === 16 ? input.u16() : input.u32());
  const wrap = 32 - bits;
  const [least, most] = [Number(min), Number(max)];
  return {
    shape: () => ({ kind: 'primitive', name }),
    minBytes: width,
    write(value, out) {
      if (!Number.isInteger(value) || value < least || value > most) assertInRange(name, value, min, max);
      const bytes = new Uint8Array(width);
      for (let i = 0; i < width; i++) bytes[i] = value >>> (8 * i);
      out.push(bytes);
    },
    read: signed ? (input) => (unsigned(input) << wrap) >> wrap : unsigned,
  };
}

function big(name: PrimitiveName, signed: boolean, bits: 64 | 128 | 256): Codec<bigint> {
  const [min, max] = limits(signed, bits);
  const width = bits / 8;
  return {
    shape: () => ({ kind: 'primitive', name }),
    minBytes: width,
    write(value, out) {
      assertInRange(name, value, min, max);
      out.push(littleEndian(value, width));
    },
    read(input) {
      const words = bits === 64 ? input.u64() : bits === 128 ? input.u128() : input.u128() | (input.u128() << 128n);
      return signed ? BigInt.asIntN(bits, words) : words;
    },
  };
}

export const u8 = small('u8', false, 8);
export const u16 = small('u16', false, 16);
export const u32 = small('u32', false, 32);
export const i8 = small('i8', true, 8);
export const i16 = small('i16', true, 16);
export const i32 = small('i32', true, 32);
export const u64 = big('u64', false, 64);
export const u128 = big('u128', false, 128);
export const u256 = big('u256', false, 256);
export const i64 = big('i64', true, 64);
export const i128 = big('i128', true, 128);

/** One byte, 0 or 1; anything else is refused rather than read as true. */
export const bool: Codec<boolean> = {
  shape: () => ({ kind: 'primitive', name: 'bool' }),
  minBytes: 1,
  write: (value, out) => void out.push(Uint8Array.of(value ? 1 : 0)),
  read(input) {
    const offset = input.offset;
    const byte = input.u8();
    if (byte > 1) throw new ChainError('scale/bad-bool', `expected 0 or 1, got ${byte}`, { offset });
    return byte === 1;
  },
};

/** UTF-8 text behind its length. */
export const str: Codec<string> = {
  shape: () => ({ kind: 'primitive', name: 'str' }),
  minBytes: 1,
  write(value, out) {
    const bytes = utf8(value);
    writeCompact(bytes.length, out);
    out.push(bytes);
  },
  read: (input) => fromUtf8(input.take(readCompactLength(input, 1))),
};
