import { describe, expect, it } from 'vitest';
import { streamOf } from './stream.ts';

const take = (next: () => number, count: number) => Array.from({ length: count }, next);

describe('streamOf', () => {
  it('gives the same numbers for the same seed and place, others for any other', () => {
    const start = (seed: number, ...places: number[]) => take(streamOf(seed, ...places).uniform, 4).join();
    expect(start(7, 1, 2)).toBe(start(7, 1, 2));
    const streams = [start(7), start(8), start(7, 0), start(7, 1), start(7, 0, 1), start(7, 1, 0), start(7, 0, 0)];
    expect(new Set(streams).size).toBe(streams.length);
  });

  it('draws normal numbers: moments and tails of 100 000', () => {
    const count = 100_000;
    const values = take(streamOf(3).normal, count);
    const moment = (power: number) => values.reduce((sum, z) => sum + z ** power, 0) / count;
    const beyond = (z: number) => values.filter((value) => Math.abs(value) > z).length / count;
    // Standard errors are 0.003, 0.004, 0.012 and 0.03.
    expect(Math.abs(moment(1))).toBeLessThan(0.013);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.018);
    expect(Math.abs(moment(3))).toBeLessThan(0.05);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.13);
    expect(Math.abs(beyond(1.96) - 0.05)).toBeLessThan(0.003);
    expect(beyond(4.5)).toBeLessThan(0.0003);
  });

  it('cuts a spread at zero, and gives one for none', () => {
    const wide = take(() => streamOf(4).spread(0), 3);
    expect(wide).toEqual([1, 1, 1]);
    const stream = streamOf(5);
    const values = take(() => stream.spread(2), 1_000);
    expect(Math.min(...values)).toBe(0);
    expect(values.filter((value) => value === 0).length).toBeGreaterThan(200);
  });
});
