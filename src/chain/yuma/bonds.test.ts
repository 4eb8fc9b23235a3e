import { describe, expect, it } from 'vitest';
import { I32F32 } from '../fixed/index.ts';
import { interpolate } from './clip.ts';
import { emaAlpha, liquidEma, plainEma } from './ema.ts';
import { expSafe } from './exp.ts';
import { cellsInCursorOrder, liquidAlphas } from './liquid-alpha.ts';

const { one } = I32F32;

describe('the moving average of bonds', () => {
  it('takes its alpha from millionths, negative above a million', () => {
    expect(emaAlpha(900_000n)).toBe(429_496_730n);
    expect(emaAlpha(975_000n)).toBe(107_374_183n);
    expect(emaAlpha(1_000_000n)).toBe(0n);
    expect(emaAlpha(1_200_000n)).toBe(-858_993_459n);
  });

  it('lets a bond without a weight decay', () => {
    expect(plainEma([[]], [[[3, one]]], one / 4n)).toEqual([[[3, (3n * one) / 4n]]]);
  });

  it('brings columns into ascending order', () => {
    const row = [
      [2, one],
      [0, one],
    ] as const;
    expect(plainEma([row], [[]], one)).toEqual([
      [
        [0, one],
        [2, one],
      ],
    ]);
  });

  it('with liquid alpha drops a bond without a weight but lets an explicit zero weight decay it', () => {
    const old = [[[0, one]]] as const;
    const alpha = [[one / 4n]];
    expect(liquidEma([[]], old, alpha)).toEqual([[]]);
    expect(liquidEma([[[0, 0n]]], old, alpha)).toEqual([[[0, (3n * one) / 4n]]]);
  });
});

describe('a bond with liquid alpha', () => {
  it('never exceeds one', () => {
    expect(liquidEma([[[0, one]]], [[[0, 2n * one]]], [[one / 4n]])).toEqual([[[0, one]]]);
  });

  it('is not lowered by a negative weight', () => {
    expect(liquidEma([[[0, -one]]], [[[0, one]]], [[one / 4n]])).toEqual([[[0, (3n * one) / 4n]]]);
  });
});

describe('the bonds penalty', () => {
  const weights = [
    [
      [2, one / 2n],
      [0, 1n],
      [1, 0n],
    ],
  ] as const;
  const clipped = [[[2, one / 4n]]] as const;

  it('leaves rows untouched at its ends', () => {
    expect(interpolate(weights, clipped, 0n)).toBe(weights);
    expect(interpolate(weights, clipped, one)).toBe(clipped);
  });

  it('in between sorts rows, drops zeros and rounds the cut away from zero', () => {
    expect(interpolate(weights, clipped, one / 3n)).toEqual([[[2, one / 2n - one / 12n - 1n]]]);
  });
});

describe('liquid alpha', () => {
  it('sees only cells before which every cell has a smaller column', () => {
    const row = [
      [4, 40n],
      [1, 10n],
      [6, 60n],
      [6, 61n],
      [5, 50n],
    ] as const;
    expect([...cellsInCursorOrder(row)]).toEqual([
      [4, 40n],
      [6, 60n],
    ]);
  });

  it('depends on the order in which a validator submitted its weights', () => {
    const parameters = { low: 0n, high: one, steepness: I32F32.fromInteger(1000n) };
    const sorted = [
      [0, one / 2n],
      [1, one],
    ] as const;
    const ordered = liquidAlphas([sorted], [[]], [0n, 0n], parameters);
    const reversed = liquidAlphas([[sorted[1], sorted[0]]], [[]], [0n, 0n], parameters);
    expect(reversed[0]![1]).toBe(ordered[0]![1]);
    expect(reversed[0]![0]).not.toBe(ordered[0]![0]);
  });

  it('stays at the lower bound when the bounds are crossed', () => {
    const parameters = { low: one / 2n, high: one / 4n, steepness: I32F32.fromInteger(1000n) };
    expect(liquidAlphas([[[0, one]]], [[]], [0n], parameters)).toEqual([[one / 2n]]);
  });
});

describe('exp', () => {
  it('jumps at exactly one', () => {
    expect(expSafe(one)).toBe(11_674_931_200n);
    expect(expSafe(one - 1n)).toBe(11_674_931_544n);
    expect(expSafe(one + 1n)).toBe(11_674_931_552n);
  });

  it('is one at zero and clamps its argument to ±20', () => {
    expect(expSafe(0n)).toBe(one);
    expect(expSafe(I32F32.max)).toBe(expSafe(20n * one));
    expect(expSafe(I32F32.min)).toBe(expSafe(-20n * one));
  });
});
