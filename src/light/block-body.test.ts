import { describe, expect, it } from 'vitest';
import { auraPreRuntime } from '../chain/aura.ts';
import { fromHex, toHex } from '../chain/bytes.ts';
import { digestItem, headerHash } from '../chain/header.ts';
import { encode } from '../chain/scale/index.ts';
import { orderedTrieRoot } from '../chain/trie/index.ts';
import { checkBlockBody } from './block-body.ts';

const EXTRINSICS = [fromHex('0x0c040001'), fromHex('0x10050001ff')];
const HEADER = {
  parentHash: fromHex(`0x${'11'.repeat(32)}`),
  number: 7,
  stateRoot: fromHex(`0x${'22'.repeat(32)}`),
  extrinsicsRoot: orderedTrieRoot(EXTRINSICS),
  digest: [auraPreRuntime(41n)],
};

describe('the body of a block', () => {
  const at = { number: 7, hash: toHex(headerHash(HEADER)) };
  const header = {
    parentHash: toHex(HEADER.parentHash),
    number: '0x7',
    stateRoot: toHex(HEADER.stateRoot),
    extrinsicsRoot: toHex(HEADER.extrinsicsRoot),
    digest: { logs: HEADER.digest.map((item) => toHex(encode(digestItem, item))) },
  };
  const answer = { block: { header, extrinsics: EXTRINSICS.map(toHex) } };

  it('is what the header says', () => {
    expect(checkBlockBody(answer, at)).toEqual(EXTRINSICS);
  });

  it('is refused with an extrinsic changed, missing, added or moved', () => {
    const [a, b] = answer.block.extrinsics as [string, string];
    for (const extrinsics of [[a, '0x10050001fe'], [a], [a, b, b], [b, a], []]) {
      expect(() => checkBlockBody({ block: { header, extrinsics } }, at)).toThrow(
        expect.objectContaining({ code: 'light/bad-proof' }),
      );
    }
  });

  it('is refused with the header of another block', () => {
    const other = { ...header, number: '0x8' };
    expect(() => checkBlockBody({ block: { ...answer.block, header: other } }, at)).toThrow(/another block/);
  });

  it('is refused when it is no block at all', () => {
    for (const wrong of [
      null,
      {},
      { block: {} },
      { block: { header, extrinsics: 'x' } },
      { block: { header, extrinsics: [1] } },
      { block: { header, extrinsics: ['0x1'] } },
      { block: { header: { ...header, number: 7 }, extrinsics: [] } },
      { block: { header: { ...header, stateRoot: '0x12' }, extrinsics: [] } },
      { block: { header: { ...header, digest: { logs: ['0xff'] } }, extrinsics: [] } },
      { block: { header, extrinsics: new Array(10_001).fill('0x') } },
    ]) {
      expect(() => checkBlockBody(wrong, at)).toThrow(expect.objectContaining({ code: 'light/unexpected-answer' }));
    }
  });
});
