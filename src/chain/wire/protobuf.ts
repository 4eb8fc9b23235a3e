/**
 * The little of protobuf that Substrate's request protocols use: varints and byte strings, by field number.
 *
 * A message is a list of `(number << 3 | wire type) value`. Unknown fields are skipped; wire types other than varint (0)
 * and bytes (2) occur in none of the messages and are refused.
 */
import type { Bytes } from '../bytes.ts';
import { concatBytes } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { encodeVarint, readVarint } from './varint.ts';

const VARINT = 0;
const BYTES = 2;
/** The longest list is the body of a block, `MAX_EXTRINSICS_PER_BLOCK`. */
const MAX_FIELDS = 1 << 14;

export interface ProtobufFields {
  /** The last varint of this number; undefined if absent. @throws ChainError `wire/bad-protobuf` beyond 32 bits. */
  u32(field: number): number | undefined;
  /** The last byte string of this number. */
  bytes(field: number): Uint8Array | undefined;
  /** All byte strings of this number, in order. */
  all(field: number): readonly Uint8Array[];
}

function refuse(reason: string): never {
  throw new ChainError('wire/bad-protobuf', reason);
}

/** @throws ChainError `wire/bad-protobuf`. Byte strings are views into `message`. */
export function decodeProtobuf(message: Uint8Array): ProtobufFields {
  const varints = new Map<number, bigint>();
  const strings = new Map<number, Uint8Array[]>();
  let at = 0;
  const next = (): bigint => {
    const read = readVarint(message, at);
    if (read === undefined || read === 'too-long') return refuse(`no varint at byte ${at}`);
    at += read.width;
    return read.value;
  };
  for (let fields = 0; at < message.length; fields++) {
    if (fields === MAX_FIELDS) refuse(`more than ${MAX_FIELDS} fields`);
    const tag = next();
    const field = Number(tag >> 3n);
    const wireType = Number(tag & 7n);
    const value = next();
    if (wireType === VARINT) {
      varints.set(field, value);
    } else if (wireType === BYTES) {
      if (value > BigInt(message.length - at)) refuse(`${value} bytes are announced, ${message.length - at} are left`);
      const found = strings.get(field);
      const string = message.subarray(at, at + Number(value));
      if (found) found.push(string);
      else strings.set(field, [string]);
      at += Number(value);
    } else {
      refuse(`wire type ${wireType} at byte ${at}`);
    }
  }
  return {
    u32(field) {
      const value = varints.get(field);
      if (value !== undefined && value > 0xffff_ffffn) refuse(`field ${field} is ${value}, expected 32 bits`);
      return value === undefined ? undefined : Number(value);
    },
    bytes: (field) => strings.get(field)?.at(-1),
    all: (field) => strings.get(field) ?? [],
  };
}

export function protobufVarint(field: number, value: number): Bytes {
  return concatBytes(encodeVarint(field * 8 + VARINT), encodeVarint(value));
}

export function protobufBytes(field: number, value: Uint8Array): Bytes {
  return concatBytes(encodeVarint(field * 8 + BYTES), encodeVarint(value.length), value);
}
