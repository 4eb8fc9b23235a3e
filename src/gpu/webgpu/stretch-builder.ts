/** Hands out the places of a stretch (stretch.ts): the same object gets one, however many series and epochs have it. */
import type { EpochCore, SparseMatrix, SparseRow } from '../../chain/yuma/index.ts';
import { Identities } from './identities.ts';
import type { SeriesPlan } from './series-plan.ts';
import type { EpochTask, GroupTask, PlacedSeries, RowTable, Task } from './stretch.ts';

export class StretchBuilder {
  slots = 0;
  #cells = 0;
  #rows = 0;
  #columns = 0;
  readonly #ids = new Identities();
  readonly #tasks: Task[] = [];
  readonly #tables = new Map<string, RowTable>();
  readonly #groups = new Map<string, GroupTask>();
  readonly #weightRows = new Map<SparseRow, number>();

  place(plans: readonly SeriesPlan[]): readonly PlacedSeries[] {
    return plans
      .toSorted((a, b) => b.steps.length - a.steps.length)
      .map((plan) => {
        const placed = { plan, firstCell: this.#cells, firstDividend: this.slots };
        this.#cells += plan.cells;
        this.slots += plan.uids.length;
        this.#columns = Math.max(this.#columns, plan.n);
        return placed;
      });
  }

  start({ plan, firstCell }: PlacedSeries): void {
    const table = this.#table(plan, plan.steps[0]!.core.bonds, undefined, undefined);
    this.#add({ kind: 'start', id: this.#tasks.length, n: plan.n, table, firstCell });
  }

  group(plan: SeriesPlan, epoch: number): GroupTask {
    const { weights, activeStake, kappa } = plan.steps[epoch]!.core;
    const key = `${this.#ids.of(weights)} ${this.#ids.of(activeStake)} ${kappa}`;
    const known = this.#groups.get(key);
    if (known) return known;
    const table = this.#epochTable(plan, epoch);
    const firstColumn = this.slots;
    this.slots += 2 * plan.n + plan.uids.length;
    const group = this.#add({ kind: 'group', id: this.#tasks.length, n: plan.n, table, kappa, firstColumn });
    this.#groups.set(key, group);
    return group;
  }

  /** `before` is what the series did in the epoch before. */
  epoch(series: PlacedSeries, epoch: number, before: EpochTask | undefined): EpochTask {
    const { plan } = series;
    const { core } = plan.steps[epoch]!;
    const kept = plan.steps[epoch - 1]?.keepsBonds;
    if (before && before.table.keptBonds === kept && hasSameRules(before.core, core)) return before;
    const table = this.#epochTable(plan, epoch);
    const group = this.group(plan, epoch);
    return this.#add({ kind: 'epoch', id: this.#tasks.length, n: plan.n, table, core, series, group });
  }

  built() {
    return {
      tasks: this.#tasks,
      tables: [...this.#tables.values()],
      rows: this.#rows,
      weightRows: this.#weightRows,
      columns: this.#columns,
      cells: this.#cells,
      slots: this.slots,
    };
  }

  #add<T extends Task>(task: T): T {
    this.#tasks.push(task);
    return task;
  }

  #epochTable(plan: SeriesPlan, epoch: number): RowTable {
    const { weights, activeStake } = plan.steps[epoch]!.core;
    return this.#table(plan, weights, activeStake, plan.steps[epoch - 1]?.keepsBonds);
  }

  #table(
    { uids, n }: SeriesPlan,
    stored: SparseMatrix,
    stake: BigInt64Array | undefined,
    keptBonds: readonly boolean[] | undefined,
  ): RowTable {
    const key = [uids, stored, stake, keptBonds].map((input) => this.#ids.of(input)).join();
    const known = this.#tables.get(key);
    if (known) return known;
    const table = { uids, firstRow: this.#rows, stored, stake, keptBonds };
    this.#tables.set(key, table);
    this.#rows += uids.length;
    for (const uid of stake ? uids : []) {
      const row = stored[uid]!;
      if (row.columns.length > 0) this.#weightRows.set(row, Math.max(n, this.#weightRows.get(row) ?? 0));
    }
    return table;
  }
}

/** Whether two cores of one series differ in nothing but bonds. */
function hasSameRules(a: EpochCore, b: EpochCore): boolean {
  return (
    a === b ||
    (a.weights === b.weights &&
      a.activeStake === b.activeStake &&
      a.kappa === b.kappa &&
      a.bondsPenalty === b.bondsPenalty &&
      a.bondsAlpha === b.bondsAlpha &&
      a.yuma3 === b.yuma3 &&
      a.liquidAlpha === b.liquidAlpha &&
      a.alphaLow === b.alphaLow &&
      a.alphaHigh === b.alphaHigh &&
      a.alphaSigmoidSteepness === b.alphaSigmoidSteepness)
  );
}
