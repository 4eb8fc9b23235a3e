/**
 * Groups of near-duplicates: the connected components of pairs whose similarity reaches a threshold.
 *
 * Components, not cliques: of a chain of copies each is like the next, and all are one group. The order depends on
 * nothing but the scores: members ascend, groups ascend by their first member.
 */
import { ComputeError } from '../error.ts';
import { assertCount, assertLength, MAX_ROWS } from './limits.ts';
import type { Similarity } from './types.ts';

/**
 * @param threshold above 0 (what has no similarity is no duplicate, invalid rows neither) and at most 1; rounded to
 *   float32, as scores are
 * @returns groups of at least two rows
 * @throws ComputeError `compute/bad-scores`, `compute/too-large`
 */
export function duplicateGroups({ scores, rows }: Similarity, threshold: number): readonly Uint32Array[] {
  assertCount('rows', rows, MAX_ROWS);
  assertLength('scores', scores, rows * rows);
  // Scores are float32: a threshold of 0.9 is meant to be reached by the score next to it.
  const least = Math.fround(threshold);
  if (!(least > 0 && threshold <= 1)) {
    throw new ComputeError('compute/bad-scores', `threshold: expected above 0, at most 1, got ${threshold}.`);
  }
  /** A row of the same component that is not larger; the component's smallest row points to itself. */
  const parent = Uint32Array.from({ length: rows }, (_, row) => row);
  const smallest = (row: number): number => {
    let at = row;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  for (let i = 0; i < rows; i++) {
    for (let j = i + 1; j < rows; j++) {
      if (!(scores[i * rows + j]! >= least)) continue;
      const a = smallest(i);
      const b = smallest(j);
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const members = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const group = members.get(smallest(row));
    if (group) group.push(row);
    else members.set(row, [row]);
  }
  return [...members.values()].filter(({ length }) => length > 1).map((group) => Uint32Array.from(group));
}
