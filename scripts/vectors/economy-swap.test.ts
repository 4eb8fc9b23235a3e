import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { JsonPlace } from '../../src/chain/json.ts';
import { SWAP_RUNNERS } from './economy-swap.ts';

const casesOf = (name: string) => {
  const file = new URL(`../../test/vectors/economy/${name}.json`, import.meta.url);
  return JsonPlace.of(JSON.parse(readFileSync(file, 'utf8')))
    .get('cases')
    .list();
};

describe('the vectors of the pool', () => {
  it.each(Object.entries(SWAP_RUNNERS))('are equal in every case: %s', (name, run) => {
    const cases = casesOf(name);
    expect(cases.length).toBeGreaterThan(0);
    for (const entry of cases) {
      expect({ id: entry.get('id').text(), mismatches: run(entry.get('input'), entry.get('expected')) }).toEqual({
        id: entry.get('id').text(),
        mismatches: [],
      });
    }
  });

  it.each(Object.entries(SWAP_RUNNERS))('notice one changed digit: %s', (name, run) => {
    const entry = casesOf(name)[0]!;
    const changed = Object.fromEntries(
      entry
        .get('expected')
        .entries()
        .map(([key, { raw }]) => [key, typeof raw === 'string' ? `${BigInt(raw) + 1n}` : !raw]),
    );
    const mismatches = run(entry.get('input'), JsonPlace.of(changed));
    expect(mismatches).toHaveLength(Object.keys(changed).length);
  });

  it('notice a swap that should have been refused, and the reverse', () => {
    const run = SWAP_RUNNERS['swap-quote']!;
    const cases = casesOf('swap-quote');
    const refused = cases.find((entry) => entry.get('expected').optional('error'))!;
    const done = cases.find((entry) => !entry.get('expected').optional('error'))!;
    expect(run(done.get('input'), refused.get('expected'))).not.toHaveLength(0);
    expect(run(refused.get('input'), done.get('expected'))).not.toHaveLength(0);
  });
});
