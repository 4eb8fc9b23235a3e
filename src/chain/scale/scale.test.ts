import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../bytes.ts';
import { ChainError } from '../error.ts';
import type { Codec, Value } from './index.ts';
import {
  array,
  bool,
  bytes,
  compact,
  decode,
  encode,
  fixedBytes,
  i16,
  i64,
  lazy,
  option,
  str,
  struct,
  tuple,
  u8,
  u16,
  u32,
  u64,
  u128,
  variant,
  vec,
} from './index.ts';

const axon = struct(['test', 'Axon'], { ip: u128, port: u16, tls: bool, note: option(str) });
const shape = variant(['test', 'Shape'], { Empty: [0, []], Circle: [3, [u32]], Box: [7, { width: u16, height: u16 }] });
const everything = struct(['test', 'Everything'], {
  axons: vec(axon),
  key: fixedBytes(4),
  pair: tuple(i16, i64),
  shapes: array(shape, 2),
  blob: bytes,
  amount: compact(u64),
});

const arbitraryEverything: fc.Arbitrary<Value<typeof everything>> = fc.record({
  axons: fc.array(
    fc.record({
      ip: fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
      port: fc.nat(65535),
      tls: fc.boolean(),
      note: fc.option(fc.string(), { nil: undefined }),
    }),
    { maxLength: 4 },
  ),
  key: fc.uint8Array({ minLength: 4, maxLength: 4 }) as fc.Arbitrary<Uint8Array<ArrayBuffer>>,
  pair: fc.tuple(fc.integer({ min: -32768, max: 32767 }), fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n })),
  shapes: fc.array(
    fc.oneof(
      fc.constant({ type: 'Empty', value: undefined } as const),
      fc.nat(0xffffffff).map((radius) => ({ type: 'Circle', value: [radius] }) as const),
      fc.nat(65535).map((width) => ({ type: 'Box', value: { width, height: 1 } }) as const),
    ),
    { minLength: 2, maxLength: 2 },
  ),
  blob: fc.uint8Array({ maxLength: 80 }) as fc.Arbitrary<Uint8Array<ArrayBuffer>>,
  amount: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
});

function refusal(read: () => unknown): ChainError {
  try {
    read();
  } catch (error) {
    if (error instanceof ChainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('SCALE', () => {
  it.each([
    [u8, 69, '0x45'],
    [u16, 42, '0x2a00'],
    [u32, 16777215, '0xffffff00'],
    [i16, -2, '0xfeff'],
    [bool, true, '0x01'],
    [str, 'Hi', '0x084869'],
    [option(u8), undefined, '0x00'],
    [option(u8), 7, '0x0107'],
    [vec(u16), [4, 8, 15, 16, 23, 42], '0x18040008000f00100017002a00'],
    [shape, { type: 'Circle', value: [1] }, '0x0301000000'],
  ] as readonly (readonly [Codec<unknown>, unknown, string])[])(
    'encodes the documented examples (%#)',
    (codec, value, hex) => {
      expect(toHex(encode(codec, value))).toBe(hex);
      expect(decode(codec, fromHex(hex))).toEqual(value);
    },
  );

  it.each([
    [0n, '0x00'],
    [63n, '0xfc'],
    [64n, '0x0101'],
    [16383n, '0xfdff'],
    [16384n, '0x02000100'],
    [1073741823n, '0xfeffffff'],
    [1073741824n, '0x0300000040'],
    [(1n << 64n) - 1n, '0x13ffffffffffffffff'],
  ])('writes compact %s in its shortest form', (value, hex) => {
    expect(toHex(encode(compact(u64), value))).toBe(hex);
    expect(decode(compact(u64), fromHex(hex))).toBe(value);
  });

  it.each(['0x0100', '0x02010000', '0x0300000000', '0x07ffffffff00'])(
    'refuses the longer form %s of a compact',
    (hex) => {
      expect(refusal(() => decode(compact(u64), fromHex(hex))).code).toBe('scale/compact-not-shortest');
    },
  );

  it('decodes what it encodes', () => {
    fc.assert(
      fc.property(arbitraryEverything, (value) => {
        expect(decode(everything, encode(everything, value))).toEqual(value);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('refuses every truncation with the field and the byte', () => {
    fc.assert(
      fc.property(arbitraryEverything, fc.nat(), (value, cut) => {
        const whole = encode(everything, value);
        const error = refusal(() => decode(everything, whole.slice(0, cut % whole.length), 'sample'));
        expect(error.field).toMatch(/^sample\./);
        expect(error.offset).toBeLessThanOrEqual(whole.length);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('answers altered bytes with a refusal or with a value that encodes to exactly these bytes', () => {
    fc.assert(
      fc.property(arbitraryEverything, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, at, flip) => {
        const altered = encode(everything, value);
        altered[at % altered.length]! ^= flip;
        try {
          const other = decode(everything, altered);
          if (JSON.stringify(other, replacer).includes('\ufffd')) return; // malformed UTF-8 is shown, not kept
          expect(toHex(encode(everything, other))).toBe(toHex(altered));
        } catch (error) {
          expect(error).toBeInstanceOf(ChainError);
        }
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('allocates nothing for a length that the input cannot hold', () => {
    const error = refusal(() => decode(vec(u64), fromHex('0xfeffffff01')));
    expect(error.code).toBe('scale/length-exceeds-input');
  });

  it('names the place in nested values', () => {
    const altered = encode(everything, sampleWithTwoAxons);
    const [length, axonBytes, ipAndPort] = [1, 20, 18];
    altered[length + axonBytes + ipAndPort] = 9;
    const error = refusal(() => decode(everything, altered, 'sample'));
    expect(error.code).toBe('scale/bad-bool');
    expect(error.offset).toBe(length + axonBytes + ipAndPort);
    expect(error.field).toBe('sample.axons[1].tls');
  });

  it('stops at values nested without end', () => {
    const call: Codec<unknown> = variant(['test', 'Call'], { Batch: [1, [lazy(() => vec(call))]] }) as Codec<unknown>;
    const bomb = new Uint8Array(100_000).map((_, i) => (i % 2 === 0 ? 1 : 4));
    expect(refusal(() => decode(call, bomb)).code).toBe('scale/too-deep');
  });

  it('refuses values outside the type when writing', () => {
    expect(() => encode(u16, 65536)).toThrow(RangeError);
    expect(() => encode(u64, -1n)).toThrow(RangeError);
    expect(() => encode(u32, 1.5)).toThrow(RangeError);
  });
});

const replacer = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
const sampleAxon = { ip: 1n, port: 2, tls: false, note: undefined };
const sampleWithTwoAxons: Value<typeof everything> = {
  axons: [sampleAxon, sampleAxon],
  key: new Uint8Array(4),
  pair: [0, 0n],
  shapes: [
    { type: 'Empty', value: undefined },
    { type: 'Empty', value: undefined },
  ],
  blob: new Uint8Array(0),
  amount: 0n,
};
