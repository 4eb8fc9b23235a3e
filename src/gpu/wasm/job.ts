/**
 * Series of epochs as one flat buffer that the kernel reads where it lies: self-contained, so it may go to a worker.
 *
 * Matrices, stakes and kept rows that are the same object are written once; weights are prepared once per set of rows.
 * `assembly/layout.ts` says where everything is. The callers have checked the series (`checkSeries`, `isInRange`).
 */
import type { SparseMatrix } from '../../chain/yuma/index.ts';
import { ComputeError } from '../error.ts';
import { createRowFinder, distinctWeights, type FindFilledRows } from '../matrices.ts';
import type { EpochSeries, EpochStep, SeriesOutput } from '../types.ts';
import * as at from './assembly/layout.ts';
import { reserveAreas } from './job-areas.ts';
import { type PackedRows, packRows, placeMatrix, type StoredMatrix, storeMatrix } from './job-rows.ts';
import { JobSpace } from './job-space.ts';
import { type PackedWeights, packWeights, reserveWeights } from './job-weights.ts';
import { SERIES_SLACK } from './slack.ts';

/** What wasm32 can address, less one page, so that no address wraps to 0. */
export const MAX_MEMORY_BYTES = 2 ** 32 - 2 ** 16;

/** Shares per uid, a row's uid and count, a bond's column and value. */
const SHARES_BYTES = at.OUTCOME_FIELDS * BigInt64Array.BYTES_PER_ELEMENT;
const ROW_BYTES = 8;
const BOND_BYTES = 4;

/**
 * @param filledRows of the caller who knows the matrices already
 * @throws ComputeError `compute/too-large` if wasm32 has not got the memory; nothing was allocated then
 */
export function packJob(
  series: readonly EpochSeries[],
  output: SeriesOutput = {},
  filledRows: FindFilledRows = createRowFinder(),
): ArrayBuffer {
  const space = new JobSpace(at.H_AREAS + at.AREAS * Uint32Array.BYTES_PER_ELEMENT);
  const pack = createPackers(space, filledRows);
  const isEvery = output.epochs !== 'last';
  const largest = { columns: 0, rows: 0, cells: 0, entries: 0 };
  let outcomeBytes = 0;

  const table = space.reserve(series.length * at.SERIES_BYTES);
  for (const [index, one] of series.entries()) {
    const first = one.steps[0]!.core;
    const bonds = pack.matrix(first.bonds);
    const matrices = distinctWeights(one).map(pack.matrix);
    const rows = pack.rows(first.n, [bonds, ...matrices]);
    const placedBonds = placeMatrix(space, bonds, rows);
    const steps = space.reserve(one.steps.length * at.STEP_BYTES);
    for (const [k, step] of one.steps.entries()) {
      const offset = steps + k * at.STEP_BYTES;
      if (k > 0 && step === one.steps[k - 1]) repeatStep(space, offset);
      else packStep(space, offset, step, pack.weights(first.n, pack.matrix(step.core.weights), rows), pack);
    }
    space.later(({ u32 }) => {
      const word = (table + index * at.SERIES_BYTES) / 4;
      u32[word + at.SERIES_N / 4] = first.n;
      u32[word + at.SERIES_ROWS / 4] = rows.offset;
      u32[word + at.SERIES_STEPS / 4] = steps;
      u32[word + at.SERIES_STEP_COUNT / 4] = one.steps.length;
      u32[word + at.SERIES_BONDS / 4] = placedBonds;
    });
    largest.columns = Math.max(largest.columns, first.n);
    largest.rows = Math.max(largest.rows, rows.uids.length);
    largest.cells = Math.max(largest.cells, rows.cells);
    for (const { entries } of matrices) largest.entries = Math.max(largest.entries, entries);
    outcomeBytes += first.n * SHARES_BYTES * (isEvery ? one.steps.length : 1);
    if (output.bonds) outcomeBytes += ROW_BYTES * (rows.uids.length + 2) + rows.cells * BOND_BYTES;
  }

  // Behind what is packed: what the kernel fills.
  const memory = new JobSpace(space.size);
  const needsBonds = output.bonds === true || series.some(({ steps }) => steps.length > 1);
  const isDense = pack.reserveWeights(memory, needsBonds);
  const areas = reserveAreas(memory, largest, isDense);
  const outcome = memory.reserve(outcomeBytes);
  if (memory.size > MAX_MEMORY_BYTES) {
    const needed = `${Math.ceil(memory.size / 2 ** 20)} MiB of WebAssembly's ${Math.ceil(MAX_MEMORY_BYTES / 2 ** 20)}`;
    throw new ComputeError('compute/too-large', `The job needs ${needed}.`);
  }
  space.later(({ u32, f64 }) => {
    f64.fill(2 ** 52, at.H_INTEGERS / 8, at.H_INTEGERS / 8 + 2);
    u32.fill(at.BOND_KEPT, at.H_KEPT / 4, at.H_KEPT / 4 + 4);
    u32.fill(at.BOND_VALUE, at.H_VALUES / 4, at.H_VALUES / 4 + 4);
    f64.set(SERIES_SLACK, at.H_SLACK / 8);
    u32[at.H_MAGIC / 4] = at.JOB_MAGIC;
    u32[at.H_BYTES / 4] = space.size;
    u32[at.H_MEMORY / 4] = memory.size;
    u32[at.H_OUTCOME / 4] = outcome;
    u32[at.H_SERIES / 4] = table;
    u32[at.H_SERIES_COUNT / 4] = series.length;
    u32[at.H_EVERY / 4] = Number(isEvery);
    u32[at.H_BONDS / 4] = Number(output.bonds === true);
    u32.set(areas, at.H_AREAS / 4);
  });
  return space.finish();
}

