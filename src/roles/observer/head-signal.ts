/**
 * Hands the newest finalized block to a loop that may be busy: blocks that came meanwhile are skipped, never queued.
 */
import type { BlockRef } from '../../chain/block-ref.ts';

export class HeadSignal {
  #head: BlockRef | undefined;
  #fresh = false;
  #wake: (() => void) | undefined;

  /** A new finalized block. */
  set(head: BlockRef): void {
    if (this.#head?.hash === head.hash) return;
    this.#head = head;
    this.poke();
  }

  /** Makes the loop go round again with the same block: something new is wanted of it. */
  poke(): void {
    this.#fresh = this.#head !== undefined;
    if (this.#fresh) this.#wake?.();
  }

  /** The newest block, once there is one that was not handed out yet. @throws the abort reason. */
  async next(signal: AbortSignal): Promise<BlockRef> {
    while (!this.#fresh) {
      signal.throwIfAborted();
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const onAbort = () => resolve();
      signal.addEventListener('abort', onAbort, { once: true });
      await promise;
      signal.removeEventListener('abort', onAbort);
    }
    signal.throwIfAborted();
    this.#fresh = false;
    return this.#head!;
  }
}
