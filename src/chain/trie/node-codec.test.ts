import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex } from '../bytes.ts';
import { ChainError } from '../error.ts';
import type { NodeParts, NodeValue } from './node-codec.ts';
import { CHILDREN, decodeNode, encodeNode, MAX_PARTIAL_NIBBLES } from './node-codec.ts';
import { SEED } from './trie.arbitrary.ts';

const bytes = (maxLength: number, minLength = 0) =>
  fc.uint8Array({ minLength, maxLength }).map((array) => Uint8Array.from(array));
const partial = fc.array(fc.nat(15), { maxLength: 70 }).map((nibbles) => Uint8Array.from(nibbles));
const value: fc.Arbitrary<NodeValue> = fc.oneof(
  bytes(40).map((inline) => ({ inline })),
  bytes(32, 32).map((hash) => ({ hash })),
);
const children = fc
  .array(fc.option(bytes(32, 1), { nil: undefined }), { minLength: CHILDREN, maxLength: CHILDREN })
  .filter((list) => list.filter((child) => child !== undefined).length > 1);
const node: fc.Arbitrary<NodeParts> = fc.oneof(
  fc.record({ partial, value, children: fc.constant([]) }),
  fc.record({ partial, value: fc.option(value, { nil: undefined }), children }),
);

describe('node codec', () => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(node, (parts) => {
        expect(decodeNode(encodeNode(parts))).toEqual(parts);
      }),
      { seed: SEED },
    );
  });

  it('reads no bytes but those that it would write', () => {
    const damaged = fc.tuple(node, fc.nat(), fc.nat(255), fc.nat(3)).map(([parts, at, mask, cut]) => {
      const encoded = encodeNode(parts);
      encoded[at % encoded.length]! ^= mask;
      return encoded.slice(0, encoded.length - cut);
    });
    const hostile = fc.oneof(damaged, bytes(80));
    fc.assert(
      fc.property(hostile, (encoded) => {
        const parts = decodeOrRefuse(encoded);
        if (parts) expect(encodeNode(parts)).toEqual(encoded);
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });

  it('spells lengths around the full length field', () => {
    for (const length of [0, 1, 62, 63, 64, 317, 318, 319, 573, MAX_PARTIAL_NIBBLES]) {
      const parts = { partial: new Uint8Array(length).fill(15), value: { inline: Uint8Array.of(1) }, children: [] };
      expect(decodeNode(encodeNode(parts))).toEqual(parts);
    }
  });

  it('writes no partial key that Substrate could not read', () => {
    const parts = {
      partial: new Uint8Array(MAX_PARTIAL_NIBBLES + 1),
      value: { inline: Uint8Array.of(1) },
      children: [],
    };
    expect(() => encodeNode(parts)).toThrow(RangeError);
  });

  it('writes no leaf without value', () => {
    expect(() => encodeNode({ partial: new Uint8Array(), value: undefined, children: [] })).toThrow(RangeError);
  });

  it.each([
    ['nothing', '0x'],
    ['an unused header', '0x01'],
    ['bytes after the empty trie', '0x0000'],
    ['padding that is not zero', '0x411100'],
    ['a branch without children', '0x80' + '0000'],
    ['a branch without value and with one child', '0x800100' + '0441'],
    ['an empty child', '0x800300' + '00' + '0441'],
    ['a child longer than a hash', `0x800300${'84'}${'00'.repeat(33)}0441`],
  ])('refuses %s as trie/bad-node', (_, hex) => {
    expect(() => decodeNode(fromHex(hex))).toThrow(expect.objectContaining({ code: 'trie/bad-node' }));
  });

  it.each([
    ['a length that goes on beyond the end', '0x7f'],
    ['a value longer than the node', '0x400801'],
    ['a length that has a shorter form', '0x40010001'],
    ['a hash that is cut off', `0x20${'00'.repeat(31)}`],
    ['bytes after a leaf', '0x40040100'],
  ])('refuses %s', (_, hex) => {
    expect(() => decodeNode(fromHex(hex))).toThrow(ChainError);
  });

  it('refuses a partial key beyond the bound before reading it', () => {
    const length = concatBytes(Uint8Array.of(0x7f), new Uint8Array(300).fill(255));
    expect(() => decodeNode(length)).toThrow(expect.objectContaining({ code: 'trie/bad-node' }));
  });
});

function decodeOrRefuse(encoded: Uint8Array): NodeParts | undefined {
  try {
    return decodeNode(encoded);
  } catch (error) {
    expect(error).toBeInstanceOf(ChainError);
    return undefined;
  }
}
