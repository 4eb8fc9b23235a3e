/** What a stretch left in its readback, as results (stretch.ts says where it is). */
import { EMPTY_ROW, type EpochCoreResult, type SparseRow } from '../../chain/yuma/index.ts';
import type { EpochShares } from '../types.ts';
import { KEPT, PAIR_BYTES, SCORE_ONE } from './layout.ts';
import { keepsStoredOrder } from './program.ts';
import { isLiquid } from './series-plan.ts';
import type { EpochTask, GroupTask, Stretch } from './stretch.ts';

const VALUE = 0xffff;
const WORDS_PER_SLOT = PAIR_BYTES / Uint32Array.BYTES_PER_ELEMENT;

type GroupShares = Omit<EpochShares, 'dividends'>;

export class StretchReader {
  readonly #stretch: Stretch;
  readonly #words: Uint32Array;
  /** The same memory: slots are I32F32 bits, low word first, as hosts and devices have them. */
  readonly #slots: BigInt64Array;
  readonly #groups = new Map<GroupTask, GroupShares>();

  constructor(stretch: Stretch, words: Uint32Array<ArrayBuffer>) {
    this.#stretch = stretch;
    this.#words = words;
    const slots = stretch.historySlots + stretch.groupSlots;
    this.#slots = new BigInt64Array(words.buffer, words.byteOffset, slots);
  }

  /** By uid. The epoch must be one that is read. */
  shares(task: EpochTask, epoch: number): EpochShares {
    const { consensus, incentive, validatorTrust } = this.#group(task.group);
    const copy = this.#stretch.copies[epoch - this.#stretch.from]!;
    const first = copy.at + task.series.firstDividend - copy.firstSlot;
    // Arrays of their own: whoever gets a result may give it away.
    return {
      consensus: consensus.slice(),
      incentive: incentive.slice(),
      validatorTrust: validatorTrust.slice(),
      dividends: this.#byUid(task, first),
    };
  }

  /** What the series' last epoch, `task`, left; the bonds must have been read. */
  bonds(task: EpochTask): EpochCoreResult['bonds'] {
    const { core, n, table, series } = task;
    const first = this.#slots.length * WORDS_PER_SLOT + series.firstCell;
    // Liquid alpha writes bonds in the order of the weights that they follow, everything else by column.
    const isOrdered =
      isLiquid(core) && keepsStoredOrder(core) && this.#group(task.group).consensus.some((score) => score !== 0n);
    const rows = new Array<SparseRow>(n).fill(EMPTY_ROW);
    table.uids.forEach((uid, row) => {
      const cells = this.#words.subarray(first + row * n, first + (row + 1) * n);
      rows[uid] = keptCells(cells, isOrdered ? core.weights[uid]!.columns : undefined);
    });
    return rows;
  }

  #group(group: GroupTask): GroupShares {
    const known = this.#groups.get(group);
    if (known) return known;
    const { historySlots, dividendSlots } = this.#stretch;
    const first = historySlots + group.firstColumn - dividendSlots;
    const shares = {
      consensus: this.#consensus(first, group.n),
      incentive: this.#slots.slice(first + group.n, first + 2 * group.n),
      validatorTrust: this.#byUid(group, first + 2 * group.n),
    };
    this.#groups.set(group, shares);
    return shares;
  }

  #consensus(first: number, n: number): BigInt64Array {
    const words = new Uint32Array(n * WORDS_PER_SLOT);
    for (let column = 0; column < n; column++) {
      const score = this.#words[(first + column) * WORDS_PER_SLOT]!;
      const isOne = score === SCORE_ONE;
      words[column * WORDS_PER_SLOT] = isOne ? 0 : score;
      words[column * WORDS_PER_SLOT + 1] = isOne ? 1 : 0;
    }
    return new BigInt64Array(words.buffer);
  }

  #byUid({ n, table }: EpochTask | GroupTask, first: number): BigInt64Array {
    const values = new BigInt64Array(n);
    const { uids } = table;
    for (let row = 0; row < uids.length; row++) values[uids[row]!] = this.#slots[first + row]!;
    return values;
  }
}

function keptCells(cells: Uint32Array, order: Uint16Array | undefined): SparseRow {
  const count = order?.length ?? cells.length;
  const columns = new Uint16Array(count);
  const values = new Uint16Array(count);
  let kept = 0;
  for (let k = 0; k < count; k++) {
    const column = order ? order[k]! : k;
    const cell = cells[column]!;
    if ((cell & KEPT) === 0) continue;
    columns[kept] = column;
    values[kept] = cell & VALUE;
    kept += 1;
  }
  return { columns: columns.slice(0, kept), values: values.slice(0, kept) };
}
