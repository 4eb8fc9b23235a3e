/**
 * What the vector runner and its document runners agree on.
 *
 * A document runner takes one parsed (hostile) vector file and returns one result per case that it contains, in file
 * order. A difference is a value in the result; a document that cannot be read is an exception (`ChainError`).
 */
import type { JsonPlace } from '../../src/chain/json.ts';

/** One value that is not equal. `uid` is set where the field is a column over neurons. */
export interface Mismatch {
  /** Where, from the outside in: `bonds[3]`, `expected.root`. */
  readonly field: string;
  readonly uid?: number;
  readonly expected: string;
  readonly got: string;
}

/** One case of a vector file. Passed if there is no mismatch. */
export interface CaseResult {
  readonly id: string;
  readonly mismatches: readonly Mismatch[];
}

/** Computes one case and compares. @throws ChainError where the input is refused */
export type CaseRunner = (input: JsonPlace, expected: JsonPlace) => readonly Mismatch[];
