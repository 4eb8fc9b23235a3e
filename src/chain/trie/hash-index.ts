/**
 * Things found by their 32-byte hash.
 *
 * The first four bytes lead to the few that begin alike, the rest tells those apart: a number is a far cheaper key of a map
 * than a string of 64 digits. Somebody who wants many to begin alike has to compute four thousand million hashes for each.
 */
import { equalBytes } from '../bytes.ts';

export class HashIndex<Item extends { readonly hash: Uint8Array }> {
  readonly #alike = new Map<number, Item[]>();

  get(hash: Uint8Array): Item | undefined {
    return this.#alike.get(beginningOf(hash))?.find((item) => equalBytes(item.hash, hash));
  }

  /** Adds an item whose hash no other has. */
  add(item: Item): void {
    const beginning = beginningOf(item.hash);
    const alike = this.#alike.get(beginning);
    if (alike) alike.push(item);
    else this.#alike.set(beginning, [item]);
  }
}

const beginningOf = (hash: Uint8Array): number => (hash[0]! << 24) | (hash[1]! << 16) | (hash[2]! << 8) | hash[3]!;
