import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { decodeProtobuf, protobufBytes, protobufVarint } from './protobuf.ts';

describe('decodeProtobuf', () => {
  it('reads fields by number, the last of each, and all of a repeated one', () => {
    const fields = decodeProtobuf(
      concatBytes(
        protobufVarint(1, 300),
        protobufBytes(3, utf8('a')),
        protobufVarint(1, 7),
        protobufBytes(3, utf8('')),
        protobufBytes(99, utf8('unknown')),
      ),
    );
    expect(fields.u32(1)).toBe(7);
    expect(fields.u32(2)).toBeUndefined();
    expect(fields.all(3)).toEqual([utf8('a'), utf8('')]);
    expect(fields.bytes(3)).toEqual(utf8(''));
    expect(fields.bytes(4)).toBeUndefined();
  });

  it.each([
    ['a tag without a value', Uint8Array.of(0x08)],
    ['a string that is longer than the message', Uint8Array.of(0x0a, 5, 1)],
    ['a wire type that we do not know', Uint8Array.of(0x0d, 1, 2, 3, 4)],
    ['a varint that never ends', new Uint8Array(12).fill(0xff)],
    ['more fields than any message has', concatBytes(...Array.from({ length: 20_000 }, () => Uint8Array.of(8, 1)))],
  ])('refuses %s', (_, message) => {
    expect(() => decodeProtobuf(message)).toThrow(expect.objectContaining({ code: 'wire/bad-protobuf' }));
  });

  it('refuses a number that is too wide where 32 bits are expected', () => {
    const fields = decodeProtobuf(protobufVarint(1, 2 ** 32));
    expect(() => fields.u32(1)).toThrow(expect.objectContaining({ code: 'wire/bad-protobuf' }));
  });

  it('reads or refuses any bytes, and never does anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (message) => {
        try {
          decodeProtobuf(message).all(1);
        } catch (error) {
          expect(error).toBeInstanceOf(ChainError);
        }
      }),
      { seed: 3, numRuns: 2000 },
    );
  });
});
