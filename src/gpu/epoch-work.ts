/**
 * How much work epochs are, before anything is computed: for cutting jobs into parts and for choosing an engine.
 *
 *   cells of an epoch = n + max(stored weights, bonds that the series starts with)
 *
 * Cells of liquid epochs are counted apart, because each costs a sigmoid. An estimate: bonds that grow while a series runs
 * are not foreseen, and a step that keeps the consensus of the step before is cheaper than it looks here.
 */
import { createRowFinder, type FindFilledRows } from './matrices.ts';
import type { EpochSeries } from './types.ts';

export interface EpochWork {
  readonly plainCells: number;
  readonly liquidCells: number;
}

export const NO_WORK: EpochWork = { plainCells: 0, liquidCells: 0 };

/** Cells of each step of one series, liquid ones apart. */
export interface SeriesWork extends EpochWork {
  /** One per step. */
  readonly cells: readonly number[];
}

/** One per series. Matrices that several steps share are counted through once. */
export function measureWork(
  series: readonly EpochSeries[],
  filledRows: FindFilledRows = createRowFinder(),
): readonly SeriesWork[] {
  return series.map(({ steps }) => {
    const bonds = steps[0] ? filledRows(steps[0].core.bonds).entries : 0;
    const cells = steps.map(({ core }) => core.n + Math.max(filledRows(core.weights).entries, bonds));
    const liquidCells = steps.reduce((sum, { core }, k) => sum + (core.liquidAlpha ? cells[k]! : 0), 0);
    return { cells, liquidCells, plainCells: cells.reduce((sum, step) => sum + step, 0) - liquidCells };
  });
}

export function sumWork(works: readonly EpochWork[]): EpochWork {
  return works.reduce(
    (sum, work) => ({
      plainCells: sum.plainCells + work.plainCells,
      liquidCells: sum.liquidCells + work.liquidCells,
    }),
    NO_WORK,
  );
}

export function countEpochs(series: readonly EpochSeries[]): number {
  return series.reduce((sum, { steps }) => sum + steps.length, 0);
}
