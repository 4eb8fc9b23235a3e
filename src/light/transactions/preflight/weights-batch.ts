/**
 * Weights or commits of several subnets in one call (spec participation §5.1, §12).
 *
 *   pool      lists of one length · enough stake in every subnet        dispatch   never fails: each entry tells in an event
 */
import { together } from '../../../chain/economy/index.ts';
import type { Area, Areas } from './area.ts';
import { refuseSubtensor } from './area.ts';
import { lacksStake, weightsContext } from './weights-facts.ts';

/** Different subnets that are looked at; a call may name 65536, and no chain has as many. */
const MAX_SUBNETS = 64;
const ENTRIES = 'What becomes of each entry: the call succeeds though all of them fail.';

interface Batch {
  readonly netuids: readonly number[];
  /** What belongs to the subnets, one after another. */
  readonly lists: readonly (readonly unknown[])[];
}

const batchArea = <Args>(batchOf: (args: Args) => Batch): Area<Args> => ({
  check: 'weights',
  *pool(args, at) {
    const { netuids, lists } = batchOf(args);
    if (lists.some(({ length }) => length !== netuids.length)) return refuseSubtensor('InputLengthsUnequal');
    const places = [...new Set(netuids)].slice(0, MAX_SUBNETS).map((netuid) => ({ netuid, mechanism: 0 }));
    const contexts = yield* together(...places.map((place) => weightsContext(at.signer, place, at.block)));
    return contexts.map(lacksStake).find((refusal) => refusal !== undefined);
  },
  // biome-ignore lint/correctness/useYield: there is nothing that it could fail by.
  *dispatch() {
    return undefined;
  },
  unchecked: [ENTRIES],
});

export const weightsBatchAreas: Pick<Areas<'SubtensorModule'>, 'batch_set_weights' | 'batch_commit_weights'> = {
  batch_set_weights: batchArea(({ netuids, weights, version_keys }) => ({ netuids, lists: [weights, version_keys] })),
  batch_commit_weights: batchArea(({ netuids, commit_hashes }) => ({ netuids, lists: [commit_hashes] })),
};
