import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChainError } from '../../src/chain/error.ts';
import { computeCore } from '../../src/chain/yuma/index.ts';
import { runDocument } from './documents.ts';
import type { VectorEngine } from './engine.ts';
import type { FunctionTally } from './yuma.ts';

const readVector = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../test/vectors/${path}.json`, import.meta.url), 'utf8'));

/** An engine like the GPU's, over the reference, with parts of it replaced. */
const engine = (parts: Partial<VectorEngine>): VectorEngine => ({
  name: 'gpu',
  device: 'a fake',
  computeCores: async (cores) => cores.map(computeCore),
  runFunction: () => undefined,
  close: () => {},
  ...parts,
});
const tallyOf = (): FunctionTally => ({ onEngine: 0, inSharedCode: 0, inReference: new Map() });

describe('running vectors on an engine', () => {
  it('gives the engine all epochs of a document at once and matches the results to the steps', async () => {
    const batches: number[] = [];
    const counting = engine({
      computeCores: async (cores) => {
        batches.push(cores.length);
        return cores.map(computeCore);
      },
    });
    const results = await runDocument(readVector('yuma/random-chain-classic'), counting, tallyOf());
    expect(batches).toEqual([results.length]);
    expect(results.flatMap(({ mismatches }) => mismatches)).toEqual([]);
  });

  it('sees an engine that is one bit off', async () => {
    const wrong = engine({
      computeCores: async (cores) =>
        cores.map(computeCore).map((result) => ({
          ...result,
          validatorTrust: result.validatorTrust.map((trust) => (trust > 0n ? trust - (1n << 16n) : trust)),
        })),
    });
    const [result] = await runDocument(readVector('yuma/random-00-classic-default'), wrong, tallyOf());
    expect(result?.mismatches[0]).toMatchObject({ field: 'validator_trust', uid: expect.any(Number) });
  });

  it('fails every step with the reason when the engine refuses', async () => {
    const refusing = engine({ computeCores: () => Promise.reject(new Error('the device is lost')) });
    const results = await runDocument(readVector('yuma/scenario-outdated-weights'), refusing, tallyOf());
    expect(results).toHaveLength(2);
    for (const { mismatches } of results) expect(mismatches[0]?.got).toBe('cannot run: the device is lost');
  });

  it('asks the engine for functions first and counts where each ran', async () => {
    const tally = tallyOf();
    const own = engine({ runFunction: (fn) => (fn === 'exp_safe' ? Promise.resolve('0') : undefined) });
    const document = readVector('yuma/functions-random') as { cases: { fn: string }[] };
    const results = await runDocument(document, own, tally);
    const cases = document.cases.filter(({ fn }) => fn === 'exp_safe').length;
    expect(tally.onEngine).toBe(cases);
    expect(tally.onEngine + tally.inSharedCode + [...tally.inReference.values()].reduce((a, b) => a + b)).toBe(
      document.cases.length,
    );
    const failed = results.filter(({ mismatches }) => mismatches.length > 0).map(({ id }) => id);
    expect(failed.length).toBeGreaterThan(cases / 2);
    expect(failed.every((id) => id.startsWith('exp_safe'))).toBe(true);
  });

  it('does not pretend that the GPU computes tries', async () => {
    const results = await runDocument(readVector('trie/roots'), engine({}), tallyOf());
    expect(results.length).toBeGreaterThan(1);
    for (const { mismatches } of results)
      expect(mismatches[0]?.got).toBe('cannot run: engine gpu computes epochs only');
  });
});

describe('a damaged vector document', () => {
  const SEED = 20_260_630;
  const hostile = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(-1, 65_536, 0.5, '0', '-1', '9223372036854775807', '9'.repeat(50), '', [], [[]], {}, null, true),
  );
  /** A reason of ours, and not the complaint of a JavaScript operation that something unexpected reached. */
  const isOurs = (reason: string) => !/undefined|not a function|not iterable|BigInt|Cannot |Maximum/.test(reason);

  /** Every place in a JSON value. */
  const placesOf = (json: unknown): (string | number)[][] =>
    typeof json !== 'object' || json === null
      ? [[]]
      : [[], ...Object.entries(json).flatMap(([key, value]) => placesOf(value).map((place) => [key, ...place]))];

  const withChange = (json: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown => {
    if (key === undefined) return value;
    if (Array.isArray(json))
      return json.map((entry, k) => (k === Number(key) ? withChange(entry, rest, value) : entry));
    const object = json as Record<string, unknown>;
    return { ...object, [key]: withChange(object[key], rest, value) };
  };

  const { cases, ...functions } = readVector('yuma/functions-from-unit-tests') as { cases: { fn: string }[] };
  const onePerFunction = [...new Map(cases.map((entry) => [entry.fn, entry])).values()];

  it.each([
    ['functions', { ...functions, cases: onePerFunction }, 1500],
    ['scenario', readVector('yuma/scenario-mechanisms-own-bonds'), 1000],
    ['epoch', readVector('yuma/random-24-one-validator'), 500],
  ])('of kind %s is run or refused in our own words', async (_, document, numRuns) => {
    const places = placesOf(document);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), hostile, async (place, value) => {
        try {
          const results = await runDocument(
            withChange(document, place, value),
            engine({ name: 'reference' }),
            tallyOf(),
          );
          for (const { got } of results.flatMap(({ mismatches }) => mismatches)) expect(got).toSatisfy(isOurs);
        } catch (error) {
          expect(error).toBeInstanceOf(ChainError);
        }
      }),
      { seed: SEED, numRuns },
    );
  });
});
