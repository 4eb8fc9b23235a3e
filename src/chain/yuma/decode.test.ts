import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChainError } from '../error.ts';
import { SEED, subnetInput } from './arbitrary.fixture.ts';
import { decodeEpochInput } from './decode.ts';
import { encodeEpochInput } from './encode.ts';
import { runSubnetEpoch } from './epoch.ts';
import { epochVectors } from './vectors.fixture.ts';

const { input } = epochVectors().find(({ name }) => name === 'three-mechanisms-uneven')!;

/** The refusal of a document in which `path` holds `value`. */
function refusal(path: readonly (string | number)[], value: unknown): { code: string; field: string } {
  try {
    decodeEpochInput(changed(input, path, value));
  } catch (error) {
    if (error instanceof ChainError) return { code: error.code, field: error.field };
    throw error;
  }
  throw new Error('accepted');
}

/** A copy of `json` with one place replaced; `undefined` removes it. */
function changed(json: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(json)) return json.map((entry, k) => (k === Number(key) ? changed(entry, rest, value) : entry));
  return { ...(json as object), [key]: changed((json as Record<string, unknown>)[key], rest, value) };
}

describe('epoch inputs from files', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(subnetInput, (original) => {
        const text = JSON.stringify(encodeEpochInput(original));
        expect(decodeEpochInput(JSON.parse(text))).toEqual(original);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it.each([
    [['kappa'], '32767', 'json/wrong-type', 'input.kappa'],
    [['kappa'], 65_536, 'json/out-of-range', 'input.kappa'],
    [['kappa'], 0.5, 'json/wrong-type', 'input.kappa'],
    [['current_block'], 5, 'json/wrong-type', 'input.current_block'],
    [['current_block'], '-1', 'json/out-of-range', 'input.current_block'],
    [['current_block'], '18446744073709551616', 'json/out-of-range', 'input.current_block'],
    [['current_block'], '9'.repeat(100_000), 'json/wrong-type', 'input.current_block'],
    [['current_block'], '0x10', 'json/wrong-type', 'input.current_block'],
    [['yuma3_on'], 1, 'json/wrong-type', 'input.yuma3_on'],
    [['mechanism_count'], 0, 'json/out-of-range', 'input.mechanism_count'],
    [['mechanism_count'], 4, 'json/missing', 'input.mechanisms'],
    [['alpha_stake'], [], 'json/missing', 'input.alpha_stake'],
    [['validator_permit'], new Array(70_000).fill(true), 'json/too-long', 'input.validator_permit'],
    [['mechanisms', 1, 'weights'], [], 'json/wrong-type', 'input.mechanisms[1].weights'],
    [['mechanisms', 1, 'weights'], { 99: [] }, 'json/out-of-range', 'input.mechanisms[1].weights.99'],
    [['mechanisms', 1, 'weights'], { '01': [] }, 'json/out-of-range', 'input.mechanisms[1].weights.01'],
    [['mechanisms', 0, 'bonds'], { 1: [[0]] }, 'json/wrong-type', 'input.mechanisms[0].bonds.1[0]'],
    [['mechanisms', 0, 'bonds'], { 1: [[0, -1]] }, 'json/out-of-range', 'input.mechanisms[0].bonds.1[0][1]'],
    [['mechanisms', 2, 'weight_commits'], [[0, 0]], 'json/wrong-type', 'input.mechanisms[2].weight_commits[0][1]'],
  ])('are refused with the field named: %j', (path, value, code, field) => {
    expect(refusal(path, value)).toEqual({ code, field });
  });

  it('are refused when a field is missing', () => {
    const { kappa: _, ...without } = input;
    expect(() => decodeEpochInput(without)).toThrow(
      expect.objectContaining({ code: 'json/missing', field: 'input.kappa' }),
    );
  });

  it('are refused or computed, whatever one place of them says', () => {
    const places = placesOf(input);
    const hostile = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(-1, 65_535, 65_536, 2 ** 53, 0.5, '18446744073709551615', '-1', '', [], {}, null, true),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), hostile, (path, value) => {
        try {
          runSubnetEpoch(decodeEpochInput(changed(input, path, value)));
        } catch (error) {
          expect(error).toBeInstanceOf(ChainError);
          expect((error as ChainError).code).toMatch(/^json\//);
        }
      }),
      { seed: SEED, numRuns: 800 },
    );
  });
});

/** Every place in a JSON value. */
function placesOf(json: unknown): (string | number)[][] {
  if (typeof json !== 'object' || json === null) return [[]];
  return [[], ...Object.entries(json).flatMap(([key, value]) => placesOf(value).map((path) => [key, ...path]))];
}
