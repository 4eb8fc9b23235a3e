/**
 * The retention line of a game: where the honest team's emission equals its stake, E_H = S_H.
 *
 * For each W_H the grid is walked along W_C; between two neighbours of opposite sign of E_H − S_H the line is at
 *   W_C = w₀ + (w₁ − w₀)·f₀ / (f₀ − f₁),   f = E_H − S_H
 * and a grid point with f = 0 lies on it. A W_H whose row never changes sign has no line; several changes give several.
 */
import { type ColumnSpec, numbersOf, type Table, tableBuilder } from '../table.ts';
import type { Derivation } from '../types.ts';
import type { GuaranteesDescription } from './description.ts';

export const CONTOUR_COLUMNS: readonly ColumnSpec[] = [
  { name: 'stake_spread', kind: 'f64' },
  { name: 'weight_spread', kind: 'f64' },
  { name: 'draw', kind: 'i32' },
  { name: 'honest_stake', kind: 'f64' },
  { name: 'bonds_penalty', kind: 'i32' },
  { name: 'honest_self_weight', kind: 'f64' },
  { name: 'cabal_self_weight', kind: 'f64' },
];

interface Step {
  readonly weight: number;
  readonly excess: number;
}

/** Takes the study's rows in order of points; gives the line's points in the same order. */
export function contourOf({ bondsPenalties, gridPoints }: GuaranteesDescription): Derivation {
  const table = tableBuilder(CONTOUR_COLUMNS);
  /** Where the walk stands, one per penalty: they alternate. */
  const walks = new Array<Step | undefined>(bondsPenalties.length);
  let row = 0;
  return {
    add(rows: Table) {
      const columns = CONTOUR_COLUMNS.map(({ name }) => numbersOf(rows, name));
      const emission = numbersOf(rows, 'honest_emission');
      for (let k = 0; k < rows.rows; k++, row++) {
        const [stakeSpread, weightSpread, draw, stake, penalty, honestWeight, weight] = columns.map((c) => c[k]!);
        const walk = row % bondsPenalties.length;
        const isFirst = Math.floor(row / bondsPenalties.length) % gridPoints === 0;
        const step: Step = { weight: weight!, excess: emission[k]! - stake! };
        const crossing = crossingOf(isFirst ? undefined : walks[walk], step);
        walks[walk] = step;
        if (crossing === undefined) continue;
        table.add([stakeSpread!, weightSpread!, draw!, stake!, penalty!, honestWeight!, crossing]);
      }
    },
    finish: () => table.build(),
  };
}

/** Where the line crosses between two neighbours, the first of them excluded: it was the second of the pair before. */
function crossingOf(before: Step | undefined, step: Step): number | undefined {
  if (step.excess === 0) return step.weight;
  if (before === undefined || before.excess * step.excess >= 0) return undefined;
  return before.weight + ((step.weight - before.weight) * before.excess) / (before.excess - step.excess);
}
