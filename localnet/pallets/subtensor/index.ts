/** The Subtensor pallet, as far as this localnet goes: see the README for what is not here yet. */
import type { BlockExecution } from '../block-execution.ts';
import { payParticipants } from './coinbase.ts';
import { drainEpochs } from './epochs.ts';
import { updatePrices } from './prices.ts';

export { weightsContext } from './weights/index.ts';

/** `on_initialize`, in the order of spec economy §3. */
export function initializeSubtensor(execution: BlockExecution): void {
  payParticipants(execution);
  drainEpochs(execution);
  updatePrices(execution);
}
