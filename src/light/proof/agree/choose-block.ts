/**
 * Which block servers are asked about: the newest that all who keep up can be expected to have final.
 *
 *   finalized by their word:   12 (far behind)        998   1000   1001   9999 (alone)
 *                                                    └ the lowest of those who keep up with the majority, less the margin
 */

/** Behind the majority's finalized block by more than this, a server does not keep up. */
const MAX_LAG_BLOCKS = 32;
/** Servers differ by a block or two in what they hold final, and keep a block's state for 256 blocks. */
const MARGIN_BLOCKS = 2;

/**
 * @param numbers the finalized block of each server, by its word; at least `minimum`.
 * @returns the block's number, and the lowest finalized number that keeps up.
 */
export function chooseBlock(
  numbers: readonly number[],
  minimum: number,
): { readonly number: number; readonly lowest: number } {
  const descending = [...numbers].sort((a, b) => b - a);
  const majority = Math.max(minimum, Math.floor(numbers.length / 2) + 1);
  const reference = descending[majority - 1];
  if (reference === undefined) throw new RangeError(`expected at least ${minimum} numbers, got ${numbers.length}`);
  const lowest = Math.min(...numbers.filter((number) => number >= reference - MAX_LAG_BLOCKS));
  return { number: Math.max(0, lowest - MARGIN_BLOCKS), lowest };
}
