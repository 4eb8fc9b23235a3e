/**
 * When figures are stale: the chain is not followed, or it went on without them. Stale figures are greyed and say how old.
 */
import type { EngineStatus } from '../../light/types.ts';
import type { Snapshot } from '../../roles/index.ts';

/** A snapshot so many finalized blocks behind was missed, not merely not renewed yet (views are renewed every few blocks). */
export const STALE_BLOCKS = 60;

export function isStale(snapshot: Snapshot<unknown>, engine: EngineStatus | undefined): boolean {
  if (engine?.stage !== 'following') return true;
  return (engine.finalized?.number ?? snapshot.at.number) - snapshot.at.number > STALE_BLOCKS;
}

/** The newest block that is known of, for clocks that tick by blocks; the snapshot's own when nothing else is. */
export function currentBlock(engine: EngineStatus | undefined, snapshot: Snapshot<unknown> | undefined): number {
  return Math.max(engine?.best?.number ?? 0, engine?.finalized?.number ?? 0, snapshot?.at.number ?? 0);
}
