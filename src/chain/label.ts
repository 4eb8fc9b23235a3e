/**
 * The label law: every number shown says how it is known. Labels combine to the weakest and are never upgraded.
 */

/** From strongest to weakest claim about the chain. `simulated` is weakest: it says nothing about what the chain holds. */
export const LABELS = ['proved', 'claimed', 'imported', 'simulated'] as const;

/**
 * - `proved`: a Merkle proof against a header that GRANDPA signatures we checked have finalized
 * - `claimed`: a server said so
 * - `imported`: it came from a file
 * - `simulated`: we computed it
 */
export type Label = (typeof LABELS)[number];

/** What may be called of something that rests on both. */
export const weakestLabel = (a: Label, b: Label): Label => (LABELS.indexOf(a) > LABELS.indexOf(b) ? a : b);
