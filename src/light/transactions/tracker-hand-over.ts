/**
 * Handing a transaction to the network: when it is due, and what comes of it.
 *
 * Servers forget: pools are bounded, nodes restart, and a light client tells nobody whether a peer kept what it was sent.
 * So what is in no block yet is handed over again, to each new connection and every few blocks. A pool that has it says so.
 */
import type { BlockRef } from '../../chain/block-ref.ts';
import { abortable } from '../clock.ts';
import type { ChainEngine, EngineStatus } from '../types.ts';
import { refusalOf } from './track-refusal.ts';
import { handingOver, refusedBy, taken } from './track-step.ts';
import type { TrackedTransaction } from './tracked-transaction.ts';
import type { TrackerBook } from './tracker-book.ts';

/** Two minutes of finney: seldom enough to bother nobody, often enough for the shortest useful era (64 blocks). */
export const HAND_OVER_BLOCKS = 10;

/** @param isReconnected the connection is another than that of the last hand-over */
export function isHandOverDue(
  transaction: TrackedTransaction,
  status: EngineStatus,
  head: BlockRef,
  isReconnected: boolean,
): boolean {
  const { state, validUntil, specVersion, lastHandOver } = transaction;
  if (state.type !== 'signed' && state.type !== 'submitted') return false;
  const best = Math.max(status.best?.number ?? 0, head.number);
  if (best + 1 >= validUntil) return false;
  // Its signature is over the runtime's version: after an upgrade no pool can take it.
  if (status.specVersion !== undefined && status.specVersion !== specVersion) return false;
  const blocks = state.type === 'signed' ? 1 : HAND_OVER_BLOCKS;
  return isReconnected || head.number - lastHandOver >= blocks;
}

/**
 * Hands it over once. True if a server answered; false if none could be asked, and the transaction stays as it is. Never
 * rejects.
 */
export async function handOver(
  book: TrackerBook,
  hash: string,
  engine: ChainEngine,
  signal: AbortSignal,
): Promise<boolean> {
  const head = engine.status.finalized?.number;
  await book.update(hash, (transaction) => handingOver(transaction, head ?? transaction.lastHandOver));
  const transaction = book.get(hash);
  if (!transaction || signal.aborted) return false;
  try {
    await abortable(engine.submit(transaction.bytes, { signal }), signal);
    await book.update(hash, taken);
    return true;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) await book.update(hash, (tracked) => refusedBy(tracked, refusal));
    return refusal !== undefined;
  }
}
