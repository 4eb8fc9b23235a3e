/** What the pallets do in a block before its extrinsics, in the order of their indices in the runtime. */
import type { BlockExecution } from './block-execution.ts';
import { revealCommitments } from './commitments/index.ts';
import { initializeSafeMode } from './safe-mode/index.ts';
import { initializeSubtensor } from './subtensor/index.ts';

export function initializePallets(execution: BlockExecution): void {
  initializeSubtensor(execution);
  revealCommitments(execution);
  initializeSafeMode(execution);
}
