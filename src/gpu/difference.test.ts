import { describe, expect, it } from 'vitest';
import { computeCore } from '../chain/yuma/index.ts';
import { firstDifference, seriesDifference } from './difference.ts';
import { knownCores } from './known-cores.ts';
import type { SeriesResult } from './types.ts';

describe('firstDifference', () => {
  const [core] = knownCores();
  const result = computeCore(core!);

  it('finds none between equals', () => {
    expect(firstDifference(result, structuredClone(result))).toBeUndefined();
  });

  it('names the field and the uid', () => {
    const other = structuredClone(result);
    other.dividends[3]! += 1n;
    expect(firstDifference(result, other)).toMatch(/dividends of uid 3/);
  });

  it('sees bonds that are missing, added or elsewhere', () => {
    const uid = result.bonds.findIndex((row) => row.columns.length > 1);
    const { columns, values } = result.bonds[uid]!;
    const others = [
      { columns: columns.slice(1), values: values.slice(1) },
      { columns: columns.toReversed(), values },
      { columns, values: values.map((value) => value ^ 1) },
    ];
    for (const row of others) {
      const bonds = result.bonds.map((same, k) => (k === uid ? row : same));
      expect(firstDifference(result, { ...result, bonds })).toBe(`bonds of uid ${uid} differ`);
      expect(firstDifference({ ...result, bonds }, result)).toBe(`bonds of uid ${uid} differ`);
    }
  });
});

describe('seriesDifference', () => {
  const [core] = knownCores();
  const { bonds, ...shares } = computeCore(core!);
  const series: SeriesResult = { epochs: [shares, structuredClone(shares)], bonds };

  it('finds none between equals, with bonds or without', () => {
    expect(seriesDifference(series, structuredClone(series))).toBeUndefined();
    const withoutBonds = { ...series, bonds: undefined };
    expect(seriesDifference(withoutBonds, withoutBonds)).toBeUndefined();
  });

  it('names the epoch', () => {
    const other = structuredClone(series);
    other.epochs[1]!.incentive[2]! ^= 1n;
    expect(seriesDifference(series, other)).toMatch(/^epoch 1: incentive of uid 2/);
  });

  it('sees epochs and bonds that only one side has', () => {
    expect(seriesDifference(series, { ...series, epochs: [shares] })).toBe('1 epochs, not 2');
    expect(seriesDifference(series, { ...series, bonds: undefined })).toBe('bonds on one side only');
    expect(seriesDifference({ ...series, bonds: undefined }, series)).toBe('bonds on one side only');
  });

  it('sees rows of uids that should not be there', () => {
    expect(seriesDifference(series, { ...series, bonds: [...bonds, bonds[0]!] })).toMatch(/rows of bonds/);
  });
});
