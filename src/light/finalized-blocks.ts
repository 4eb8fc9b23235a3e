/**
 * Which blocks are known to be final. A proof against a block's state root says nothing unless the block is.
 *
 * Blocks become known by following the head, or by proof: the state of the finalized head holds the hashes of the blocks
 * before it (`System.BlockHash`, 2 400 of them on Bittensor).
 */
import type { BlockHash, BlockRef } from '../chain/block-ref.ts';

/** Hashes kept: the window of history that is read at (256 blocks) with room. Older ones are proved again when needed. */
export const MAX_KNOWN_BLOCKS = 1024;

export class FinalizedBlocks {
  /** In the order in which they became known. */
  readonly #numbers = new Map<BlockHash, number>();

  add(block: BlockRef): void {
    this.#numbers.delete(block.hash);
    this.#numbers.set(block.hash, block.number);
    for (const oldest of this.#numbers.keys()) {
      if (this.#numbers.size <= MAX_KNOWN_BLOCKS) break;
      this.#numbers.delete(oldest);
    }
  }

  /** undefined if the block is not known to be final. */
  numberOf(hash: BlockHash): number | undefined {
    return this.#numbers.get(hash);
  }
}
