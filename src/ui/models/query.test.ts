import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NEURON_KEYS } from './neuron-rows.ts';
import { readChoice, readSort, readText, writeSort } from './query.ts';

const SEED = 20260725;
const DEFAULT = { key: 'stake', direction: 'descending' } as const;

describe('a table in the address', () => {
  it('comes back as it was written', () => {
    const sort = fc.record({
      key: fc.constantFrom(...NEURON_KEYS),
      direction: fc.constantFrom('ascending' as const, 'descending' as const),
    });
    fc.assert(
      fc.property(sort, (chosen) => {
        expect(readSort(writeSort(chosen, DEFAULT), NEURON_KEYS, DEFAULT)).toEqual(chosen);
      }),
      { seed: SEED },
    );
  });

  it('leaves out what is at its default', () => {
    expect(writeSort(DEFAULT, DEFAULT)).toEqual({ sort: '', order: '' });
  });

  it('falls back where a link is mistyped', () => {
    expect(readSort({ sort: 'weather', order: 'sideways' }, NEURON_KEYS, DEFAULT)).toEqual(DEFAULT);
    expect(readChoice({ role: 'king' }, 'role', ['all', 'miner'], 'all')).toBe('all');
  });

  it('takes the first of several values', () => {
    expect(readText({ find: ['a', 'b'] }, 'find')).toBe('a');
    expect(readText({}, 'find')).toBe('');
  });
});
