import { describe, expect, it } from 'vitest';
import { computePriceRao } from './price.ts';

describe('the price by reserves', () => {
  it('is τ over alpha, truncated', () => {
    expect(computePriceRao({ poolMechanism: 1, taoInPoolRao: 2n, alphaInPoolRao: 3n })).toBe(666_666_666n);
  });

  it('is one in a stable pool, whatever the reserves', () => {
    expect(computePriceRao({ poolMechanism: 0, taoInPoolRao: 0n, alphaInPoolRao: 0n })).toBe(1_000_000_000n);
  });

  it('is zero in an empty pool', () => {
    expect(computePriceRao({ poolMechanism: 1, taoInPoolRao: 5n, alphaInPoolRao: 0n })).toBe(0n);
  });
});
