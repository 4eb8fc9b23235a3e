import { describe, expect, it } from 'vitest';
import { LABELS, weakestLabel } from './label.ts';

describe('labels', () => {
  it('combine to the weakest, whatever the order', () => {
    for (const [i, a] of LABELS.entries()) {
      for (const [j, b] of LABELS.entries()) expect(weakestLabel(a, b)).toBe(LABELS[Math.max(i, j)]);
    }
  });
});
