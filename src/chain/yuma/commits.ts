/**
 * Commit blocks: since when a validator has had weights committed but not yet shown (spec yuma §3.6).
 * While commit-reveal is on, its weights do not count for neurons registered after that block.
 */
import { clampU64, U64_MAX } from '../fixed/index.ts';
import type { MechanismInput } from './types.ts';

/** Per uid the block of its oldest commit that can still be revealed; 2^64−1 if there is none. */
export function commitBlocks(
  mechanism: Pick<MechanismInput, 'weightCommits' | 'timelockedCommits'>,
  n: number,
  epochIndex: bigint,
  revealPeriodEpochs: bigint,
): bigint[] {
  const blocks = new Array<bigint>(n).fill(U64_MAX);
  const isExpired = (epoch: bigint) => epochIndex > clampU64(epoch + revealPeriodEpochs);
  const note = (uid: number, block: bigint) => {
    if (uid < n && block < blocks[uid]!) blocks[uid] = block;
  };

  for (const { uid, queue } of mechanism.weightCommits) {
    // QUIRK: only the first unexpired commit of a queue counts, even if a later one names an earlier block.
    const first = queue.find(({ epoch }) => !isExpired(epoch));
    if (first) note(uid, first.block);
  }
  for (const { epoch, commits } of mechanism.timelockedCommits) {
    if (!isExpired(epoch)) for (const { uid, block } of commits) note(uid, block);
  }
  return blocks;
}
