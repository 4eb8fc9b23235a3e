/** Joining an epoch's queue of time-locked commits (spec participation §5.4). */
import type { Bytes } from '../bytes.ts';
import { equalBytes } from '../bytes.ts';

/** As `TimelockedWeightCommits` has it. */
export type TimelockedCommit = readonly [hotkey: Bytes, block: bigint, ciphertext: Bytes, round: bigint];

/** Commits that one hotkey may have in the queue of one mechanism and epoch. */
export const MAX_TIMELOCKED_COMMITS = 10;

/** Whether the hotkey already has as many commits in the queue as it may (`TooManyUnrevealedCommits`). */
export function hasTooManyCommits(queue: readonly TimelockedCommit[], hotkey: Bytes): boolean {
  return queue.filter(([committer]) => equalBytes(committer, hotkey)).length >= MAX_TIMELOCKED_COMMITS;
}
