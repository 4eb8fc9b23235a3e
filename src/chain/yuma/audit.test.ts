import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEED, subnetInput } from './arbitrary.fixture.ts';
import { AUDIT_FIELDS, compareEpoch, MAX_DIFFERENCES } from './audit.ts';
import { decodeEpochInput } from './decode.ts';
import { runSubnetEpoch } from './epoch.ts';
import type { StoredEpoch } from './types.ts';
import { epochVectors } from './vectors.fixture.ts';

const vector = epochVectors().find(({ name }) => name === 'two-mechanisms')!;
const output = runSubnetEpoch(decodeEpochInput(vector.input));
const stored: StoredEpoch = output;

describe('the audit', () => {
  it('finds nothing where the chain stored what we computed', () => {
    fc.assert(
      fc.property(subnetInput, (input) => {
        const ours = runSubnetEpoch(input);
        const { differenceCount, equalUids, uids } = compareEpoch(ours, structuredClone(ours));
        expect({ differenceCount, equalUids }).toEqual({ differenceCount: 0, equalUids: uids });
        expect(uids).toBe(input.n);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('names the field, mechanism and uid of every single changed value', () => {
    const incentive = stored.incentive.map((column) => column.slice());
    incentive[1]![1] = 7;
    const emission = stored.emission.slice();
    emission[6]! += 1n;
    const comparison = compareEpoch(output, { ...stored, incentive, emission });
    expect(comparison.differences).toEqual([
      { field: 'emission', mechanism: undefined, uid: 6, expected: '83822622409', got: '83822622410' },
      { field: 'incentive', mechanism: 1, uid: 1, expected: '65535', got: '7' },
    ]);
    expect(comparison.equalUids).toBe(comparison.uids - 2);
    expect(comparison.fields).toEqual(AUDIT_FIELDS);
  });

  it('sees a bond that differs, is missing or is too many', () => {
    const withRow = (cells: readonly (readonly [number, number])[]): StoredEpoch => {
      const bonds = stored.bonds.map((rows) => [...rows]);
      bonds[0]![6] = { columns: Uint16Array.from(cells, ([c]) => c), values: Uint16Array.from(cells, ([, v]) => v) };
      return { ...stored, bonds };
    };
    const got = (changed: StoredEpoch) => compareEpoch(output, changed).differences.map((difference) => difference.got);
    expect(got(withRow([[0, 65_535]]))).toEqual([]);
    expect(got(withRow([[0, 1]]))).toEqual(['to 0: 1 (entry 1 of 1)']);
    expect(got(withRow([]))).toEqual(['absent (0 entries)']);
    expect(
      got(
        withRow([
          [0, 65_535],
          [1, 0],
        ]),
      ),
    ).toEqual(['to 1: 0 (entry 2 of 2)']);
  });

  it('counts columns of another length, also for uids that we do not have', () => {
    const comparison = compareEpoch(output, {
      ...stored,
      active: stored.active.slice(1),
      consensus: Uint16Array.of(...stored.consensus, 5),
      incentive: stored.incentive.slice(0, 1),
    });
    expect(comparison.differences).toContainEqual({
      field: 'consensus',
      mechanism: undefined,
      uid: 12,
      expected: 'absent',
      got: '5',
    });
    expect(comparison.differences.filter((difference) => difference.field === 'incentive')).toHaveLength(12);
    expect(comparison.equalUids).toBe(0);
  });

  it('leaves out uids that were given to others after the epoch', () => {
    const emission = stored.emission.slice();
    emission[6]! += 1n;
    const changed = { ...stored, emission: BigUint64Array.of(...emission, 0n) };
    expect(compareEpoch(output, changed).differences.map(({ uid }) => uid)).toEqual([6, 12]);
    const comparison = compareEpoch(output, { ...changed, registeredSince: [6, 12] });
    expect(comparison).toMatchObject({ differenceCount: 0, uids: 11, equalUids: 11 });
    expect(compareEpoch(output, { ...changed, registeredSince: [12] })).toMatchObject({ uids: 12, equalUids: 11 });
  });

  it('lists a bounded number of differences and counts the rest', () => {
    const many = { ...stored, consensus: new Uint16Array(1000).fill(1) };
    const comparison = compareEpoch(output, many);
    expect(comparison.differences).toHaveLength(MAX_DIFFERENCES);
    expect(comparison.differenceCount).toBe(1000);
  });
});
