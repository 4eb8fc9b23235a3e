import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toSs58 } from '../../src/chain/ss58.ts';
import { recordedSubnet } from './replay.ts';

/** The same recording, as the vectors of the epoch have it. */
function vector() {
  const file = new URL('../../test/vectors/yuma/real-sn15-classic.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).steps[0].input as {
    readonly alpha_stake: readonly string[];
    readonly mechanisms: readonly [{ readonly weights: Readonly<Record<string, readonly (readonly [number, number])[]>> }];
  };
}

describe('the recorded subnet', () => {
  it('has the stake and the weights that the vectors have', () => {
    const { alphaStake, weights } = recordedSubnet();
    const { alpha_stake, mechanisms } = vector();
    expect(alphaStake.map(String)).toEqual(alpha_stake);
    expect(Object.fromEntries(weights)).toEqual(mechanisms[0].weights);
  });

  it('has 256 different hotkeys', () => {
    const { hotkeys } = recordedSubnet();
    expect(new Set(hotkeys.map(toSs58)).size).toBe(256);
    expect(toSs58(hotkeys[0]!)).toBe('5FFApaS75bv5pJHfAp2FVLBj9ZaXuFDjEypsaBNc1wCfe52v');
  });
});
