import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeEpochInput } from '../../chain/yuma/index.ts';
import { randomEpochInput } from '../testing/random-input.ts';
import { decodeStudy, openStudy, pointsOfChunk } from './study.ts';

const EXAMPLES = path.join(import.meta.dirname, '../../../studies');

const GUARANTEES = { study: 'consensus-guarantees', seed: 1, version: 'classic', honestStakes: [0.6] };
const COPIER = {
  ...{ study: 'weight-copier', seed: 1, epochs: 10, measuredEpochs: 5, validators: 4, miners: 10 },
  ...{ stakeSpread: 0, drift: 0.1, noise: 0.1, copierStakes: [0.1], delays: [1], versions: ['yuma3'] },
};
const SWEEP = {
  study: 'sweep',
  seed: 1,
  base: { synthetic: { validators: 4, neurons: 20 } },
  vary: [{ parameter: 'kappa', values: [1, 2] }],
};
const INPUT = encodeEpochInput(randomEpochInput({ seed: 1, validators: 2, neurons: 6 }));

describe('decodeStudy', () => {
  it.each(readdirSync(EXAMPLES))('takes the example %s', (name) => {
    const study = openStudy(decodeStudy(JSON.parse(readFileSync(path.join(EXAMPLES, name), 'utf8'))));
    expect(study.points).toBeGreaterThan(100);
    expect(study.chunks).toBeGreaterThan(0);
  });

  it.each([
    ['no object', [], '(document)'],
    ['an unknown kind', { study: 'toString' }, '(study)'],
    ['no seed', { ...GUARANTEES, seed: undefined }, '(seed)'],
    ['a misspelt member', { ...GUARANTEES, gridpoints: 5 }, 'bondsPenalties'],
    ['a seed that is no u32', { ...GUARANTEES, seed: 2 ** 32 }, '(seed)'],
    ['a stake above one', { ...GUARANTEES, honestStakes: [0.5, 1.01] }, '(honestStakes[1])'],
    ['a stake that is no number', { ...GUARANTEES, honestStakes: [Number.NaN] }, '(honestStakes[0])'],
    ['no stakes', { ...GUARANTEES, honestStakes: [] }, '(honestStakes)'],
    ['teams without servers', { ...GUARANTEES, neurons: 10, validators: 9 }, '(validators)'],
    ['a negative spread', { ...GUARANTEES, spreads: [{ stake: -1, weight: 0 }] }, '(spreads[0].stake)'],
    ['a penalty that is no u16', { ...GUARANTEES, bondsPenalties: [65_536] }, '(bondsPenalties[0])'],
    ['a version that is none', { ...GUARANTEES, version: 'yuma4' }, '(version)'],
    ['too many points', { ...GUARANTEES, gridPoints: 1_001, draws: 10_000 }, 'at most 2147483647 points'],
    ['chunks of nothing', { ...GUARANTEES, chunkPoints: 0 }, '(chunkPoints)'],
    ['a longer delay than the study', { ...COPIER, delays: [11] }, '(delays[0])'],
    ['more measured than computed', { ...COPIER, measuredEpochs: 11 }, '(measuredEpochs)'],
    ['a market that does not fit', { ...COPIER, epochs: 10_000, miners: 16_000, validators: 4 }, 'miners'],
    ['an average above a million', { ...COPIER, bondsMovingAverages: [1_000_001] }, '(bondsMovingAverages[0])'],
    ['a parameter that is none', { ...SWEEP, vary: [{ parameter: 'rho', values: [1] }] }, '(vary[0].parameter)'],
    ['a parameter twice', { ...SWEEP, vary: [SWEEP.vary[0], SWEEP.vary[0]] }, 'at most once'],
    ['a range without a count', { ...SWEEP, vary: [{ parameter: 'kappa', values: { from: 1, to: 2 } }] }, 'count'],
    ['a uid outside the subnet', { ...SWEEP, uids: [20] }, '(uids[0])'],
    ['two bases', { ...SWEEP, base: { ...SWEEP.base, input: INPUT } }, 'base'],
    ['a base without its fields', { ...SWEEP, base: { input: { n: 3 } } }, 'base.input'],
    ['a mechanism that is not there', { ...SWEEP, base: { input: INPUT, mechanism: 1 } }, '(base.mechanism)'],
    [
      'too many rows in a chunk',
      {
        ...SWEEP,
        epochs: 10_000,
        rows: 'every',
        uids: 'all',
        vary: [{ parameter: 'kappa', values: [1, 2, 3, 4, 5, 6] }],
      },
      'rows',
    ],
    [
      'a stake edit outside the subnet',
      { ...SWEEP, vary: [{ parameter: 'stake', values: [{ label: 'x', changes: [{ uid: 20, alpha: '1' }] }] }] },
      'changes[0].uid',
    ],
    [
      'a row that names a column twice',
      {
        ...SWEEP,
        vary: [
          {
            parameter: 'weights',
            values: [{ label: 'x', changes: [{ uid: 1, row: [...[0, 0].map((column) => [column, 1])] }] }],
          },
        ],
      },
      'at most once',
    ],
  ])('refuses %s, and says where', (_, description, where) => {
    const given: unknown = JSON.parse(
      JSON.stringify(description, (_key, value) => (value === undefined ? undefined : value)),
    );
    let refusal: unknown;
    try {
      decodeStudy(given);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({ name: 'ChainError', code: expect.stringMatching(/^json\//) });
    expect((refusal as Error).message).toContain(where);
  });

  it('fills in every default, so that what it gives decodes to itself', () => {
    for (const given of [GUARANTEES, COPIER, SWEEP, { ...SWEEP, base: { input: INPUT } }]) {
      const description = decodeStudy(given);
      expect(decodeStudy(JSON.parse(JSON.stringify(description)))).toEqual(description);
    }
  });
});

describe('openStudy', () => {
  it('names a study by what it says, not by how it is written', () => {
    const hash = (description: unknown) => openStudy(decodeStudy(description)).hash;
    expect(hash(Object.fromEntries(Object.entries(GUARANTEES).reverse()))).toBe(hash(GUARANTEES));
    expect(hash({ ...GUARANTEES, gridPoints: 51, draws: 1 })).toBe(hash(GUARANTEES));
    const others = [
      { ...GUARANTEES, seed: 2 },
      { ...GUARANTEES, chunkPoints: 64 },
      { ...GUARANTEES, kappa: 32_768 },
    ].map(hash);
    expect(new Set([...others, hash(GUARANTEES)]).size).toBe(4);
    expect(hash(GUARANTEES)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('cuts points into chunks, the last one shorter', () => {
    const study = openStudy(decodeStudy({ ...GUARANTEES, gridPoints: 10, chunkPoints: 32 }));
    expect([study.points, study.chunks]).toEqual([100, 4]);
    expect([0, 3].map((chunk) => pointsOfChunk(study, chunk))).toEqual([
      { first: 0, count: 32 },
      { first: 96, count: 4 },
    ]);
  });
});
