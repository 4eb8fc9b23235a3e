import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { circlePoint, ln } from './portable-math.ts';

const EPSILON = 2 ** -52;

describe('ln', () => {
  it('agrees with Math.log to two units in the last place', () => {
    fc.assert(
      fc.property(fc.double({ min: 2 ** -40, max: 2 ** 40, noNaN: true }), (x) => {
        const expected = Math.log(x);
        expect(Math.abs(ln(x) - expected)).toBeLessThanOrEqual(2 * EPSILON * Math.max(1, Math.abs(expected)));
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });

  it('is exact at one and at powers of two', () => {
    expect(ln(1)).toBe(0);
    for (const exponent of [-32, -1, 1, 20]) expect(ln(2 ** exponent)).toBe(exponent * Math.LN2);
  });
});

describe('circlePoint', () => {
  it('agrees with cos and sin', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (turns) => {
        const [cos, sin] = circlePoint(turns);
        expect(Math.abs(cos - Math.cos(2 * Math.PI * turns))).toBeLessThan(8 * EPSILON);
        expect(Math.abs(sin - Math.sin(2 * Math.PI * turns))).toBeLessThan(8 * EPSILON);
      }),
      { seed: 2, numRuns: 2_000 },
    );
  });

  it('hits the axes exactly', () => {
    expect([0, 0.25, 0.5, 0.75].map((turns) => circlePoint(turns).map((x) => x + 0))).toEqual([
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ]);
  });
});
