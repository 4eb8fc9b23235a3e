/** How results of two engines are compared: bit for bit, with the first difference in words. */
import type { EpochCoreResult, SparseMatrix } from '../chain/yuma/index.ts';
import type { EpochShares, SeriesResult } from './types.ts';

const FIELDS = ['consensus', 'incentive', 'validatorTrust', 'dividends'] as const;

/** The first place in which two results differ, in words; undefined if they are equal in every bit. */
export function firstDifference(expected: EpochCoreResult, got: EpochCoreResult): string | undefined {
  return sharesDifference(expected, got) ?? bondsDifference(expected.bonds, got.bonds);
}

/** The same for two series; what one has and the other has not is a difference too. */
export function seriesDifference(expected: SeriesResult, got: SeriesResult): string | undefined {
  if (expected.epochs.length !== got.epochs.length) return `${got.epochs.length} epochs, not ${expected.epochs.length}`;
  for (const [epoch, shares] of expected.epochs.entries()) {
    const difference = sharesDifference(shares, got.epochs[epoch]!);
    if (difference) return `epoch ${epoch}: ${difference}`;
  }
  if (!expected.bonds || !got.bonds) return expected.bonds === got.bonds ? undefined : 'bonds on one side only';
  return bondsDifference(expected.bonds, got.bonds);
}

function sharesDifference(expected: EpochShares, got: EpochShares): string | undefined {
  for (const field of FIELDS) {
    if (got[field].length !== expected[field].length) return `${field} has ${got[field].length} uids`;
    const uid = expected[field].findIndex((bits, k) => got[field][k] !== bits);
    if (uid >= 0) return `${field} of uid ${uid} is ${got[field][uid]}, not ${expected[field][uid]}`;
  }
  return undefined;
}

function bondsDifference(expected: SparseMatrix, got: SparseMatrix): string | undefined {
  if (got.length !== expected.length) return `${got.length} rows of bonds, not ${expected.length}`;
  for (const [uid, row] of expected.entries()) {
    const other = got[uid];
    const isEqual =
      other !== undefined &&
      other.columns.length === row.columns.length &&
      row.columns.every((column, k) => other.columns[k] === column && other.values[k] === row.values[k]);
    if (!isEqual) return `bonds of uid ${uid} differ`;
  }
  return undefined;
}
