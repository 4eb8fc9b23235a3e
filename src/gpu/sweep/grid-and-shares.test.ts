import { describe, expect, it } from 'vitest';
import { evenly, gridPoint, gridSize } from './grid.ts';
import { asShare, gini, shareBits, sumBits } from './shares.ts';

describe('a grid', () => {
  it('numbers its points with the last axis fastest, each once', () => {
    const lengths = [2, 3, 2];
    const points = Array.from({ length: gridSize(lengths) }, (_, index) => gridPoint(index, lengths));
    expect(points.slice(0, 4)).toEqual([
      [0, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
      [0, 1, 1],
    ]);
    expect(new Set(points.map(String)).size).toBe(12);
    expect(points.at(-1)).toEqual([1, 2, 1]);
  });

  it('has one point without axes', () => {
    expect(gridSize([])).toBe(1);
    expect(gridPoint(0, [])).toEqual([]);
  });

  it('spaces values evenly and hits both ends', () => {
    expect(evenly(0, 1, 5)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(evenly(3, 9, 1)).toEqual([3]);
    expect(evenly(0, 1, 51).at(-1)).toBe(1);
  });
});

describe('summaries of shares', () => {
  it('reads bits exactly, also negative ones and in a view of a larger buffer', () => {
    const values = [0n, 1n, 2n ** 32n, 2n ** 32n - 1n, -1n, 2n ** 45n + 1n];
    const column = new BigInt64Array([99n, ...values, 99n]).subarray(1, values.length + 1);
    expect(Array.from(shareBits(column))).toEqual(values.map(Number));
    expect(sumBits(column)).toBe(Number(values.reduce((a, b) => a + b)));
    expect(sumBits(column, 2, 4)).toBe(2 ** 33 - 1);
    expect(asShare(2 ** 31)).toBe(0.5);
  });

  it('measures inequality', () => {
    expect(gini(Float64Array.of(5, 5, 5))).toBe(0);
    expect(gini(Float64Array.of(0, 0, 0, 8))).toBe(0.75);
    // Mean difference of {1,2,3}: Σ|x−y| = 8 over 2·n²·mean = 36.
    expect(gini(Float64Array.of(3, 1, 2))).toBeCloseTo(8 / 36, 15);
    expect(gini(new Float64Array(4))).toBe(0);
    expect(gini(new Float64Array(0))).toBe(0);
  });
});
