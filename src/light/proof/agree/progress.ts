/** How a search for a checkpoint stands; the same shape as `CheckpointSearch` of the observer. */
import type { BlockRef } from '../../../chain/block-ref.ts';
import type { Failure } from '../../../chain/failure.ts';

/** What one server said. */
export interface CheckpointAnswer {
  readonly address: string;
  /** The block that it named; undefined while it was not asked yet, or could not tell. */
  readonly block: BlockRef | undefined;
  /** Why its word does not count. */
  readonly failure: Failure | undefined;
}

export interface AgreeProgress {
  readonly state: 'searching' | 'agreed' | 'differ' | 'failed';
  readonly answers: readonly CheckpointAnswer[];
  readonly failure: Failure | undefined;
}
