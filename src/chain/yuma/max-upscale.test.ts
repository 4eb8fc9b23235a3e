import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEED } from './arbitrary.fixture.ts';
import { maxUpscaleWeights } from './max-upscale.ts';

const u16 = fc.integer({ min: 0, max: 65_535 });

describe('stored weights', () => {
  it('have their largest at 65535', () => {
    fc.assert(
      fc.property(fc.array(u16, { minLength: 1 }), (weights) => {
        const stored = maxUpscaleWeights(weights);
        expect(Math.max(...stored)).toBe(Math.max(...weights) === 0 ? 0 : 65_535);
      }),
      { seed: SEED },
    );
  });

  it('round ties away from zero', () => {
    // 1·65535/2 = 32767.5
    expect([...maxUpscaleWeights([1, 2])]).toEqual([32_768, 65_535]);
  });

  it('stay as they are when the largest is 65535, zeros included', () => {
    fc.assert(
      fc.property(fc.array(u16), (weights) => {
        const submitted = [...weights, 65_535];
        expect([...maxUpscaleWeights(submitted)]).toEqual(submitted);
      }),
      { seed: SEED },
    );
    expect([...maxUpscaleWeights([0, 0])]).toEqual([0, 0]);
  });
});
