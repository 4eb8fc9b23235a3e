/**
 * Computes the consensus-guarantees study. Per point E_H = (Σ incentive of honest servers + Σ dividends of honest
 * validators) / (Σ incentive + Σ dividends): exact sums of I32F32 bits, divided at the end. Where nobody earns, stake does
 * (spec yuma §6.1), so E_H is then the honest share of the active stake.
 *
 * Rows depend on a team's own self-weight alone and are made once per game and weight; points that differ in the
 * bonds penalty alone stand next to each other with the same row objects, so an engine finds their consensus once.
 */
import {
  EMPTY_ROW,
  type EpochCore,
  prepareEpoch,
  type SparseMatrix,
  type SparseRow,
} from '../../../chain/yuma/index.ts';
import type { EpochCalculator, EpochSeries, EpochShares } from '../../types.ts';
import { type CoreRules, coreRules } from '../core-rules.ts';
import { gameInput } from '../game-input.ts';
import { evenly, gridPoint, gridSize } from '../grid.ts';
import { sumBits } from '../shares.ts';
import { type ColumnSpec, tableBuilder } from '../table.ts';
import type { PointComputer, StudyDesign } from '../types.ts';
import { contourOf } from './contour.ts';
import { type GuaranteesDescription, guaranteesAxes } from './description.ts';
import { type Draw, drawGame, honestTeam, rowMaker, type TeamSizes, teamStakes } from './teams.ts';

export const GUARANTEES_COLUMNS: readonly ColumnSpec[] = [
  { name: 'point', kind: 'i32' },
  { name: 'stake_spread', kind: 'f64' },
  { name: 'weight_spread', kind: 'f64' },
  { name: 'draw', kind: 'i32' },
  { name: 'honest_stake', kind: 'f64' },
  { name: 'honest_self_weight', kind: 'f64' },
  { name: 'cabal_self_weight', kind: 'f64' },
  { name: 'bonds_penalty', kind: 'i32' },
  // E_H, and its two parts as shares of all incentive and of all dividends.
  { name: 'honest_emission', kind: 'f64' },
  { name: 'honest_incentive', kind: 'f64' },
  { name: 'honest_dividends', kind: 'f64' },
];

/** Points per call of the engine: a result of 512 neurons has 16 kB. */
const POINTS_PER_CALL = 192;

export function guaranteesStudy(description: GuaranteesDescription): StudyDesign {
  return {
    points: gridSize(guaranteesAxes(description)),
    columns: GUARANTEES_COLUMNS,
    open: (calculator) => openGuarantees(description, calculator),
    derived: { contour: () => contourOf(description) },
  };
}

/** The games of one spread, draw and stake: everything but the self-weights and the penalty is settled. */
export interface Match {
  readonly honest: TeamSizes;
  readonly honestStake: number;
  /** An epoch with these self-weights, by their place in the grid; the penalty is that of `rules`. */
  coreOf(honestWeight: number, cabalWeight: number, rules: CoreRules): EpochCore;
  /** Whose bonds are kept for the next epoch. */
  readonly keepsBonds: readonly boolean[];
}

/** @param weights the self-weights of the grid */
export function openMatch(
  description: GuaranteesDescription,
  weights: readonly number[],
  draw: Draw,
  at: { readonly spread: number; readonly stake: number },
): Match {
  const { neurons, bondsPenalties } = description;
  const spread = description.spreads[at.spread]!;
  const honestStake = description.honestStakes[at.stake]!;
  const honest = honestTeam(description, honestStake);
  const rules = { ...description, bondsPenalty: bondsPenalties[0]! };
  const validatorStake = teamStakes(draw, spread, honest, honestStake);
  const prepared = prepareEpoch(gameInput({ validatorStake, neurons, rules }), 0);
  const maker = rowMaker(draw, spread, honest);
  const honestRows = cached((weight) => maker.honestRows(weights[weight]!));
  const cabalRows = cached((weight) => maker.cabalRows(weights[weight]!));
  const serverRows = new Array<SparseRow>(neurons - description.validators).fill(EMPTY_ROW);
  let matrix: { readonly of: string; readonly weights: SparseMatrix } | undefined;
  return {
    honest,
    honestStake,
    coreOf: (honestWeight, cabalWeight, coreOfRules) => {
      const of = `${honestWeight}/${cabalWeight}`;
      if (matrix?.of !== of) {
        matrix = { of, weights: [...honestRows(honestWeight), ...cabalRows(cabalWeight), ...serverRows] };
      }
      const { n, activeStake, bonds } = prepared.core;
      return { ...coreOfRules, n, activeStake, bonds, weights: matrix.weights };
    },
    keepsBonds: prepared.validatorPermit,
  };
}

