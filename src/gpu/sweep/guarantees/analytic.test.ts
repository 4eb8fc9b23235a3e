/**
 * The computed grid against the closed form at σ = 0.
 *
 * Rounding. Give the closed form the self-weights that the rows really state (u16), and what is left is the flooring of
 * I32F32. Every weight, product and quotient is floored once, each by less than 2^-32. A column's rank is a sum of at most
 * V products of floored factors, so R_j is short by less than 2·V·2^-32, and all ranks by less than 2·V·n·2^-32; the
 * incentive of a side by that over R = ΣR_j. Bonds: a team's part of a column is wrong by at most 2·V·2^-32 / (column sum),
 * and counts with I_j ≤ (column sum) / R, so that dividends are wrong by 2·V·n·2^-32 / R, and once more by the I_j in
 * them. Half of the sum of the three: |ΔE_H| ≤ 3·V·n·2^-32 / R, R ≥ S_H because the honest majority's rows are not clipped.
 */
import { describe, expect, it } from 'vitest';
import type { SparseRow } from '../../../chain/yuma/index.ts';
import { coreRules } from '../core-rules.ts';
import { evenly } from '../grid.ts';
import type { Rules, Version } from '../rules.ts';
import { tableBuilder } from '../table.ts';
import { type Row, rowsOf, studyOf, tableOf } from '../testing/rows.ts';
import { type AnalyticGame, analyticEmission, analyticRetention } from './analytic.ts';
import { CONTOUR_COLUMNS, contourOf } from './contour.ts';
import type { GuaranteesDescription } from './description.ts';
import { GUARANTEES_COLUMNS, openMatch } from './study.ts';
import { drawGame, honestTeam } from './teams.ts';

const VALIDATORS = 12;
const NEURONS = 60;

const game = (version: Version, changes = {}) => ({
  study: 'consensus-guarantees',
  seed: 1,
  version,
  neurons: NEURONS,
  validators: VALIDATORS,
  honestStakes: [0.51, 0.6, 0.8, 0.99],
  gridPoints: 6,
  bondsPenalties: [0, 32_768, 65_535],
  ...changes,
});

function analyticGame(description: GuaranteesDescription, row: Row): AnalyticGame {
  const honestStake = Number(row.honest_stake);
  const honest = honestTeam(description, honestStake);
  const cabal = {
    validators: VALIDATORS - honest.validators,
    servers: NEURONS - VALIDATORS - honest.servers,
  };
  const rules: Rules = { ...description, bondsPenalty: Number(row.bonds_penalty) };
  return { honestStake, honest, cabal, rules };
}

/** What a row of u16 really gives to its honest servers. */
function weightOnHonest({ values }: SparseRow, honestServers: number): number {
  const sum = (part: Uint16Array) => part.reduce((a, b) => a + b, 0);
  return sum(values.subarray(0, honestServers)) / sum(values);
}

describe('the computed grid without spread', () => {
  it.each(['classic', 'yuma3', 'liquid'] as const)('equals the closed form up to rounding: %s', (version) => {
    const study = studyOf(game(version));
    const description = study.description as GuaranteesDescription;
    const weights = evenly(0, 1, description.gridPoints);
    const matches = description.honestStakes.map((_, stake) =>
      openMatch(description, weights, drawGame(description, 0), { spread: 0, stake }),
    );
    const rules = coreRules({ ...description, bondsPenalty: 0 });
    for (const row of rowsOf(tableOf(study))) {
      const stated = analyticGame(description, row);
      const match = matches[description.honestStakes.indexOf(stated.honestStake)]!;
      const at = [row.honest_self_weight, row.cabal_self_weight].map((weight) => weights.indexOf(Number(weight)));
      const rows = match.coreOf(at[0]!, at[1]!, rules).weights;
      const honestWeight = weightOnHonest(rows[0]!, stated.honest.servers);
      const cabalWeight = 1 - weightOnHonest(rows[stated.honest.validators]!, stated.honest.servers);
      const bound = (3 * VALIDATORS * NEURONS) / 2 ** 32 / stated.honestStake;
      const deviation = Number(row.honest_emission) - analyticEmission(stated, honestWeight, cabalWeight);
      expect(Math.abs(deviation), JSON.stringify(row)).toBeLessThan(bound);
    }
  });

  it('lets the minority decide what the majority cannot: κ = 0.7 and S_H = 0.6', () => {
    const study = studyOf(game('classic', { kappa: 45_875, honestStakes: [0.6] }));
    const description = study.description as GuaranteesDescription;
    for (const row of rowsOf(tableOf(study))) {
      const expected = analyticEmission(
        analyticGame(description, row),
        Number(row.honest_self_weight),
        Number(row.cabal_self_weight),
      );
      expect(Math.abs(Number(row.honest_emission) - expected), JSON.stringify(row)).toBeLessThan(1e-4);
    }
  });
});

