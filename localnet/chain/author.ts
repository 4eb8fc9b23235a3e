/**
 * The clock of the chain: one block per slot, made by whichever authority's turn it is.
 *
 *   slot = ⌊unix time / block time⌋
 *
 * A slot that was missed (a sleeping machine, a long epoch, a clock put forward) is left empty, as on a network whose
 * author was away. A clock put back makes the chain wait until its last slot has passed again: no slot has two blocks.
 */
import type { Chain } from './chain.ts';
import { FINALITY_LAG } from './chain.ts';

export interface AuthorOptions {
  readonly chain: Chain;
  readonly blockTimeMs: number;
  readonly nowMs: () => number;
  /** Told once, when blocks can no longer be made or kept; the author has stopped then. */
  readonly onFailure: (error: unknown) => void;
}

/** Makes blocks until stopped. */
export function startAuthor({ chain, blockTimeMs, nowMs, onFailure }: AuthorOptions): { readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const fail = (error: unknown) => {
    if (isStopped) return;
    stop();
    onFailure(error);
  };
  const stop = () => {
    isStopped = true;
    clearTimeout(timer);
  };
  const waitForSlot = () => {
    timer = setTimeout(tick, blockTimeMs - (nowMs() % blockTimeMs));
  };
  const tick = () => {
    try {
      const slot = slotAt(nowMs(), blockTimeMs);
      if (slot > chain.lastSlot) {
        const block = chain.produce(slot);
        chain.finalizeTo(block.number - FINALITY_LAG).catch(fail);
      }
      waitForSlot();
    } catch (error) {
      fail(error);
    }
  };
  waitForSlot();
  return { stop };
}

export const slotAt = (nowMs: number, blockTimeMs: number): bigint => BigInt(Math.floor(nowMs / blockTimeMs));

/** Blocks made between two looks at the event loop. */
const BLOCKS_AT_ONCE = 16;

/**
 * Gives a young chain a past: up to `blocks` finalized blocks in all, in the slots before now. A light client needs some
 * to start from. A chain that is long enough, or has no free slots, stays as it is.
 */
export async function makeHistory(chain: Chain, blocks: number, nowMs: number, blockTimeMs: number): Promise<void> {
  const current = slotAt(nowMs, blockTimeMs);
  const wanted = current - BigInt(Math.max(blocks - chain.blockCount, 0));
  const first = wanted > chain.lastSlot ? wanted : chain.lastSlot + 1n;
  for (let slot = first; slot < current; slot++) {
    const { number } = chain.produce(slot);
    if (number % BLOCKS_AT_ONCE === 0) await chain.finalizeTo(number);
  }
  await chain.finalizeTo(chain.best.number);
}