interface Packers {
  matrix(matrix: SparseMatrix): StoredMatrix;
  rows(n: number, matrices: readonly StoredMatrix[]): PackedRows;
  weights(n: number, matrix: StoredMatrix, rows: PackedRows): PackedWeights;
  stake(stake: BigInt64Array): number;
  keeps(keeps: readonly boolean[]): number;
  /** Reserves what the kernel makes of all the weights; whether any of it is dense. */
  reserveWeights(memory: JobSpace, needsBonds: boolean): boolean;
}

/** What is the same object is packed once. */
function createPackers(space: JobSpace, filledRows: FindFilledRows): Packers {
  const weights = new Map<StoredMatrix, PackedWeights[]>();
  let lastRows: { readonly matrices: readonly StoredMatrix[]; readonly packed: PackedRows } | undefined;
  return {
    matrix: once((matrix) => storeMatrix(space, matrix, filledRows(matrix))),
    rows(n, matrices) {
      const isSame =
        lastRows?.matrices.length === matrices.length && matrices.every((m, k) => m === lastRows!.matrices[k]);
      if (!isSame) lastRows = { matrices, packed: packRows(space, n, matrices, lastRows?.packed) };
      return lastRows!.packed;
    },
    weights(n, matrix, rows) {
      const known = weights.get(matrix) ?? [];
      weights.set(matrix, known);
      let one = known.find((other) => other.rows.offset === rows.offset);
      if (!one) {
        one = packWeights(space, n, matrix, rows);
        known.push(one);
      }
      return one;
    },
    stake: once((stake) => {
      const offset = space.reserve(stake.byteLength);
      space.later(({ i64 }) => i64.set(stake, offset / 8));
      return offset;
    }),
    keeps: once((keeps) => {
      const offset = space.reserve(keeps.length);
      space.later(({ u8 }) => u8.set(Uint8Array.from(keeps, Number), offset));
      return offset;
    }),
    reserveWeights: (memory, needsBonds) =>
      [...weights.values()]
        .flat()
        .reduce((isAnyDense, one) => reserveWeights(space, memory, one, needsBonds) || isAnyDense, false),
  };
}

function once<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}

function packStep(space: JobSpace, offset: number, step: EpochStep, weights: PackedWeights, pack: Packers): void {
  const { core, keepsBonds } = step;
  const stake = pack.stake(core.activeStake);
  const keeps = keepsBonds ? pack.keeps(keepsBonds) : 0;
  space.later(({ u32, i32, i64 }) => {
    const long = offset / 8;
    i64[long + at.STEP_KAPPA / 8] = core.kappa;
    i64[long + at.STEP_PENALTY / 8] = core.bondsPenalty;
    i64[long + at.STEP_ALPHA / 8] = core.bondsAlpha;
    i64[long + at.STEP_ALPHA_LOW / 8] = core.alphaLow;
    i64[long + at.STEP_ALPHA_HIGH / 8] = core.alphaHigh;
    const word = offset / 4;
    u32[word + at.STEP_WEIGHTS / 4] = weights.offset;
    u32[word + at.STEP_STAKE / 4] = stake;
    u32[word + at.STEP_KEEPS / 4] = keeps;
    i32[word + at.STEP_STEEPNESS / 4] = core.alphaSigmoidSteepness;
    u32[word + at.STEP_YUMA3 / 4] = Number(core.yuma3);
    u32[word + at.STEP_LIQUID / 4] = Number(core.liquidAlpha);
  });
}

/** Packs the step before once more. */
function repeatStep(space: JobSpace, offset: number): void {
  space.later(({ u32 }) => u32.copyWithin(offset / 4, (offset - at.STEP_BYTES) / 4, offset / 4));
}
