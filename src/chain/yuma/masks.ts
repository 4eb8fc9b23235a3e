/**
 * Masks: which stored weights and bonds an epoch may use (spec yuma §3.5, §4). A masked entry is removed, not zeroed;
 * the order of the others stays. Columns ≥ n, which may linger in storage, are removed as well.
 */
import type { SparseMatrix, SparseRow } from './types.ts';

export const EMPTY_ROW: SparseRow = { columns: new Uint16Array(0), values: new Uint16Array(0) };

/** The row of `uid` with the entries that `keep` accepts. */
function filterRow(row: SparseRow, keep: (column: number) => boolean): SparseRow {
  const kept: number[] = [];
  row.columns.forEach((column, k) => {
    if (keep(column)) kept.push(k);
  });
  if (kept.length === row.columns.length) return row;
  return {
    columns: Uint16Array.from(kept, (k) => row.columns[k]!),
    values: Uint16Array.from(kept, (k) => row.values[k]!),
  };
}

/** What decides which weights count. All arrays by uid, length n. */
export interface WeightMask {
  readonly permits: readonly boolean[];
  readonly ownerUid: number | undefined;
  readonly lastUpdate: readonly bigint[];
  readonly registeredAt: readonly bigint[];
  /** Undefined while commit-reveal is off. */
  readonly commitBlocks: readonly bigint[] | undefined;
}

/**
 * The weights that count: rows of permitted validators, without their weight on themselves (but for the owner), on
 * neurons registered since their last update (in the same block counts as since), or registered after their commit.
 */
export function maskWeights(stored: SparseMatrix, mask: WeightMask): SparseMatrix {
  const n = mask.permits.length;
  return mask.permits.map((permitted, uid) => {
    const row = stored[uid];
    if (!permitted || row === undefined) return EMPTY_ROW;
    const updated = mask.lastUpdate[uid]!;
    const committed = mask.commitBlocks?.[uid];
    return filterRow(row, (column) => {
      if (column >= n || (column === uid && uid !== mask.ownerUid)) return false;
      const registered = mask.registeredAt[column]!;
      return updated > registered && (committed === undefined || committed >= registered);
    });
  });
}

/** The bonds that still stand: those on neurons registered before `lastTempo`. */
export function maskBonds(stored: SparseMatrix, lastTempo: bigint, registeredAt: readonly bigint[]): SparseMatrix {
  const n = registeredAt.length;
  return registeredAt.map((_, uid) =>
    filterRow(stored[uid] ?? EMPTY_ROW, (column) => column < n && lastTempo > registeredAt[column]!),
  );
}