describe('the retention line', () => {
  const contour = (description: GuaranteesDescription, rows: Iterable<Row>, piece = Number.POSITIVE_INFINITY) => {
    const derivation = contourOf(description);
    let part = tableBuilder(GUARANTEES_COLUMNS);
    let count = 0;
    for (const row of rows) {
      part.add(GUARANTEES_COLUMNS.map(({ name }) => row[name]!));
      count += 1;
      if (count % piece !== 0) continue;
      derivation.add(part.build());
      part = tableBuilder(GUARANTEES_COLUMNS);
    }
    derivation.add(part.build());
    return rowsOf(derivation.finish());
  };

  it.each(['classic', 'yuma3'] as const)('lies where the closed form has it: %s', (version) => {
    const gridPoints = 21;
    // Stakes off the grid: where W_H = S and W_C = 1 − S the teams agree, E_H = S, and rounding alone decides the sign.
    const honestStakes = [0.57, 0.82];
    const study = studyOf(game(version, { gridPoints, honestStakes, bondsPenalties: [0, 65_535] }));
    const description = study.description as GuaranteesDescription;
    const rows = rowsOf(tableOf(study));
    const line = contour(description, rows);
    expect(line.length).toBeGreaterThan(15);

    const closed = rows.map((row) => {
      const weights = [Number(row.honest_self_weight), Number(row.cabal_self_weight)] as const;
      return { ...row, honest_emission: analyticEmission(analyticGame(description, row), ...weights) };
    });
    const closedLine = contour(description, closed);
    expect(closedLine.length).toBe(line.length);
    for (const [k, row] of line.entries()) {
      const { cabal_self_weight: at, ...place } = row;
      const { cabal_self_weight: closedAt, ...closedPlace } = closedLine[k]!;
      expect(place).toEqual(closedPlace);
      // The rounding of u16 weights, over the slope of E_H.
      expect(Math.abs(Number(at) - Number(closedAt)), JSON.stringify(row)).toBeLessThan(2e-4);

      const step = 1 / (gridPoints - 1);
      const from = Math.floor(Number(at) / step) * step;
      const exact = analyticRetention(analyticGame(description, row), Number(row.honest_self_weight), [
        from - step / 2,
        from + (3 * step) / 2,
      ]);
      // Linear interpolation between points h apart is off by h²/8·|f″/f′|: less than a twentieth of a step here.
      if (exact !== undefined) expect(Math.abs(exact - Number(at)), JSON.stringify(row)).toBeLessThan(step / 20);
    }
  });

  it('is the straight line of full penalty: C = 1 − (S(2W − 1)/(2S − 1) − S·W)/(1 − S)', () => {
    const honestStake = 0.8;
    const honest = { validators: 10, servers: 38 };
    const rules: Rules = { ...(studyOf(game('classic')).description as GuaranteesDescription), bondsPenalty: 65_535 };
    const stated: AnalyticGame = { honestStake, honest, cabal: { validators: 2, servers: 10 }, rules };
    for (const honestWeight of [0.73, 0.75, 0.79]) {
      const S = honestStake;
      const expected = 1 - ((S * (2 * honestWeight - 1)) / (2 * S - 1) - S * honestWeight) / (1 - S);
      expect(expected).toBeGreaterThan(1 - honestWeight);
      expect(analyticRetention(stated, honestWeight, [1 - honestWeight, 1])).toBeCloseTo(expected, 9);
    }
  });

  it('is the same whether rows come at once or in pieces', () => {
    const study = studyOf(game('classic', { honestStakes: [0.6] }));
    const description = study.description as GuaranteesDescription;
    const rows = rowsOf(tableOf(study));
    expect(contour(description, rows, 7)).toEqual(contour(description, rows));
  });

  it('interpolates linearly, takes points on the line once, and never joins two rows of the grid', () => {
    const study = studyOf(game('classic', { honestStakes: [0.6], gridPoints: 3, bondsPenalties: [0] }));
    const description = study.description as GuaranteesDescription;
    const rows = rowsOf(tableOf(study));
    const emission = [0.9, 0.8, 0.5, 0.7, 0.6, 0.5, 0.2, 0.9, 0.1];
    const made = rows.map((row, k) => ({ ...row, honest_emission: emission[k]! }));
    const line = contour(description, made).map((row) => [row.honest_self_weight, row.cabal_self_weight]);
    expect(line).toEqual([
      [0, expect.closeTo(0.5 + (0.5 * 2) / 3, 12)],
      [0.5, 0.5],
      [1, expect.closeTo((0.5 * 4) / 7, 12)],
      [1, expect.closeTo(0.5 + (0.5 * 3) / 8, 12)],
    ]);
    expect(CONTOUR_COLUMNS).toHaveLength(7);
  });
});
