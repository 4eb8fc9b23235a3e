/**
 * Opens a queue of time-locked weight commits: what the chain does with it at the beginning of a block (spec participation
 * §5.4; subtensor `coinbase/reveal_commits.rs`).
 *
 *   entry ─▶ pulse of its round missing? ─yes─▶ kept for the next block
 *                 └─no─▶ decrypt, decode, compare the hotkey ─fails─▶ dropped, without a word
 *                                  └─▶ weights, to be checked as if they were set
 *
 * Pure, so that an auditor repeats it from the state before the block. Of several commits of one hotkey the last one stays,
 * because all of them are set one after another.
 */
import type { Bytes } from '../bytes.ts';
import type { RevealedPayload } from './payload.ts';
import { type RevealRefusal, revealTimelockedWeights } from './reveal.ts';

/** As `TimelockedWeightCommits` has it. */
export type TimelockedCommit = readonly [hotkey: Bytes, block: bigint, ciphertext: Bytes, round: bigint];

/** Weights that came out of a commit; not checked yet. */
export interface OpenedCommit extends Omit<RevealedPayload, 'hotkey'> {
  /** Who committed them. */
  readonly hotkey: Bytes;
}

export interface OpenedQueue {
  /** In the order of the queue. */
  readonly opened: readonly OpenedCommit[];
  /** What stays in the queue, in its order. */
  readonly kept: readonly TimelockedCommit[];
  readonly dropped: readonly { readonly hotkey: Bytes; readonly code: RevealRefusal }[];
}

/** @param signatureOf the signature of a round's stored pulse, undefined if the chain does not have it */
export function openTimelockedQueue(
  queue: readonly TimelockedCommit[],
  signatureOf: (round: bigint) => Bytes | undefined,
): OpenedQueue {
  const opened: OpenedCommit[] = [];
  const kept: TimelockedCommit[] = [];
  const dropped: { readonly hotkey: Bytes; readonly code: RevealRefusal }[] = [];
  for (const commit of queue) {
    const [hotkey, , ciphertext, round] = commit;
    const signature = signatureOf(round);
    if (!signature) {
      kept.push(commit);
      continue;
    }
    const revealed = revealTimelockedWeights(ciphertext, signature, hotkey);
    if (revealed.ok) opened.push({ hotkey, ...revealed.weights });
    else dropped.push({ hotkey, code: revealed.code });
  }
  return { opened, kept, dropped };
}
