/** What stands between two epochs of a series: the bonds that the chain stores of those that an epoch leaves. */
import { EMPTY_ROW, type SparseMatrix } from '../chain/yuma/index.ts';
import type { EpochStep } from './types.ts';

/** `bonds` by uid, as the epoch left them; rows of uids that keep none become empty (spec yuma 6.3). */
export function storedBonds({ keepsBonds }: EpochStep, bonds: SparseMatrix): SparseMatrix {
  return keepsBonds ? bonds.map((row, uid) => (keepsBonds[uid] ? row : EMPTY_ROW)) : bonds;
}
