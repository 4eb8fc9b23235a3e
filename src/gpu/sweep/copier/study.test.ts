import { describe, expect, it } from 'vitest';
import { EMPTY_ROW, type EpochOutput, maxUpscaleWeights, prepareEpoch, runEpoch } from '../../../chain/yuma/index.ts';
import { createReferenceCalculator } from '../../reference.ts';
import { gameInput } from '../game-input.ts';
import type { Rules } from '../rules.ts';
import { rowsOf, studyOf, tableOf } from '../testing/rows.ts';
import { type CopierDescription, ruleSets } from './description.ts';
import { openMarket } from './market.ts';
import { playMarket } from './play.ts';

const SMALL = {
  study: 'weight-copier',
  seed: 5,
  epochs: 12,
  measuredEpochs: 4,
  validators: 5,
  miners: 14,
  stakeSpread: 0.3,
  drift: 0.05,
  noise: 0.2,
  copierStakes: [0.2],
  delays: [1, 3],
  versions: ['classic', 'yuma3', 'liquid'],
  bondsMovingAverages: [500_000, 900_000],
  alphaSigmoidSteepnesses: [1_000, 100],
};

const describeStudy = (changes = {}) => studyOf({ ...SMALL, ...changes }).description as CopierDescription;

/** The same game, epoch by epoch in the chain's own functions: what is stored is what the next epoch reads. */
function simulate(description: CopierDescription, rules: Rules, delay: number, copierStake: number): EpochOutput[] {
  const market = openMarket(description, 0);
  const { validators, miners, epochs } = description;
  const neurons = validators + 1 + miners;
  const validatorStake = [...market.honestStake, BigInt(Math.floor((copierStake / (1 - copierStake)) * 10 ** 15))];
  const outputs: EpochOutput[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const seen = outputs[epoch - delay]?.consensus.subarray(validators + 1);
    const copied = seen ? { columns: market.columns, values: maxUpscaleWeights(seen) } : EMPTY_ROW;
    const weights = [...market.rows[epoch]!, copied, ...new Array<typeof EMPTY_ROW>(miners).fill(EMPTY_ROW)];
    const input = gameInput({ validatorStake, neurons, rules, weights });
    const bonds = outputs.at(-1)?.bonds ?? input.mechanisms[0]!.bonds;
    outputs.push(runEpoch({ ...input, mechanisms: [{ ...input.mechanisms[0]!, bonds }] }, 0, 10n ** 18n));
  }
  return outputs;
}

describe('the market', () => {
  it('moves qualities by its drift and stays the same for the same draw', () => {
    const still = openMarket(describeStudy({ drift: 0, noise: 0 }), 0);
    expect(new Set(still.rows.map((rows) => rows[0]!.values.join())).size).toBe(1);
    const moving = openMarket(describeStudy({ noise: 0 }), 0);
    expect(new Set(moving.rows.map((rows) => rows[0]!.values.join())).size).toBe(SMALL.epochs);
    expect(openMarket(describeStudy(), 1)).toEqual(openMarket(describeStudy(), 1));
    expect(openMarket(describeStudy(), 1).rows[0]).not.toEqual(openMarket(describeStudy(), 0).rows[0]);
  });

  it('lets honest validators disagree by their noise alone', () => {
    const [agreeing] = openMarket(describeStudy({ noise: 0 }), 0).rows;
    const [differing] = openMarket(describeStudy(), 0).rows;
    expect(new Set(agreeing!.map((row) => row.values.join())).size).toBe(1);
    expect(new Set(differing!.map((row) => row.values.join())).size).toBe(SMALL.validators);
  });
});

