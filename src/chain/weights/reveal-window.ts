/**
 * Epochs of commit–reveal: in which epoch a commit was made, and when it may be opened (spec participation §5.2).
 *
 *   E = SubnetEpochIndex, plus 1 if an epoch is due in the block that asks and has not run in it
 *   P = RevealPeriodEpochs
 *
 *   epoch c: commit ──── c + P: reveal, in any block ──── c + P + 1: expired
 *               too early ───────┘                            └──────── dropped
 *
 * Sums saturate at 2^64−1, as in the pallet.
 */
import { clampU64 } from '../fixed/index.ts';

/** - `early`: not yet · `open`: now · `expired`: not any more */
export type RevealWindow = 'early' | 'open' | 'expired';

/** Where epoch `now` stands for a commit of epoch `commitEpoch`. */
export function revealWindow(commitEpoch: bigint, now: bigint, periodEpochs: bigint): RevealWindow {
  const reveal = clampU64(commitEpoch + periodEpochs);
  if (now < reveal) return 'early';
  return now === reveal ? 'open' : 'expired';
}

/** The epoch whose commits may be opened in epoch `now`; 0 while none may. Queues of earlier epochs are dropped. */
export const openCommitEpoch = (now: bigint, periodEpochs: bigint): bigint => clampU64(now - periodEpochs);

/** Whether a subnet is old enough for any commit to be opened. */
export const hasOpenCommits = (now: bigint, periodEpochs: bigint): boolean => now >= periodEpochs;
