/** Blocks that are known to be final, with the roots of their states: what reads are checked against. */
import type { BlockHash } from '../../chain/block-ref.ts';
import type { Bytes } from '../../chain/bytes.ts';
import { MAX_KNOWN_BLOCKS } from '../finalized-blocks.ts';
import type { StateAt } from './state-reader.ts';

export class FinalStates {
  /** In the order in which they became known. */
  readonly #roots = new Map<BlockHash, Bytes>();

  add({ hash, stateRoot }: StateAt): void {
    this.#roots.set(hash, stateRoot);
    for (const oldest of this.#roots.keys()) {
      if (this.#roots.size <= MAX_KNOWN_BLOCKS) break;
      this.#roots.delete(oldest);
    }
  }

  has(hash: BlockHash): boolean {
    return this.#roots.has(hash);
  }

  /** Undefined if the block is not known to be final. */
  get(hash: BlockHash): StateAt | undefined {
    const stateRoot = this.#roots.get(hash);
    return stateRoot && { hash, stateRoot };
  }
}
