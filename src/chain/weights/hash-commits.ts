/**
 * A validator's queue of committed hashes, and what revealing does to it (spec participation §5.3; subtensor
 * `subnets/weights.rs`, `do_commit_weights`, `do_reveal_weights`, `do_batch_reveal_weights`).
 *
 *   oldest ─▶ [ expired … | waiting … ] ◀─ newest           expired ones leave from the front whenever the queue is touched
 *
 * A reveal takes its commit and all older ones out; a batch takes only those that it names. Pure: the queue as stored, in
 * the chain's own tuples, and the epoch go in; the queue to store and the error come out.
 */
import type { Bytes } from '../bytes.ts';
import { equalBytes } from '../bytes.ts';
import { revealWindow } from './reveal-window.ts';

/** Commits of one hotkey in one mechanism that may wait at a time. */
export const MAX_WAITING_COMMITS = 10;

/** As `WeightCommits` has it; the last part is not used any more. */
export type HashCommit = readonly [hash: Bytes, epoch: bigint, block: bigint, unused: bigint];

/** The epoch that it is, and how many epochs a commit waits. */
export interface RevealClock {
  readonly epoch: bigint;
  readonly periodEpochs: bigint;
}

/** Names of `SubtensorModule` errors. */
export type RevealError =
  | 'NoWeightsCommitFound'
  | 'ExpiredWeightCommit'
  | 'InvalidRevealCommitHashNotMatch'
  | 'RevealTooEarly';

export type CommitOutcome =
  | { readonly ok: true; readonly queue: readonly HashCommit[] }
  | { readonly ok: false; readonly error: 'TooManyUnrevealedCommits' };

export type RevealOutcome =
  | { readonly ok: true; readonly queue: readonly HashCommit[] }
  | { readonly ok: false; readonly error: RevealError };

/** The queue with a commit made in block `block`. */
export function addHashCommit(
  queue: readonly HashCommit[],
  hash: Bytes,
  block: bigint,
  clock: RevealClock,
): CommitOutcome {
  const { waiting } = dropExpired(queue, clock);
  if (waiting.length >= MAX_WAITING_COMMITS) return { ok: false, error: 'TooManyUnrevealedCommits' };
  return { ok: true, queue: [...waiting, [hash, clock.epoch, block, 0n]] };
}

/** The queue after `hash` has been shown. `queue`: undefined where nothing is stored. */
export function revealHashCommit(
  queue: readonly HashCommit[] | undefined,
  hash: Bytes,
  clock: RevealClock,
): RevealOutcome {
  if (!queue) return { ok: false, error: 'NoWeightsCommitFound' };
  const { waiting, expired } = dropExpired(queue, clock);
  const at = find(waiting, hash);
  if (at < 0) return { ok: false, error: missing(hash, expired, waiting.length === 0) };
  if (!isOpen(waiting[at]!, clock)) return { ok: false, error: 'RevealTooEarly' };
  return { ok: true, queue: waiting.slice(at + 1) };
}

/** The queue after all of `hashes` have been shown: all of them or none. A hash that is named twice is missing the second time. */
export function revealHashCommits(
  queue: readonly HashCommit[] | undefined,
  hashes: readonly Bytes[],
  clock: RevealClock,
): RevealOutcome {
  if (!queue) return { ok: false, error: 'NoWeightsCommitFound' };
  const { waiting, expired } = dropExpired(queue, clock);
  for (const hash of hashes) {
    const at = find(waiting, hash);
    if (at < 0) return { ok: false, error: missing(hash, expired, false) };
    if (!isOpen(waiting[at]!, clock)) return { ok: false, error: 'RevealTooEarly' };
  }
  let rest: readonly HashCommit[] = waiting;
  for (const hash of hashes) {
    const at = find(rest, hash);
    if (at < 0) return { ok: false, error: missing(hash, expired, false) };
    rest = rest.toSpliced(at, 1);
  }
  return { ok: true, queue: rest };
}

/** Only from the front: behind a commit that waits none has expired, unless the period was changed in between. */
function dropExpired(queue: readonly HashCommit[], { epoch, periodEpochs }: RevealClock) {
  const isExpired = ([, committed]: HashCommit) => revealWindow(committed, epoch, periodEpochs) === 'expired';
  const first = queue.findIndex((commit) => !isExpired(commit));
  const count = first < 0 ? queue.length : first;
  return { expired: queue.slice(0, count), waiting: queue.slice(count) };
}

const find = (queue: readonly HashCommit[], hash: Bytes): number =>
  queue.findIndex(([committed]) => equalBytes(committed, hash));

const isOpen = ([, committed]: HashCommit, { epoch, periodEpochs }: RevealClock): boolean =>
  revealWindow(committed, epoch, periodEpochs) === 'open';

function missing(hash: Bytes, expired: readonly HashCommit[], isEmpty: boolean): RevealError {
  if (find(expired, hash) >= 0) return 'ExpiredWeightCommit';
  return isEmpty ? 'NoWeightsCommitFound' : 'InvalidRevealCommitHashNotMatch';
}
