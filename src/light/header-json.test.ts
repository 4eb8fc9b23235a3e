import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../chain/bytes.ts';
import { header as headers } from '../chain/header.arbitrary.ts';
import type { Header } from '../chain/header.ts';
import { digestItem, encodeHeader, MAX_DIGEST_ITEMS } from '../chain/header.ts';
import { encode } from '../chain/scale/index.ts';
import { decodeHeaderJson } from './header-json.ts';

const jsonOf = ({ parentHash, number, stateRoot, extrinsicsRoot, digest }: Header) => ({
  parentHash: toHex(parentHash),
  number: `0x${number.toString(16)}`,
  stateRoot: toHex(stateRoot),
  extrinsicsRoot: toHex(extrinsicsRoot),
  digest: { logs: digest.map((item) => toHex(encode(digestItem, item))) },
});

const ZERO = new Uint8Array(32);
const HEADER = jsonOf({ parentHash: ZERO, number: 7, stateRoot: ZERO, extrinsicsRoot: ZERO, digest: [] });

describe('a header as JSON', () => {
  it('has the bytes that it was made of', () => {
    fc.assert(
      fc.property(headers, (header) => {
        expect(encodeHeader(decodeHeaderJson(JSON.parse(JSON.stringify(jsonOf(header)))))).toEqual(
          encodeHeader(header),
        );
      }),
      { seed: 41, numRuns: 200 },
    );
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['no number', { ...HEADER, number: undefined }],
    ['a decimal number', { ...HEADER, number: '7' }],
    ['a JSON number', { ...HEADER, number: 7 }],
    ['a number beyond u32', { ...HEADER, number: '0x100000000' }],
    ['a number with spaces', { ...HEADER, number: ' 0x7' }],
    ['a short hash', { ...HEADER, parentHash: '0x12' }],
    ['a hash that is no hex', { ...HEADER, stateRoot: `0x${'zz'.repeat(32)}` }],
    ['a hash without 0x', { ...HEADER, stateRoot: '00'.repeat(33) }],
    ['no digest', { ...HEADER, digest: undefined }],
    ['a digest without logs', { ...HEADER, digest: {} }],
    ['a log of an unknown kind', { ...HEADER, digest: { logs: ['0xff'] } }],
    ['a log with more behind it', { ...HEADER, digest: { logs: ['0x0800'] } }],
    ['a log that is a number', { ...HEADER, digest: { logs: [8] } }],
    ['too many logs', { ...HEADER, digest: { logs: new Array(MAX_DIGEST_ITEMS + 1).fill('0x08') } }],
  ])('is refused with %s', (_, json) => {
    expect(() => decodeHeaderJson(json)).toThrow(expect.objectContaining({ code: 'light/unexpected-answer' }));
  });
});
