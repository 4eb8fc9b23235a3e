/**
 * Where a subnet stands between two epochs, ticking by blocks.
 *
 *   next = min(LastEpochBlock + Tempo, PendingEpochAt if > 0)      (subtensor epoch schedule; root and tempo 0 have none)
 */
import type { EpochClock } from '../../light/types.ts';

export type EpochPosition =
  /** No epochs: the root network, or a tempo of zero. */
  | { readonly kind: 'none' }
  | {
      readonly kind: 'ticking';
      readonly nextBlock: number;
      /** 0 = due now. */
      readonly blocksLeft: number;
      /** Part of the way that is done, 0…1. */
      readonly share: number;
    };

export function locateEpoch(netuid: number, clock: EpochClock, block: number): EpochPosition {
  if (netuid === 0 || clock.tempoBlocks === 0) return { kind: 'none' };
  const automatic = clock.lastEpochBlock + clock.tempoBlocks;
  const nextBlock = clock.pendingEpochAt > 0 ? Math.min(automatic, clock.pendingEpochAt) : automatic;
  const length = Math.max(1, nextBlock - clock.lastEpochBlock);
  const done = Math.min(length, Math.max(0, block - clock.lastEpochBlock));
  return { kind: 'ticking', nextBlock, blocksLeft: Math.max(0, nextBlock - block), share: done / length };
}
