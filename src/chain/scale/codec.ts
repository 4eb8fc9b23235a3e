/**
 * A codec turns values of one type into SCALE bytes and back, and says what type it is.
 *
 * SCALE ("simple concatenated aggregate little-endian") is the encoding of every Substrate chain; the rules are in the
 * polkadot specification, chapter "SCALE codec". One declaration serves three uses: bytes for the chain, the TypeScript
 * type of the value (`Value<typeof codec>`), and the type registry of the runtime metadata (`shape`).
 */
import type { Bytes } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { ScaleReader } from './reader.ts';

export type PrimitiveName = 'bool' | 'char' | 'str' | `${'u' | 'i'}${8 | 16 | 32 | 64 | 128 | 256}`;

/** One field of a composite or of a variant. Unnamed fields make a tuple-like composite. */
export interface FieldShape {
  readonly name?: string;
  readonly codec: AnyCodec;
  /** The type's name as the chain's source spells it (`BoundedVec<u8, 64>`); only shown, never interpreted. */
  readonly typeName?: string;
  readonly docs?: string;
}

export interface VariantShape {
  readonly name: string;
  readonly index: number;
  readonly fields: readonly FieldShape[];
  readonly docs?: string;
}

/** What a type is, in the terms of a runtime's type registry (scale-info). */
export type TypeShape =
  | { readonly kind: 'primitive'; readonly name: PrimitiveName }
  | { readonly kind: 'compact'; readonly of: AnyCodec }
  | { readonly kind: 'sequence'; readonly of: AnyCodec }
  | { readonly kind: 'array'; readonly of: AnyCodec; readonly length: number }
  | { readonly kind: 'tuple'; readonly of: readonly AnyCodec[] }
  | {
      readonly kind: 'composite';
      readonly path: readonly string[];
      readonly fields: readonly FieldShape[];
      readonly parameters?: readonly TypeParameter[];
    }
  | {
      readonly kind: 'variant';
      readonly path: readonly string[];
      readonly variants: readonly VariantShape[];
      readonly parameters?: readonly TypeParameter[];
    };

export interface TypeParameter {
  readonly name: string;
  readonly codec?: AnyCodec;
}

export interface Codec<T> {
  /** Pure data, so that a registry can be written from it. Lazy, because calls contain calls. */
  readonly shape: () => TypeShape;
  /** The fewest bytes that any value takes; bounds announced lengths before allocation. */
  readonly minBytes: number;
  /** Appends the bytes of `value`. @throws RangeError if the value is outside the type. */
  write(value: T, out: Uint8Array[]): void;
  /** Reads one value. @throws ChainError `scale/…` with field and offset. */
  read(input: ScaleReader): T;
}

// biome-ignore lint/suspicious/noExplicitAny: a registry walks codecs of every type; `unknown` would not accept them (write is contravariant).
export type AnyCodec = Codec<any>;
/** The TypeScript type that a codec reads and writes. */
export type Value<C> = C extends Codec<infer T> ? T : never;

/** The bytes of one value. */
export function encode<T>(codec: Codec<T>, value: T): Bytes {
  const parts: Uint8Array[] = [];
  codec.write(value, parts);
  let length = 0;
  for (const part of parts) length += part.length;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The value that exactly these bytes stand for. @throws ChainError also when bytes are left over. */
export function decode<T>(codec: Codec<T>, bytes: Uint8Array, field = ''): T {
  const input = new ScaleReader(bytes);
  return within(field, () => {
    const value = codec.read(input);
    input.expectEnd();
    return value;
  });
}

/** Runs `read` and puts `name` in front of the field path of a refusal. Array indices are written `[3]`. */
export function within<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ChainError) || name === '') throw error;
    const separator = error.field === '' || error.field.startsWith('[') ? '' : '.';
    const reason = error.message.replace(/ \([^()]*\)$/, '');
    throw new ChainError(error.code, reason, {
      field: `${name}${separator}${error.field}`,
      ...(error.offset === undefined ? {} : { offset: error.offset }),
      cause: error.cause,
    });
  }
}
