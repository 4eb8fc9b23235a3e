/**
 * The audit: what an epoch gave by our own computation against what the chain stored for it, uid by uid.
 *
 * Equal means equal in every bit; there is no tolerance. A stored column that is too short or too long differs in the
 * uids that it misses or has too many. Extrinsics of the epoch's own block run after it: uids that they gave to others are
 * left out. A subnet that they trimmed, or bonds that they reset, show as differences.
 */
import type { AuditDifference, SparseMatrix, SparseRow, StoredEpoch, SubnetEpochOutput } from './types.ts';

/** Differences that are listed; the rest is only counted. Enough for every field of a few dozen uids. */
export const MAX_DIFFERENCES = 256;

export interface EpochComparison {
  /** Fields compared, in order. */
  readonly fields: readonly string[];
  /** Our uids compared, and how many of them agree in every field. */
  readonly uids: number;
  readonly equalUids: number;
  /** The first `MAX_DIFFERENCES`, in order of field, mechanism, uid. */
  readonly differences: readonly AuditDifference[];
  readonly differenceCount: number;
}

type Column = ArrayLike<number | bigint | boolean>;

const COLUMNS = [
  'stakeWeight',
  'active',
  'consensus',
  'validatorTrust',
  'dividend',
  'emission',
  'validatorPermit',
] as const satisfies readonly (keyof StoredEpoch & keyof SubnetEpochOutput)[];

/** Fields compared, in the order shown. */
export const AUDIT_FIELDS = [...COLUMNS, 'incentive', 'bonds'] as const;

const ABSENT = 'absent';

/** Compares our output (`expected`) with the chain's storage. */
export function compareEpoch(expected: SubnetEpochOutput, stored: StoredEpoch): EpochComparison {
  const differences: AuditDifference[] = [];
  const differing = new Set<number>();
  let differenceCount = 0;
  const gone = new Set(stored.registeredSince);
  const n = expected.active.length;
  const uids = n - [...gone].filter((uid) => uid < n).length;

  const note = (difference: AuditDifference) => {
    if (gone.has(difference.uid)) return;
    differenceCount++;
    differing.add(difference.uid);
    if (differences.length < MAX_DIFFERENCES) differences.push(difference);
  };
  const compareColumn = (field: string, mechanism: number | undefined, ours: Column, theirs: Column) => {
    for (let uid = 0; uid < Math.max(ours.length, theirs.length); uid++) {
      if (ours[uid] === theirs[uid]) continue;
      note({ field, mechanism, uid, expected: String(ours[uid] ?? ABSENT), got: String(theirs[uid] ?? ABSENT) });
    }
  };
  const compareRows = (mechanism: number, ours: SparseMatrix, theirs: SparseMatrix) => {
    for (let uid = 0; uid < Math.max(ours.length, theirs.length); uid++) {
      const entry = firstUnequalEntry(ours[uid], theirs[uid]);
      if (entry === undefined) continue;
      const [got, wanted] = [describeEntry(theirs[uid], entry), describeEntry(ours[uid], entry)];
      note({ field: 'bonds', mechanism, uid, expected: wanted, got });
    }
  };

  for (const field of COLUMNS) compareColumn(field, undefined, expected[field], stored[field]);
  forEachMechanism(expected.incentive, stored.incentive, (mechanism, ours, theirs) =>
    compareColumn('incentive', mechanism, ours ?? [], theirs ?? []),
  );
  forEachMechanism(expected.bonds, stored.bonds, (mechanism, ours, theirs) =>
    compareRows(mechanism, ours ?? [], theirs ?? []),
  );

  const unequal = [...differing].filter((uid) => uid < n).length;
  return { fields: AUDIT_FIELDS, uids, equalUids: uids - unequal, differences, differenceCount };
}

function forEachMechanism<T>(
  ours: readonly T[],
  theirs: readonly T[],
  compare: (mechanism: number, ours: T | undefined, theirs: T | undefined) => void,
): void {
  for (let k = 0; k < Math.max(ours.length, theirs.length); k++) compare(k, ours[k], theirs[k]);
}

/** Position of the first entry in which two rows differ; an absent row counts as an empty one. */
function firstUnequalEntry(a: SparseRow | undefined, b: SparseRow | undefined): number | undefined {
  const entries = Math.max(a?.columns.length ?? 0, b?.columns.length ?? 0);
  for (let k = 0; k < entries; k++) {
    if (a?.columns[k] !== b?.columns[k] || a?.values[k] !== b?.values[k]) return k;
  }
  return undefined;
}

/** `to 7: 65535 (entry 3 of 12)` */
function describeEntry(row: SparseRow | undefined, k: number): string {
  const entries = row?.columns.length ?? 0;
  if (!row || k >= entries) return `${ABSENT} (${entries} entries)`;
  return `to ${row.columns[k]}: ${row.values[k]} (entry ${k + 1} of ${entries})`;
}
