/**
 * Notices an engine that has died without a word, as a worker does that the browser ends for want of memory.
 *
 *   following, a block ── no newer block, and still "following" ──→ silent
 *
 * An engine that lives tells a stall after six slots or 8 s; one that goes on calling itself following for three times as
 * long is dead. Turns of a timer are counted and not hours: while a page is frozen, nobody is silent.
 */
import type { Clock } from '../../light/index.ts';
import type { ChainEngine } from '../../light/types.ts';
import { pause } from './pause.ts';

const SILENT_SLOTS = 18;
const MIN_SILENT_MS = 24_000;
const TURNS = 12;

/** Waits until the engine is silent, or until aborted. @returns whether it is silent. */
export async function waitForSilence(
  engine: Pick<ChainEngine, 'status'>,
  blockTimeMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  let seenAtMs: number | undefined;
  let turns = 0;
  while (turns < TURNS) {
    const limitMs = Math.max(SILENT_SLOTS * (engine.status.blockTimeMs ?? blockTimeMs), MIN_SILENT_MS);
    await pause(clock, limitMs / TURNS, signal);
    if (signal.aborted) return false;
    const { stage, finalizedAtMs } = engine.status;
    turns = stage === 'following' && finalizedAtMs === seenAtMs ? turns + 1 : 0;
    seenAtMs = finalizedAtMs;
  }
  return true;
}