describe('the weight-copier study', () => {
  it('computes what the chain’s own functions give epoch by epoch, for every rule set and delay', () => {
    const description = describeStudy();
    const rows = rowsOf(tableOf(studyOf(SMALL)));
    const sets = ruleSets(description);
    expect(rows.length).toBe(2 * sets.length);
    for (const [k, row] of rows.entries()) {
      const rules = sets[k % sets.length]!;
      const measured = simulate(description, rules, Number(row.delay), 0.2).slice(-SMALL.measuredEpochs);
      const relative = measured.map(({ dividend, stakeWeight }) => {
        const honest = [0, 1, 2, 3, 4];
        const perStake =
          honest.reduce((sum, uid) => sum + dividend[uid]!, 0) /
          honest.reduce((sum, uid) => sum + stakeWeight[uid]!, 0);
        return dividend[5]! / stakeWeight[5]! / perStake;
      });
      const mean = relative.reduce((a, b) => a + b) / relative.length;
      // Stored dividends and stakes are u16: a unit of 10^4 in each.
      expect(Math.abs(Number(row.relative_dividends) - mean), JSON.stringify(row)).toBeLessThan(1e-3);
      const trust =
        measured.reduce((sum, { validatorTrust }) => sum + validatorTrust[5]! / 65_535, 0) / measured.length;
      expect(Math.abs(Number(row.copier_trust) - trust)).toBeLessThan(1e-4);
    }
  });

  it('submits nothing before it has seen something, then the consensus of d epochs ago', () => {
    const description = describeStudy();
    const calculator = createReferenceCalculator();
    const market = openMarket(description, 0);
    const { cores } = playMarket(description, market, { delay: 3, copierStake: 0.2 }, calculator);
    const copied = cores.map((core) => core.weights[5]!);
    expect(copied.slice(0, 3).map((row) => row.columns.length)).toEqual([0, 0, 0]);
    const results = calculator.computeSeries(cores.map((core) => ({ steps: [{ core }] })));
    for (let epoch = 3; epoch < cores.length; epoch++) {
      const consensus = results[epoch - 3]!.epochs[0]!.consensus;
      const seen = Array.from(market.columns, (uid) => Number((consensus[uid]! * 65_535n) >> 32n));
      expect(Array.from(copied[epoch]!.values)).toEqual(Array.from(maxUpscaleWeights(seen)));
    }
  });

  it('gives cores that prepareEpoch gives', () => {
    const description = describeStudy();
    const market = openMarket(description, 0);
    const { cores } = playMarket(description, market, { delay: 1, copierStake: 0.2 }, createReferenceCalculator());
    const rules = { ...ruleSets(description)[0]!, bondsMovingAverage: 900_000 };
    const validatorStake = [...market.honestStake, BigInt(Math.floor((0.2 / 0.8) * 10 ** 15))];
    const input = gameInput({ validatorStake, neurons: 20, rules, weights: cores[7]!.weights });
    expect(cores[7]).toEqual(prepareEpoch(input, 0).core);
  });

  it('states what a rule set uses and nothing else', () => {
    const rows = rowsOf(tableOf(studyOf({ ...SMALL, delays: [1] })));
    const uses = rows.map((row) => [row.version, row.bonds_moving_average, row.alpha_sigmoid_steepness]);
    expect(uses).toEqual([
      ['classic', 500_000, null],
      ['classic', 900_000, null],
      ['yuma3', 500_000, null],
      ['yuma3', 900_000, null],
      ['liquid', null, 1_000],
      ['liquid', null, 100],
    ]);
  });

  it('gives a point the same row whatever is computed with it', () => {
    const study = studyOf({ ...SMALL, draws: 2 });
    const all = rowsOf(tableOf(study));
    for (const point of [0, 7, 13, 23]) expect(rowsOf(tableOf(study, point, 1))[0]).toEqual(all[point]);
  });

  it('pays a copier that has the whole truth at once like everybody, and less the longer it waits', () => {
    const rows = rowsOf(
      tableOf(
        studyOf({
          ...SMALL,
          epochs: 40,
          measuredEpochs: 20,
          drift: 0.08,
          noise: 0,
          delays: [1, 10],
          versions: ['yuma3'],
        }),
      ),
    );
    const of = (delay: number) =>
      rows.filter((row) => row.delay === delay).map((row) => Number(row.relative_dividends));
    expect(Math.max(...of(10))).toBeLessThan(Math.min(...of(1)));
    const settled = {
      epochs: 40,
      measuredEpochs: 5,
      drift: 0,
      noise: 0,
      versions: ['yuma3'],
      bondsMovingAverages: [500_000],
    };
    const still = studyOf({ ...SMALL, ...settled });
    for (const row of rowsOf(tableOf(still))) expect(row.relative_dividends).toBeCloseTo(1, 2);
  });
});
