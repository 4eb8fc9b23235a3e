/**
 * What the kernel gave, as results. An outcome may come from a worker, so nothing in it is trusted: lengths, uids and
 * columns are checked, the numbers are the kernel's word. Results are views of the outcome; keep or copy all of it.
 */
import { EMPTY_ROW, type EpochCoreResult, type SparseRow } from '../../chain/yuma/index.ts';
import { ComputeError } from '../error.ts';
import type { EpochSeries, EpochShares, SeriesOutput, SeriesResult } from '../types.ts';
import { OUTCOME_FIELDS } from './assembly/layout.ts';

const U16 = Uint16Array.BYTES_PER_ELEMENT;
const U32 = Uint32Array.BYTES_PER_ELEMENT;
const I64 = BigInt64Array.BYTES_PER_ELEMENT;

/** @throws ComputeError `wasm/worker-failed` if the outcome is none of these series and this output */
export function unpackOutcome(
  series: readonly EpochSeries[],
  output: SeriesOutput,
  outcome: ArrayBuffer,
): SeriesResult[] {
  let offset = 0;
  /** The next `bytes` of the outcome. */
  const take = (bytes: number): number => {
    const start = offset;
    offset += bytes;
    if (offset > outcome.byteLength) throw garbled(`it ends at ${outcome.byteLength} bytes`);
    return start;
  };
  const results = series.map(({ steps }): SeriesResult => {
    const { n } = steps[0]!.core;
    const epochs = Array.from({ length: output.epochs === 'last' ? 1 : steps.length }, (): EpochShares => {
      const start = take(n * OUTCOME_FIELDS * I64);
      const field = (k: number) => new BigInt64Array(outcome, start + k * n * I64, n);
      return { consensus: field(0), incentive: field(1), validatorTrust: field(2), dividends: field(3) };
    });
    return { epochs, bonds: output.bonds ? unpackBonds(n, outcome, take) : undefined };
  });
  if (offset !== outcome.byteLength) throw garbled(`${outcome.byteLength - offset} bytes are left over`);
  return results;
}

function unpackBonds(n: number, outcome: ArrayBuffer, take: (bytes: number) => number): EpochCoreResult['bonds'] {
  const [rowCount = 0, cells = 0] = new Uint32Array(outcome, take(2 * U32), 2);
  if (rowCount > n) throw garbled(`${rowCount} rows of ${n} neurons have bonds`);
  const table = new Uint32Array(outcome, take(rowCount * 2 * U32), rowCount * 2);
  // Both kinds of u16, filled up to a multiple of 8.
  const columnsStart = take(Math.ceil((cells * 2 * U16) / I64) * I64);
  const columns = new Uint16Array(outcome, columnsStart, cells);
  const values = new Uint16Array(outcome, columnsStart + cells * U16, cells);
  // By index and without a branch, because of all that is done here this is done most often.
  let highest = 0;
  for (let k = 0; k < cells; k++) highest = Math.max(highest, columns[k]!);
  if (cells > 0 && highest >= n) throw garbled(`a bond is for uid ${highest} of ${n}`);

  const rows = new Array<SparseRow>(n).fill(EMPTY_ROW);
  let first = 0;
  for (let k = 0; k < rowCount; k++) {
    const uid = table[2 * k]!;
    const end = first + table[2 * k + 1]!;
    if (uid >= n || end > cells) throw garbled(`the bonds of uid ${uid} end at ${end} of ${cells}`);
    if (end > first) rows[uid] = { columns: columns.subarray(first, end), values: values.subarray(first, end) };
    first = end;
  }
  if (first !== cells) throw garbled(`${cells - first} bonds belong to no row`);
  return rows;
}

function garbled(what: string): ComputeError {
  return new ComputeError('wasm/worker-failed', `The kernel's outcome is garbled: ${what}.`);
}