function openGuarantees(description: GuaranteesDescription, calculator: EpochCalculator): PointComputer {
  const { spreads, gridPoints, bondsPenalties, epochs } = description;
  const axes = guaranteesAxes(description);
  const weights = evenly(0, 1, gridPoints);
  const rules = bondsPenalties.map((bondsPenalty) => coreRules({ ...description, bondsPenalty }));
  const drawOf = cached((draw) => drawGame(description, draw), 1);
  const matchOf = cached((key) => {
    const [spread, draw, stake] = gridPoint(key, axes.slice(0, 3));
    return openMatch(description, weights, drawOf(draw!), { spread: spread!, stake: stake! });
  }, 1);
  const pointsPerMatch = gridSize(axes.slice(3));

  return function* compute(first, count) {
    const table = tableBuilder(GUARANTEES_COLUMNS);
    for (let done = 0; done < count; ) {
      const batch = Math.min(POINTS_PER_CALL, count - done);
      const points = Array.from({ length: batch }, (_, k) => {
        const point = first + done + k;
        return { point, at: gridPoint(point, axes), match: matchOf(Math.floor(point / pointsPerMatch)) };
      });
      const series = points.map(({ at, match }): EpochSeries => {
        const core = match.coreOf(at[3]!, at[4]!, rules[at[5]!]!);
        return { steps: new Array(epochs).fill({ core, keepsBonds: match.keepsBonds }) };
      });
      const results = calculator.computeSeries(series, { epochs: 'last' });
      for (const [k, { point, at, match }] of points.entries()) {
        const [spread, draw, , honestWeight, cabalWeight, penalty] = at;
        const { stake, weight } = spreads[spread!]!;
        const shares = honestShares(series[k]!.steps[0]!.core, match.honest, results[k]!.epochs[0]!, description);
        table.add([
          ...[point, stake, weight, draw!, match.honestStake],
          ...[weights[honestWeight!]!, weights[cabalWeight!]!, bondsPenalties[penalty!]!],
          ...[shares.emission, shares.incentive, shares.dividends],
        ]);
      }
      done += batch;
      yield done;
    }
    return table.build();
  };
}

interface HonestShares {
  readonly emission: number;
  readonly incentive: number;
  readonly dividends: number;
}

function honestShares(
  core: EpochCore,
  honest: TeamSizes,
  { incentive, dividends }: EpochShares,
  { validators }: GuaranteesDescription,
): HonestShares {
  const honestIncentive = sumBits(incentive, validators, validators + honest.servers);
  const honestDividends = sumBits(dividends, 0, honest.validators);
  const allIncentive = sumBits(incentive);
  const allDividends = sumBits(dividends);
  const all = allIncentive + allDividends;
  const stake = () => sumBits(core.activeStake, 0, honest.validators) / sumBits(core.activeStake);
  return {
    emission: all === 0 ? stake() : (honestIncentive + honestDividends) / all,
    incentive: allIncentive === 0 ? 0 : honestIncentive / allIncentive,
    dividends: allDividends === 0 ? 0 : honestDividends / allDividends,
  };
}

/** Remembers what `make` gave for each key; with a limit, the latest only. */
function cached<T>(make: (key: number) => T, limit = Number.POSITIVE_INFINITY): (key: number) => T {
  const known = new Map<number, T>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= limit) known.clear();
    const made = make(key);
    known.set(key, made);
    return made;
  };
}
