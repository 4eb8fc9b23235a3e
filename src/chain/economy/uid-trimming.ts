/**
 * Which neurons stay when a subnet is made smaller (the pallet's `trim_to_max_allowed_uids`).
 *
 * Those that earned least go, of equals the one with the higher uid first; immortal and immune ones stay. So that enough
 * can go, at most a part of the new size may be immune: the whole percentage must be below `MaxImmuneUidsPercentage`.
 */
import { ascending } from '../fixed/index.ts';

const PERCENT = 100;

export interface UidTrimming {
  /** `Emission` by uid, rao. */
  readonly emissionsRao: readonly bigint[];
  /** By uid: whether the neuron is immortal or immune. */
  readonly spared: readonly boolean[];
  /** Size of the subnet afterwards, 1 or more. */
  readonly maxUids: number;
}

/** True if trimming to `maxUids` would leave too large a part of spared neurons. */
export function isTooImmuneToTrim({ spared, maxUids }: UidTrimming, maxImmunePercentage: number): boolean {
  const immune = spared.filter(Boolean).length;
  return Math.floor((immune * PERCENT) / maxUids) >= maxImmunePercentage;
}

/** The uids that stay, ascending: their new uids are their places in this list. More than `maxUids` if too many are spared. */
export function uidsToKeep({ emissionsRao, spared, maxUids }: UidTrimming): readonly number[] {
  const uids = emissionsRao.map((_, uid) => uid);
  const leaving = uids
    .filter((uid) => !spared[uid])
    .sort((a, b) => ascending(emissionsRao[a]!, emissionsRao[b]!) || b - a)
    .slice(0, Math.max(uids.length - maxUids, 0));
  const gone = new Set(leaving);
  return uids.filter((uid) => !gone.has(uid));
}
