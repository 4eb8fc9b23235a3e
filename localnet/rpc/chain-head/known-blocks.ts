/**
 * The blocks that a follower has been told of and that are not final yet, as a tree below the finalized one.
 *
 *   finalized ──── a ──── b ──── best
 *                  └───── c            finalizing b makes a, b final and prunes c
 */
import type { Block } from '../../types.ts';

export interface Finalization {
  /** From the child of the last finalized block to the new one; empty for a block that was not known. */
  readonly finalized: readonly string[];
  /** What can never become final any more. */
  readonly pruned: readonly string[];
}

/** Hashes as hex. */
export class KnownBlocks {
  /** Parent by block. */
  readonly #parents = new Map<string, string>();
  #finalized: string;

  constructor(finalized: string) {
    this.#finalized = finalized;
  }

  has(hash: string): boolean {
    return hash === this.#finalized || this.#parents.has(hash);
  }

  /** False if the parent is not known: something was missed. */
  add(hash: string, parent: string): boolean {
    if (!this.has(parent)) return false;
    this.#parents.set(hash, parent);
    return true;
  }

  finalize(target: string): Finalization {
    const finalized = this.#pathTo(target);
    if (finalized.length === 0) return { finalized, pruned: [] };
    const pruned = [...this.#parents.keys()].filter((hash) => !finalized.includes(hash) && !this.isBelow(hash, target));
    for (const hash of [...finalized, ...pruned]) this.#parents.delete(hash);
    this.#finalized = target;
    return { finalized, pruned };
  }

  /** True if `hash` is `ancestor` or descends from it. */
  isBelow(hash: string, ancestor: string): boolean {
    for (let at: string | undefined = hash; at !== undefined; at = this.#parents.get(at)) {
      if (at === ancestor) return true;
    }
    return false;
  }

  #pathTo(target: string): string[] {
    const path: string[] = [];
    let at = target;
    for (let parent = this.#parents.get(at); parent !== undefined; parent = this.#parents.get(at)) {
      path.unshift(at);
      at = parent;
    }
    return path;
  }
}

/** Blocks from `first` to `last` by number on the best chain. */
export function blocksBetween(byNumber: (number: number) => Block | undefined, first: number, last: number): Block[] {
  const numbers = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  return numbers.flatMap((number) => byNumber(number) ?? []);
}
