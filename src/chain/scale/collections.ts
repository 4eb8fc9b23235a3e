/**
 * Sequences, arrays, tuples, options and byte strings.
 */
import type { Bytes } from '../bytes.ts';
import { ChainError } from '../error.ts';
import type { AnyCodec, Codec, Value } from './codec.ts';
import { within } from './codec.ts';
import { readCompactLength, writeCompact } from './compact.ts';
import { u8 } from './primitives.ts';
import type { ScaleReader } from './reader.ts';

/** `Vec<T>`: a compact length, then the items. Bounded vectors encode the same. */
export function vec<T>(of: Codec<T>): Codec<readonly T[]> {
  return {
    shape: () => ({ kind: 'sequence', of }),
    minBytes: 1,
    write(items, out) {
      writeCompact(items.length, out);
      for (const item of items) of.write(item, out);
    },
    read(input) {
      const length = readCompactLength(input, Math.max(of.minBytes, ZERO_SIZED_ITEM_BYTES));
      return readItems(of, length, input);
    },
  };
}

/** A zero-sized item would let one byte announce four billion of them; nobody needs a list of nothings. */
const ZERO_SIZED_ITEM_BYTES = 1;

function readItems<T>(of: Codec<T>, length: number, input: ScaleReader): T[] {
  const items: T[] = [];
  for (let i = 0; i < length; i++) items.push(within(`[${i}]`, () => of.read(input)));
  return items;
}

/** `[T; length]`: the items, no length. */
export function array<T>(of: Codec<T>, length: number): Codec<readonly T[]> {
  return {
    shape: () => ({ kind: 'array', of, length }),
    minBytes: of.minBytes * length,
    write(items, out) {
      if (items.length !== length) throw new RangeError(`expected ${length} items, got ${items.length}`);
      for (const item of items) of.write(item, out);
    },
    read: (input) => readItems(of, length, input),
  };
}

/** `(A, B, …)`: the members one after another. `tuple()` is the unit. */
export function tuple<const C extends readonly AnyCodec[]>(...of: C): Codec<{ readonly [K in keyof C]: Value<C[K]> }> {
  return {
    shape: () => ({ kind: 'tuple', of }),
    minBytes: of.reduce((sum, codec) => sum + codec.minBytes, 0),
    write(values, out) {
      of.forEach((codec, i) => {
        codec.write(values[i], out);
      });
    },
    read: (input) =>
      of.map((codec, i) => within(`[${i}]`, () => codec.read(input))) as { readonly [K in keyof C]: Value<C[K]> },
  };
}

/** `Vec<u8>` and its bounded forms, as bytes. */
export const bytes: Codec<Bytes> = {
  shape: () => ({ kind: 'sequence', of: u8 }),
  minBytes: 1,
  write(value, out) {
    writeCompact(value.length, out);
    out.push(value);
  },
  read: (input) => input.take(readCompactLength(input, 1)),
};

/** `[u8; length]`, as bytes. */
export function fixedBytes(length: number): Codec<Bytes> {
  return {
    shape: () => ({ kind: 'array', of: u8, length }),
    minBytes: length,
    write(value, out) {
      if (value.length !== length) throw new RangeError(`expected ${length} bytes, got ${value.length}`);
      out.push(value);
    },
    read: (input) => input.take(length),
  };
}

/** `Option<T>`: 0, or 1 and the value. `None` is `undefined`. */
export function option<T>(of: Codec<T>): Codec<T | undefined> {
  return {
    shape: () => ({
      kind: 'variant',
      path: ['Option'],
      parameters: [{ name: 'T', codec: of }],
      variants: [
        { name: 'None', index: 0, fields: [] },
        { name: 'Some', index: 1, fields: [{ codec: of }] },
      ],
    }),
    minBytes: 1,
    write(value, out) {
      out.push(Uint8Array.of(value === undefined ? 0 : 1));
      if (value !== undefined) of.write(value, out);
    },
    read(input) {
      const offset = input.offset;
      const tag = input.u8();
      if (tag > 1) throw new ChainError('scale/bad-option', `expected 0 or 1, got ${tag}`, { offset });
      return tag === 1 ? of.read(input) : undefined;
    },
  };
}
