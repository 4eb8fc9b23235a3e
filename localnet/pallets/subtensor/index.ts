/** The Subtensor pallet's own part of a block; its calls are in the folders beside this file. */
import type { BlockExecution } from '../block-execution.ts';
import { runCoinbase } from './coinbase.ts';
import { applyPendingChildren } from './delegation/children.ts';
import { autoClaimRootDividends } from './delegation/root-claims.ts';
import { drainEpochs } from './epochs.ts';
import { cleanHotkeySwaps } from './key-swaps/index.ts';
import { updatePrices } from './prices.ts';
import { decayRegistrationPrices } from './registration/prices.ts';
import { epochTurns } from './schedule.ts';
import { revealTimelockedCommits } from './weights/reveal-timelocked.ts';

/** `on_initialize`, in the order of spec economy §3. */
export function initializeSubtensor(execution: BlockExecution): void {
  const turns = epochTurns(execution.state, BigInt(execution.number));
  cleanHotkeySwaps(execution);
  decayRegistrationPrices(execution);
  revealTimelockedCommits(execution, turns);
  runCoinbase(execution);
  drainEpochs(execution, turns);
  updatePrices(execution);
  applyPendingChildren(execution);
  autoClaimRootDividends(execution);
}
