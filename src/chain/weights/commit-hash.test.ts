import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes.ts';
import { weightsCommitHash, weightsCommitPreimage } from './index.ts';

const commit = {
  hotkey: new Uint8Array(32).fill(0x11),
  storageIndex: 1,
  uids: [0, 1],
  values: [10, 10],
  salt: [1, 2, 3],
  versionKey: 0n,
};

describe('weights commit', () => {
  it('changes with every part of what is committed', () => {
    const others = [
      { hotkey: new Uint8Array(32).fill(0x12) },
      { storageIndex: 4097 },
      { uids: [1, 0] },
      { values: [10, 11] },
      { salt: [1, 2] },
      { versionKey: 1n },
    ];
    const hashes = [commit, ...others.map((other) => ({ ...commit, ...other }))].map(weightsCommitHash).map(toHex);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes.every((hash) => hash.length === 66)).toBe(true);
  });

  it('takes 45 bytes and two for each item of short lists', () => {
    const items = fc.array(fc.nat(65535), { maxLength: 63 });
    fc.assert(
      fc.property(items, items, items, (uids, values, salt) => {
        const length = 45 + 2 * (uids.length + values.length + salt.length);
        expect(weightsCommitPreimage({ ...commit, uids, values, salt }).length).toBe(length);
      }),
      { seed: 51, numRuns: 100 },
    );
  });

  it('is not made of values outside their types', () => {
    for (const other of [{ hotkey: new Uint8Array(33) }, { storageIndex: 65536 }, { uids: [-1] }, { salt: [0.5] }]) {
      expect(() => weightsCommitHash({ ...commit, ...other })).toThrow(RangeError);
    }
  });
});
