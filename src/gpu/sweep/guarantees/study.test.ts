import { describe, expect, it } from 'vitest';
import { computeCore, maxUpscaleToU16, prepareEpoch, runEpoch } from '../../../chain/yuma/index.ts';
import { createReferenceCalculator } from '../../reference.ts';
import type { EpochCalculator } from '../../types.ts';
import { coreRules } from '../core-rules.ts';
import { gameInput } from '../game-input.ts';
import { evenly } from '../grid.ts';
import type { Rules } from '../rules.ts';
import { rowsOf, studyOf, tableOf } from '../testing/rows.ts';
import type { GuaranteesDescription } from './description.ts';
import { openMatch } from './study.ts';
import { drawGame, honestTeam, rowMaker, teamStakes } from './teams.ts';

const SMALL = {
  study: 'consensus-guarantees',
  seed: 11,
  version: 'classic',
  neurons: 40,
  validators: 8,
  honestStakes: [0.55, 0.8],
  gridPoints: 4,
  bondsPenalties: [0, 32_768, 65_535],
  spreads: [
    { stake: 0, weight: 0 },
    { stake: 0.4, weight: 0.4 },
  ],
};

const describeStudy = (changes = {}) => studyOf({ ...SMALL, ...changes }).description as GuaranteesDescription;

/** The input that `openMatch` spares itself: the same game with all its rows, for `prepareEpoch` and `runEpoch`. */
function inputOf(description: GuaranteesDescription, rules: Rules, honestWeight: number, cabalWeight: number) {
  const spread = description.spreads[1]!;
  const honest = honestTeam(description, description.honestStakes[0]!);
  const draw = drawGame(description, 0);
  const rows = rowMaker(draw, spread, honest);
  const validatorStake = teamStakes(draw, spread, honest, description.honestStakes[0]!);
  const { neurons } = description;
  const empty = gameInput({ validatorStake, neurons, rules });
  const weights = [...rows.honestRows(honestWeight), ...rows.cabalRows(cabalWeight)];
  const all = [...weights, ...empty.mechanisms[0]!.weights.slice(weights.length)];
  return gameInput({ validatorStake, neurons, rules, weights: all });
}

describe('the teams', () => {
  it('have the honest share of validators and servers, and at least one of each on either side', () => {
    const description = describeStudy({ neurons: 512, validators: 64 });
    expect(honestTeam(description, 0.75)).toEqual({ validators: 48, servers: 336 });
    expect(honestTeam(description, 0.999)).toEqual({ validators: 63, servers: 447 });
    expect(honestTeam(description, 0)).toEqual({ validators: 1, servers: 1 });
  });

  it('share out exactly their stake, unevenly with a spread and evenly without', () => {
    const description = describeStudy({ neurons: 80, validators: 16 });
    const honest = honestTeam(description, 0.6);
    const draw = drawGame(description, 0);
    const uneven = teamStakes(draw, { stake: 0.4, weight: 0 }, honest, 0.6).map(Number);
    const even = teamStakes(draw, { stake: 0, weight: 0 }, honest, 0.6);
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    expect(sum(uneven.slice(0, honest.validators)) / 10 ** 15).toBeCloseTo(0.6, 12);
    expect(sum(uneven.slice(honest.validators)) / 10 ** 15).toBeCloseTo(0.4, 12);
    expect(new Set(uneven).size).toBeGreaterThan(14);
    expect(new Set(even).size).toBe(2);
  });

  it('give their self-weight to their own servers, to the rounding of u16', () => {
    const description = describeStudy({ neurons: 512, validators: 64 });
    const honest = honestTeam(description, 0.8);
    const rows = rowMaker(drawGame(description, 0), { stake: 0, weight: 0.3 }, honest);
    for (const [row, own] of [
      [rows.honestRows(0.7)[3]!, 0.7],
      [rows.cabalRows(0.7)[2]!, 0.3],
    ] as const) {
      const onHonest = row.values.subarray(0, honest.servers).reduce((a, b) => a + b, 0);
      const all = row.values.reduce((a, b) => a + b, 0);
      // Half a unit per entry.
      expect(Math.abs(onHonest / all - own)).toBeLessThan(448 / all);
      expect(Math.max(...row.values)).toBe(65_535);
    }
  });

  it('store rows as the chain stores these shares', () => {
    const description = describeStudy();
    const honest = honestTeam(description, 0.55);
    const draw = drawGame(description, 0);
    const row = rowMaker(draw, SMALL.spreads[1]!, honest).honestRows(0.25)[0]!;
    const x = Array.from(draw.weight.subarray(0, 32), (z) => Math.max(0, 1 + 0.4 * z));
    const own = x.slice(0, honest.servers).reduce((a, b) => a + b);
    const other = x.slice(honest.servers).reduce((a, b) => a + b);
    const shares = x.map((value, k) => value * (k < honest.servers ? 0.25 / own : 0.75 / other));
    const stored = maxUpscaleToU16(shares.map((share) => BigInt(Math.floor(share * 2 ** 32))));
    expect(Array.from(row.values)).toEqual(stored);
  });
});

