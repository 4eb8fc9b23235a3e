/**
 * Weights for several subnets in one call (spec participation §5.1). What fails is reported by an event and does not stop
 * the rest; the call itself fails only if its lists do not belong together.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';

/** One part of a batch: the subnet, and what is done there. It changes nothing if it fails. */
export interface BatchItem {
  readonly netuid: number;
  readonly run: () => Outcome;
}

export function runBatch(execution: BlockExecution, hotkey: Bytes, items: readonly BatchItem[]): void {
  let hasErrors = false;
  for (const { netuid, run } of items) {
    const error = run();
    if (!error) continue;
    hasErrors = true;
    emit(execution, 'SubtensorModule', 'BatchWeightItemFailed', [netuid, error]);
  }
  if (hasErrors) emit(execution, 'SubtensorModule', 'BatchCompletedWithErrors', undefined);
  emit(execution, 'SubtensorModule', 'BatchWeightsCompleted', [items.map(({ netuid }) => netuid), hotkey]);
}
