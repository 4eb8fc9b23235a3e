import { describe, expect, it } from 'vitest';
import { EVEN_QUOTE_PARTS } from '../../chain/economy/index.ts';
import { spotPriceRao } from './subnet-list.ts';

const pool = { poolMechanism: 1, taoInPoolRao: 2n, alphaInPoolRao: 3n };

describe('the spot price', () => {
  it('is τ over alpha in an even pool, truncated', () => {
    expect(spotPriceRao(pool, EVEN_QUOTE_PARTS)).toBe(666_666_666n);
  });

  it('is what the weights make of it in another', () => {
    expect(spotPriceRao(pool, EVEN_QUOTE_PARTS / 2n)).toBe(1_999_999_999n);
  });

  it('is one in a stable pool, whatever the reserves', () => {
    expect(spotPriceRao({ ...pool, poolMechanism: 0, alphaInPoolRao: 0n }, EVEN_QUOTE_PARTS)).toBe(1_000_000_000n);
  });

  it('is zero in an empty pool, and with weights that no chain stores', () => {
    expect(spotPriceRao({ ...pool, alphaInPoolRao: 0n }, EVEN_QUOTE_PARTS)).toBe(0n);
    expect(spotPriceRao(pool, 0n)).toBe(0n);
  });
});
