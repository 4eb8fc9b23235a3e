import { describe, expect, it } from 'vitest';
import { poolCode, poolErrors } from './pool-codes.ts';

describe('the codes of pools', () => {
  it('lead to every error that they may stand for, and back', () => {
    expect(poolErrors(6)).toEqual(['CommittingWeightsTooFast', 'SettingWeightsTooFast', 'NetworkTxRateLimitExceeded']);
    for (let code = 0; code < 255; code++) for (const name of poolErrors(code)) expect(poolCode(name)).toBe(code);
  });

  it('are 255 for all that has none of its own', () => {
    expect(poolCode('InvalidIpType')).toBe(255);
    expect(poolErrors(255)).toEqual([]);
    expect(poolErrors(2)).toEqual([]);
  });
});
