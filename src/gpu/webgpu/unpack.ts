/** What the kernels left in `results` and `bonds`, as `EpochCoreResult` (kernels/epoch.wgsl says where it is). */
import { I32F32 } from '../../chain/fixed/index.ts';
import { EMPTY_ROW, type EpochCoreResult, type SparseRow } from '../../chain/yuma/index.ts';
import { KEPT, RECORD_BYTES, SCORE_ONE } from './layout.ts';
import { keepsStoredOrder, type TaskPlace } from './pack.ts';

const VALUE = 0xffff;
const RECORD_WORDS = RECORD_BYTES / 4;

/** `results` and `bonds` are those of the whole submission. */
export function unpackTask(place: TaskPlace, results: Uint32Array, bonds: Uint32Array): EpochCoreResult {
  const { core, uids } = place.plan;
  const { n } = core;
  const word = (record: number, k: number) => results[(place.firstRecord + record) * RECORD_WORDS + k]!;
  const pair = (record: number, k: number) =>
    BigInt.asIntN(64, (BigInt(word(record, k + 1)) << 32n) | BigInt(word(record, k)));

  const consensus = new BigInt64Array(n);
  const incentive = new BigInt64Array(n);
  for (let column = 0; column < n; column++) {
    const score = word(column, 0);
    consensus[column] = score === SCORE_ONE ? I32F32.one : BigInt(score);
    incentive[column] = pair(column, 2);
  }
  const dividends = new BigInt64Array(n);
  const validatorTrust = new BigInt64Array(n);
  const bondRows = new Array<SparseRow>(n).fill(EMPTY_ROW);
  const isLiquid = core.yuma3 && core.liquidAlpha && consensus.some((c) => c !== 0n);
  uids.forEach((uid, row) => {
    dividends[uid] = pair(n + row, 0);
    validatorTrust[uid] = pair(n + row, 2);
    const first = place.firstCell + row * n;
    const cells = bonds.subarray(first, first + n);
    // Liquid alpha writes bonds in the order of the weights that they follow, everything else by column.
    const order = isLiquid && keepsStoredOrder(core) ? core.weights[uid]!.columns : cells.keys();
    bondRows[uid] = keptCells(cells, order);
  });
  return { consensus, incentive, validatorTrust, dividends, bonds: bondRows };
}

function keptCells(cells: Uint32Array, order: Iterable<number>): SparseRow {
  const columns: number[] = [];
  for (const column of order) if (cells[column]! & KEPT) columns.push(column);
  return { columns: Uint16Array.from(columns), values: Uint16Array.from(columns, (column) => cells[column]! & VALUE) };
}
