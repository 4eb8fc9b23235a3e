/** How results of two engines are compared: bit for bit, with the first difference in words. */
import type { EpochCoreResult } from '../chain/yuma/index.ts';

/** The first place in which two results differ, in words; undefined if they are equal in every bit. */
export function firstDifference(expected: EpochCoreResult, got: EpochCoreResult): string | undefined {
  for (const field of ['consensus', 'incentive', 'validatorTrust', 'dividends'] as const) {
    const uid = expected[field].findIndex((bits, k) => got[field][k] !== bits);
    if (uid >= 0) return `${field} of uid ${uid} is ${got[field][uid]}, not ${expected[field][uid]}`;
    if (got[field].length !== expected[field].length) return `${field} has ${got[field].length} uids`;
  }
  for (const [uid, row] of expected.bonds.entries()) {
    const other = got.bonds[uid];
    const isEqual =
      other !== undefined &&
      other.columns.length === row.columns.length &&
      row.columns.every((column, k) => other.columns[k] === column && other.values[k] === row.values[k]);
    if (!isEqual) return `bonds of uid ${uid} differ`;
  }
  return undefined;
}
