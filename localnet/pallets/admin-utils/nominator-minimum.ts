/**
 * The least that a nomination must be worth. Raising it pays out at once what has become too small, in the order in which
 * the shares are stored.
 */
import { storage } from '../../../src/chain/schema/index.ts';
import type { BlockExecution, Origin, Outcome } from '../block-execution.ts';
import { BAD_ORIGIN } from '../block-execution.ts';
import { clearSmallNomination } from '../subtensor/staking/index.ts';

const { Alpha, AlphaV2, NominatorMinRequiredStake } = storage.SubtensorModule;

/** `min_stake`: millionths of the least stake. */
export function setNominatorMinimum(
  execution: BlockExecution,
  origin: Origin,
  { min_stake: millionths }: { readonly min_stake: bigint },
): Outcome {
  const { state } = execution;
  if (origin.type !== 'root') return BAD_ORIGIN;
  const before = state.get(NominatorMinRequiredStake);
  state.put(NominatorMinRequiredStake, millionths);
  if (millionths <= before) return undefined;
  const shares = [...state.keysOf(Alpha), ...state.keysOf(AlphaV2)];
  for (const [hotkey, coldkey, netuid] of shares) clearSmallNomination(execution, { hotkey, coldkey, netuid });
  return undefined;
}
