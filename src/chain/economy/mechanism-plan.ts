/**
 * What is stored per mechanism of a subnet (spec yuma §2, §7), read for an epoch.
 */
import type { Bytes } from '../bytes.ts';
import { toHex } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { storage } from '../schema/index.ts';
import type { HashCommits, MechanismInput, SparseMatrix, SparseRow, TimelockedCommits } from '../yuma/index.ts';
import { NETUIDS } from './networks.ts';
import type { ReadPlan } from './read-plan.ts';
import { read, readAll, together } from './read-plan.ts';

const subtensor = storage.SubtensorModule;

/** The longest period that the chain lets an owner choose; bounds how many commit queues a state can make us ask for. */
export const MAX_REVEAL_PERIOD = 100n;

/** `NetUidStorageIndex`: the key of everything that is stored per mechanism. */
export const storageIndex = (netuid: number, mechanism: number): number => netuid + NETUIDS * mechanism;

/** A stored row `[(uid, value)]` as columns. */
export function toSparseRow(entries: readonly (readonly [number, number])[]): SparseRow {
  return {
    columns: Uint16Array.from(entries, ([uid]) => uid),
    values: Uint16Array.from(entries, ([, value]) => value),
  };
}

/** Rows 0…n−1 of `Weights` or `Bonds`, one round. */
export function* rowsPlan(item: typeof subtensor.Weights, index: number, n: number): ReadPlan<SparseMatrix> {
  const rows = yield* readAll(Array.from({ length: n }, (_, uid) => read(item, index, uid)));
  return rows.map(toSparseRow);
}

export interface MechanismContext {
  readonly netuid: number;
  readonly mechanism: number;
  readonly hotkeys: readonly (Bytes | undefined)[];
  readonly commitRevealEnabled: boolean;
  /** Already including the epoch that runs now. */
  readonly epochIndex: bigint;
  readonly revealPeriod: bigint;
}

/** Everything an epoch takes from one mechanism, one round. Commits are read only where commit-reveal is on. */
export function* mechanismPlan(context: MechanismContext): ReadPlan<MechanismInput> {
  const { netuid, mechanism, hotkeys, commitRevealEnabled } = context;
  const index = storageIndex(netuid, mechanism);
  const [[lastUpdate], weights, bonds, commits] = yield* together(
    readAll([read(subtensor.LastUpdate, index)]),
    rowsPlan(subtensor.Weights, index, hotkeys.length),
    rowsPlan(subtensor.Bonds, index, hotkeys.length),
    commitRevealEnabled ? commitsPlan(index, context) : noCommits(),
  );
  return { lastUpdate: BigUint64Array.from(lastUpdate), weights, bonds, ...commits };
}

type Commits = Pick<MechanismInput, 'weightCommits' | 'timelockedCommits'>;

// biome-ignore lint/correctness/useYield: a plan that has nothing to ask.
function* noCommits(): ReadPlan<Commits> {
  return { weightCommits: [], timelockedCommits: [] };
}

/**
 * The commits that have not expired: of epoch e while `epochIndex ≤ e + revealPeriod`.
 * @throws ChainError `economy/reveals-due` if time-locked weights may be revealed in this very block, before the epoch:
 *   what they become depends on the beacon and is not computed here. `economy/reveal-period` beyond `MAX_REVEAL_PERIOD`.
 */
function* commitsPlan(index: number, context: MechanismContext): ReadPlan<Commits> {
  const { hotkeys, epochIndex, revealPeriod } = context;
  if (revealPeriod > MAX_REVEAL_PERIOD) {
    throw new ChainError('economy/reveal-period', `expected at most ${MAX_REVEAL_PERIOD} epochs, got ${revealPeriod}`);
  }
  const first = epochIndex > revealPeriod ? epochIndex - revealPeriod : 0n;
  const epochs = Array.from({ length: Number(epochIndex - first) + 1 }, (_, i) => first + BigInt(i));
  const uids = new Map(hotkeys.flatMap((hotkey, uid) => (hotkey ? [[toHex(hotkey), uid] as const] : [])));
  const [queues, hashes] = yield* together(
    readAll(epochs.map((epoch) => read(subtensor.TimelockedWeightCommits, index, epoch))),
    readAll(hotkeys.flatMap((hotkey) => (hotkey ? [read(subtensor.WeightCommits, index, hotkey)] : []))),
  );
  if (epochIndex >= revealPeriod && queues[0]!.length > 0) {
    throw new ChainError('economy/reveals-due', 'time-locked weights are due in the block of the epoch', {
      field: `TimelockedWeightCommits[${index}][${first}]`,
    });
  }
  const timelockedCommits: TimelockedCommits[] = epochs.map((epoch, i) => ({
    epoch,
    commits: queues[i]!.flatMap(([hotkey, block]) => {
      const uid = uids.get(toHex(hotkey));
      return uid === undefined ? [] : [{ uid, block }];
    }),
  }));
  const weightCommits: HashCommits[] = [...uids.values()].flatMap((uid, i) => {
    const queue = hashes[i] ?? [];
    return queue.length === 0 ? [] : [{ uid, queue: queue.map(([, epoch, block]) => ({ epoch, block })) }];
  });
  return { timelockedCommits: timelockedCommits.filter(({ commits }) => commits.length > 0), weightCommits };
}
