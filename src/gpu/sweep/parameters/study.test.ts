import { describe, expect, it } from 'vitest';
import { encodeEpochInput, runEpoch, type SubnetEpochInput } from '../../../chain/yuma/index.ts';
import { createReferenceCalculator } from '../../reference.ts';
import { randomEpochInput } from '../../testing/random-input.ts';
import type { EpochCalculator } from '../../types.ts';
import { ruleInput, rulesOf } from '../rules.ts';
import { rowsOf, studyOf, tableOf } from '../testing/rows.ts';
import { syntheticInput } from './synthetic.ts';

const BASE: SubnetEpochInput = randomEpochInput({ seed: 4, validators: 5, neurons: 18, maxAllowedValidators: 6 });
/** As a file has it. */
const INPUT: unknown = JSON.parse(JSON.stringify(encodeEpochInput(BASE)));

const sweep = (changes: object) => ({ study: 'sweep', seed: 1, base: { input: INPUT }, vary: [], ...changes });

/** Epochs as the chain runs them: each stores its bonds for the next. What the first masked stays masked. */
function runEpochs(input: SubnetEpochInput, epochs: number) {
  let output = runEpoch(input, 0, 0n);
  const { lastUpdate, ...stored } = input.mechanisms[0]!;
  const weights = stored.weights.map(({ columns, values }, uid) => {
    const isSet = (_: unknown, k: number) => lastUpdate[uid]! > input.blockAtRegistration[columns[k]!]!;
    return { columns: columns.filter(isSet), values: values.filter(isSet) };
  });
  // No registration in between: nothing of the bonds is masked.
  const blockAtRegistration = new BigUint64Array(input.n);
  for (let epoch = 1; epoch < epochs; epoch++) {
    const mechanisms = [{ ...stored, lastUpdate, weights, bonds: output.bonds }];
    output = runEpoch({ ...input, blockAtRegistration, mechanisms }, 0, 0n);
  }
  return output;
}

