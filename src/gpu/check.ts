/** What every engine refuses before it allocates anything: series that contradict themselves or are too large to hold. */
import type { EpochCore, SparseMatrix } from '../chain/yuma/index.ts';
import { ComputeError } from './error.ts';
import { createRowFinder, distinctWeights, type FindFilledRows } from './matrices.ts';
import type { EpochSeries, EpochStep, SeriesOutput } from './types.ts';

/** Above this a row sum of u16 weights can reach 2^31, where the chain's own sum wraps. */
export const MAX_NEURONS = 32_768;

/** Results that one call may give; more than this does not fit a page. Ask in parts instead. */
export const MAX_RESULT_BYTES = 2 ** 30;

/** Consensus, incentive, trust and dividend of one neuron. */
const SHARES_BYTES = 4 * 8;
/** A bond: column and value. */
const BOND_BYTES = 4;

/**
 * @param duplicates whether a row may name a column twice: only the reference takes that, as the chain's own code does
 * @param filledRows of the caller who goes on with what was found
 * @throws ComputeError `compute/bad-series`, `compute/too-large`, `compute/duplicate-column`
 * @throws RangeError if a core contradicts its own n: such a core was not prepared
 */
export function checkSeries(
  series: readonly EpochSeries[],
  output: SeriesOutput = {},
  duplicates: 'refused' | 'taken' = 'refused',
  filledRows: FindFilledRows = createRowFinder(),
): void {
  /** Matrices are shared between steps; each is looked at once. */
  const checked = new Map<SparseMatrix, number>();
  const check = (core: EpochCore, name: 'weights' | 'bonds', index: number) => {
    if (checked.get(core[name]) === core.n) return;
    checkRows(core, name, index, duplicates, filledRows);
    checked.set(core[name], core.n);
  };
  let bytes = 0;
  for (const [index, { steps }] of series.entries()) {
    const first = steps[0]?.core;
    if (!first) throw new ComputeError('compute/bad-series', `Series ${index} has no epoch.`);
    if (first.n > MAX_NEURONS) {
      const limit = `engines compute up to ${MAX_NEURONS}`;
      throw new ComputeError('compute/too-large', `Series ${index} has ${first.n} neurons, ${limit}.`);
    }
    bytes += first.n * SHARES_BYTES * (output.epochs === 'last' ? 1 : steps.length);
    check(first, 'bonds', index);
    let last: EpochStep | undefined;
    for (const step of steps) {
      if (step === last) continue;
      last = step;
      const { core, keepsBonds } = step;
      if (core.n !== first.n) {
        throw new ComputeError('compute/bad-series', `Series ${index} has epochs of ${first.n} and ${core.n} neurons.`);
      }
      if (core.activeStake.length !== core.n) {
        throw new RangeError(`activeStake: ${core.activeStake.length} of ${core.n} neurons`);
      }
      if (keepsBonds && keepsBonds.length !== core.n) {
        throw new RangeError(`keepsBonds: ${keepsBonds.length} of ${core.n} neurons`);
      }
      check(core, 'weights', index);
    }
    if (output.bonds) bytes += largestBonds(series[index]!, filledRows) * BOND_BYTES;
  }
  if (bytes > MAX_RESULT_BYTES) {
    const size = `${Math.ceil(bytes / 2 ** 20)} MiB, at most ${MAX_RESULT_BYTES / 2 ** 20} are given at once`;
    throw new ComputeError('compute/too-large', `The results would take ${size}.`);
  }
}

/** No more bonds than this can be left: rows that had some, or have weights, times all columns. */
function largestBonds(series: EpochSeries, filledRows: FindFilledRows): number {
  const { n, bonds } = series.steps[0]!.core;
  const isCounted = new Uint8Array(n);
  let rows = 0;
  for (const matrix of [bonds, ...distinctWeights(series)]) {
    for (const uid of filledRows(matrix).uids) {
      rows += 1 - isCounted[uid]!;
      isCounted[uid] = 1;
    }
  }
  return rows * n;
}

function checkRows(
  core: EpochCore,
  name: 'weights' | 'bonds',
  index: number,
  duplicates: 'refused' | 'taken',
  filledRows: FindFilledRows,
): void {
  const matrix = core[name];
  if (matrix.length !== core.n) throw new RangeError(`${name}: ${matrix.length} rows for ${core.n} neurons`);
  /** The row that named each column last, plus one. */
  let namedBy: Uint32Array | undefined;
  for (const row of filledRows(matrix).uids) {
    const { columns, values } = matrix[row]!;
    if (values.length !== columns.length) throw new RangeError(`${name}[${row}]: columns and values differ in length`);
    // Most rows ascend, and then one comparison per entry tells all.
    if (ascendsBelow(columns, core.n)) continue;
    namedBy ??= new Uint32Array(core.n);
    for (let k = 0; k < columns.length; k++) {
      const column = columns[k]!;
      if (column >= core.n) throw new RangeError(`${name}[${row}] names column ${column} of ${core.n}`);
      if (namedBy[column] === row + 1 && duplicates === 'refused') {
        const where = `Series ${index}: ${name}[${row}] names column ${column} twice.`;
        throw new ComputeError('compute/duplicate-column', where);
      }
      namedBy[column] = row + 1;
    }
  }
}

/** Four at a time: nothing else in a check takes as long, and this takes half of what one at a time would. */
function ascendsBelow(columns: Uint16Array, n: number): boolean {
  const { length } = columns;
  let last = -1;
  let k = 0;
  for (; k + 3 < length; k += 4) {
    const a = columns[k]!;
    const b = columns[k + 1]!;
    const c = columns[k + 2]!;
    const d = columns[k + 3]!;
    if (a <= last || b <= a || c <= b || d <= c) return false;
    last = d;
  }
  for (; k < length; k++) {
    if (columns[k]! <= last) return false;
    last = columns[k]!;
  }
  return last < n;
}