describe('the consensus-guarantees study', () => {
  it.each(['classic', 'yuma3', 'liquid'] as const)('builds the cores that prepareEpoch builds: %s', (version) => {
    const description = describeStudy({ version });
    const weights = evenly(0, 1, description.gridPoints);
    const match = openMatch(description, weights, drawGame(description, 0), { spread: 1, stake: 0 });
    for (const [honestWeight, cabalWeight, bondsPenalty] of [
      [0, 0, 0],
      [1, 3, 32_768],
      [3, 2, 65_535],
    ] as const) {
      const rules = { ...description, bondsPenalty };
      const input = inputOf(description, rules, weights[honestWeight]!, weights[cabalWeight]!);
      expect(match.coreOf(honestWeight, cabalWeight, coreRules(rules))).toEqual(prepareEpoch(input, 0).core);
    }
  });

  it.each([
    ['classic', 1],
    ['yuma3', 3],
    ['liquid', 3],
  ] as const)('gives the emission share of whole epochs in the chain’s rules: %s, %i epochs', (version, epochs) => {
    const description = describeStudy({ version, epochs });
    const honest = honestTeam(description, 0.55);
    const rows = rowsOf(tableOf(studyOf({ ...SMALL, version, epochs })));
    for (const row of rows.filter((_, k) => k % 37 === 5 && rows[k]!.weight_spread === 0.4)) {
      if (row.honest_stake !== 0.55) continue;
      const rules = { ...description, bondsPenalty: Number(row.bonds_penalty) };
      let input = inputOf(description, rules, Number(row.honest_self_weight), Number(row.cabal_self_weight));
      const emission = 10n ** 18n;
      for (let epoch = 1; epoch < epochs; epoch++) {
        const { bonds } = runEpoch(input, 0, emission);
        input = { ...input, mechanisms: [{ ...input.mechanisms[0]!, bonds }] };
      }
      const output = runEpoch(input, 0, emission);
      const isHonest = (uid: number) => (uid < 8 ? uid < honest.validators : uid - 8 < honest.servers);
      const paid = (of: (uid: number) => boolean) =>
        output.emission.reduce((sum, rao, uid) => (of(uid) ? sum + Number(rao) : sum), 0);
      // The emission floors shares once more: 2^-32 for each of 40 uids.
      expect(row.honest_emission).toBeCloseTo(paid(isHonest) / paid(() => true), 7);
    }
  });

  it('gives a point the same rows whatever is computed with it', () => {
    const study = studyOf(SMALL);
    const all = rowsOf(tableOf(study));
    expect(all.length).toBe(2 * 2 * 4 * 4 * 3);
    expect(all.map((row) => row.point)).toEqual(all.map((_, k) => k));
    for (const point of [0, 1, 50, 97, 191]) expect(rowsOf(tableOf(study, point, 1))[0]).toEqual(all[point]);
  });

  it('hands an engine the same rows for points that differ in their penalty alone', () => {
    const calls: number[] = [];
    const watching: EpochCalculator = {
      computeSeries(series, output) {
        calls.push(new Set(series.map(({ steps }) => steps[0]!.core.weights)).size, series.length);
        return createReferenceCalculator().computeSeries(series, output);
      },
    };
    tableOf(studyOf(SMALL), 0, 48, watching);
    expect(calls).toEqual([16, 48]);
  });

  it('lets stake earn where nobody else does', () => {
    // κ above both teams' stake and nobody agrees: every consensus is the lower score, zero.
    const study = studyOf({
      ...SMALL,
      kappa: 10_000,
      honestStakes: [0.6],
      gridPoints: 2,
      spreads: [{ stake: 0, weight: 0 }],
    });
    const agreeing = rowsOf(tableOf(study));
    expect(agreeing.every((row) => Number(row.honest_emission) >= 0 && Number(row.honest_emission) <= 1)).toBe(true);
    const strict = rowsOf(tableOf(studyOf({ ...study.description, kappa: 55_000 })));
    const selfish = strict.filter((row) => row.honest_self_weight === 1 && row.cabal_self_weight === 1);
    expect(selfish.map((row) => row.honest_emission)).toEqual([0.6, 0.6, 0.6].map(() => expect.closeTo(0.6, 9)));
    expect(selfish.map((row) => row.honest_incentive)).toEqual([0, 0, 0]);
  });

  it('keeps the draw and changes only what a point changes', () => {
    const twice = rowsOf(tableOf(studyOf({ ...SMALL, draws: 2, spreads: [SMALL.spreads[1]] })));
    const [first, second] = [twice.slice(0, 96), twice.slice(96)];
    expect(second.map((row) => row.draw)).toEqual(second.map(() => 1));
    expect(second.map((row) => row.honest_emission)).not.toEqual(first.map((row) => row.honest_emission));
    const alone = rowsOf(tableOf(studyOf({ ...SMALL, honestStakes: [0.8], spreads: [SMALL.spreads[1]] })));
    expect(alone.map((row) => row.honest_emission)).toEqual(first.slice(48).map((row) => row.honest_emission));
  });

  it('is what the reference core computes', () => {
    const description = describeStudy();
    const match = openMatch(description, evenly(0, 1, 4), drawGame(description, 0), { spread: 1, stake: 1 });
    const core = match.coreOf(2, 1, coreRules({ ...description, bondsPenalty: 0 }));
    const { incentive, dividends } = computeCore(core);
    const sum = (values: BigInt64Array, from: number, to: number) => values.slice(from, to).reduce((a, b) => a + b, 0n);
    const honest = sum(incentive, 8, 8 + match.honest.servers) + sum(dividends, 0, match.honest.validators);
    const all = sum(incentive, 0, 40) + sum(dividends, 0, 40);
    const point = 96 + 48 + 2 * 12 + 1 * 3;
    expect(rowsOf(tableOf(studyOf(SMALL), point, 1))[0]!.honest_emission).toBe(Number(honest) / Number(all));
  });
});