describe('the parameter sweep', () => {
  it('gives what the chain’s rules give at every point of the grid', () => {
    const study = studyOf(
      sweep({
        epochs: 3,
        vary: [
          { parameter: 'kappa', values: [20_000, 45_000] },
          { parameter: 'version', values: ['classic', 'yuma3', 'liquid'] },
          { parameter: 'bondsPenalty', values: [0, 30_000] },
        ],
        uids: 'all',
      }),
    );
    const rows = rowsOf(tableOf(study));
    expect(rows.length).toBe(12 * 18);
    for (let point = 0; point < 12; point++) {
      const mine = rows.filter((row) => row.point === point);
      const { kappa, version, bonds_penalty } = mine[0]!;
      const rules = { ...rulesOf(BASE), kappa, version, bondsPenalty: bonds_penalty } as ReturnType<typeof rulesOf>;
      const output = runEpochs({ ...BASE, ...ruleInput(rules) }, 3);
      const u16 = (name: string) => mine.map((row) => Math.floor((Number(row[name]) * 2 ** 32 * 65_535) / 2 ** 32));
      expect(u16('consensus')).toEqual(Array.from(output.consensus));
      expect(u16('incentive')).toEqual(Array.from(output.incentive));
      expect(u16('validator_trust')).toEqual(Array.from(output.validatorTrust));
      expect(u16('dividends')).toEqual(Array.from(output.dividend));
    }
  });

  it('varies stakes and weights by labelled edits, and leaves the base alone', () => {
    const UID = 0;
    const study = studyOf(
      sweep({
        vary: [
          {
            parameter: 'stake',
            values: [
              { label: 'as it is', changes: [] },
              { label: 'one whale', changes: [{ uid: UID, alpha: '900000000000000000', tao: '7' }] },
            ],
          },
          {
            parameter: 'weights',
            values: [
              { label: 'as they are', changes: [] },
              { label: 'all on 17', changes: [{ uid: UID, row: [[17, 65_535]] }] },
            ],
          },
        ],
        uids: [17],
      }),
    );
    const rows = rowsOf(tableOf(study));
    expect(rows.map((row) => [row.stake, row.weights, row.uid])).toEqual([
      ['as it is', 'as they are', 17],
      ['as it is', 'all on 17', 17],
      ['one whale', 'as they are', 17],
      ['one whale', 'all on 17', 17],
    ]);
    const alphaStake = BASE.alphaStake.with(UID, 900_000_000_000_000_000n);
    const taoStake = BASE.taoStake.with(UID, 7n);
    const stored = BASE.mechanisms[0]!;
    const row = { columns: Uint16Array.of(17), values: Uint16Array.of(65_535) };
    const weights = stored.weights.map((old, uid) => (uid === UID ? row : old));
    const edited = { ...BASE, alphaStake, taoStake, mechanisms: [{ ...stored, weights }] };
    const share = (input: SubnetEpochInput) => runEpoch(input, 0, 0n).consensus[17]!;
    const shown = rows.map((one) => Math.floor(Number(one.consensus) * 65_535));
    expect(shown).toEqual([
      share(BASE),
      share({ ...BASE, mechanisms: edited.mechanisms }),
      share({ ...BASE, alphaStake, taoStake }),
      share(edited),
    ]);
    expect(new Set(shown).size).toBeGreaterThan(1);
  });

  it('shows every epoch or the last, and the last is the same', () => {
    const vary = [{ parameter: 'bondsMovingAverage', values: [0, 900_000] }];
    const every = rowsOf(tableOf(studyOf(sweep({ epochs: 4, vary, rows: 'every' }))));
    const last = rowsOf(tableOf(studyOf(sweep({ epochs: 4, vary }))));
    expect(every.map((row) => [row.point, row.epoch])).toEqual([0, 1].flatMap((p) => [1, 2, 3, 4].map((e) => [p, e])));
    expect(every.filter((row) => row.epoch === 4)).toEqual(last);
  });

  it('summarises what it would show per uid', () => {
    const [summary] = rowsOf(tableOf(studyOf(sweep({}))));
    const uids = rowsOf(tableOf(studyOf(sweep({ uids: 'all' }))));
    const sum = (name: string) => uids.reduce((total, row) => total + Number(row[name]), 0);
    expect(summary!.consensus_sum).toBeCloseTo(sum('consensus'), 12);
    expect(summary!.trust_sum).toBeCloseTo(sum('validator_trust'), 12);
    expect(summary!.paid_servers).toBe(uids.filter((row) => Number(row.incentive) > 0).length);
    expect(summary!.incentive_gini).toBeGreaterThan(0);
  });

  it('shares weights between points that differ in rules alone', () => {
    const seen = new Set<unknown>();
    const watching: EpochCalculator = {
      computeSeries(series, output) {
        for (const { steps } of series) seen.add(steps[0]!.core.weights);
        return createReferenceCalculator().computeSeries(series, output);
      },
    };
    tableOf(
      studyOf(sweep({ vary: [{ parameter: 'kappa', values: { from: 0, to: 65_535, count: 5 } }] })),
      0,
      5,
      watching,
    );
    expect(seen.size).toBe(1);
  });

  it('makes up the same base for the same seed, with the density that was asked for', () => {
    const size = { validators: 10, neurons: 110, density: 0.5 };
    expect(syntheticInput(1, size)).toEqual(syntheticInput(1, size));
    expect(syntheticInput(2, size).mechanisms).not.toEqual(syntheticInput(1, size).mechanisms);
    const cells = syntheticInput(1, size).mechanisms[0]!.weights.reduce((sum, row) => sum + row.columns.length, 0);
    // 1000 throws of a coin: standard error 16.
    expect(Math.abs(cells - 500)).toBeLessThan(64);
    const [row] = rowsOf(tableOf(studyOf({ ...sweep({}), base: { synthetic: size } })));
    expect(row!.paid_servers).toBeGreaterThan(40);
  });
});
