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

/** A time-locked commit that may be opened in the epoch that runs now. */
export interface DueCommit {
  readonly mechanism: number;
  /** `undefined`: the hotkey is no longer registered. */
  readonly uid: number | undefined;
  readonly hotkey: Bytes;
  readonly block: bigint;
  /** Hostile bytes. */
  readonly commit: Bytes;
  /** The signature of its beacon round; undefined while the chain does not have it. */
  readonly signature: Bytes | undefined;
}

export interface PlannedMechanism {
  /** As stored, before anything is opened. */
  readonly input: MechanismInput;
  /** In the order of the queue. */
  readonly due: readonly DueCommit[];
}

/** Everything an epoch takes from one mechanism, two rounds. Commits are read only where commit-reveal is on. */
export function* mechanismPlan(context: MechanismContext): ReadPlan<PlannedMechanism> {
  const { netuid, mechanism, hotkeys, commitRevealEnabled } = context;
  const index = storageIndex(netuid, mechanism);
  const [[lastUpdate], weights, bonds, due, commits] = yield* together(
    readAll([read(subtensor.LastUpdate, index)]),
    rowsPlan(subtensor.Weights, index, hotkeys.length),
    rowsPlan(subtensor.Bonds, index, hotkeys.length),
    dueCommitsPlan(index, context),
    commitRevealEnabled ? commitsPlan(index, context) : noCommits(),
  );
  return { input: { lastUpdate: BigUint64Array.from(lastUpdate), weights, bonds, ...commits }, due };
}

type Commits = Pick<MechanismInput, 'weightCommits' | 'timelockedCommits'>;

// biome-ignore lint/correctness/useYield: a plan that has nothing to ask.
function* noCommits(): ReadPlan<Commits> {
  return { weightCommits: [], timelockedCommits: [] };
}

/** The first epoch whose commits have not expired: theirs are opened while the epoch index is this much later. */
const firstEpoch = ({ epochIndex, revealPeriod }: MechanismContext): bigint =>
  epochIndex > revealPeriod ? epochIndex - revealPeriod : 0n;

const uidsByHotkey = (hotkeys: MechanismContext['hotkeys']): ReadonlyMap<string, number> =>
  new Map(hotkeys.flatMap((hotkey, uid) => (hotkey ? [[toHex(hotkey), uid] as const] : [])));

/** Two rounds: the queue whose time has come, and the pulses that open it. */
function* dueCommitsPlan(index: number, context: MechanismContext): ReadPlan<DueCommit[]> {
  if (context.epochIndex < context.revealPeriod) return [];
  const [queue] = yield* readAll([read(subtensor.TimelockedWeightCommits, index, firstEpoch(context))]);
  if (queue.length === 0) return [];
  const rounds = [...new Set(queue.map(([, , , round]) => round))];
  const pulses = yield* readAll(rounds.map((round) => read(storage.Drand.Pulses, round)));
  const signatures = new Map(rounds.map((round, i) => [round, pulses[i]?.signature]));
  const uids = uidsByHotkey(context.hotkeys);
  return queue.map(([hotkey, block, commit, round]) => ({
    mechanism: context.mechanism,
    uid: uids.get(toHex(hotkey)),
    hotkey,
    block,
    commit,
    signature: signatures.get(round),
  }));
}

/**
 * The commits that have not expired: of epoch e while `epochIndex ≤ e + revealPeriod`.
 * @throws ChainError `economy/reveal-period` beyond `MAX_REVEAL_PERIOD`.
 */
function* commitsPlan(index: number, context: MechanismContext): ReadPlan<Commits> {
  const { hotkeys, epochIndex, revealPeriod } = context;
  if (revealPeriod > MAX_REVEAL_PERIOD) {
    throw new ChainError('economy/reveal-period', `expected at most ${MAX_REVEAL_PERIOD} epochs, got ${revealPeriod}`);
  }
  const first = firstEpoch(context);
  const epochs = Array.from({ length: Number(epochIndex - first) + 1 }, (_, i) => first + BigInt(i));
  const uids = uidsByHotkey(hotkeys);
  const [queues, hashes] = yield* together(
    readAll(epochs.map((epoch) => read(subtensor.TimelockedWeightCommits, index, epoch))),
    readAll(hotkeys.flatMap((hotkey) => (hotkey ? [read(subtensor.WeightCommits, index, hotkey)] : []))),
  );
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
