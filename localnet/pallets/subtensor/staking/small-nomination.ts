/**
 * A nomination that has become too small is paid out, locked or not (spec economy §14;
 * `clear_small_nomination_if_required`).
 *
 * QUIRK: where the pool cannot even swap it, the alpha is taken all the same and belongs to nobody.
 */
import { equalBytes } from '../../../../src/chain/bytes.ts';
import { isSmallNomination } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { attempt } from '../../block-execution.ts';
import { stakeOf, take } from '../ledger.ts';
import { reduceLock } from '../locks/index.ts';
import { alphaPrice } from '../pools.ts';
import type { Position } from './stake-in.ts';
import { stakeOut } from './stake-out.ts';

const subtensor = storage.SubtensorModule;

export function clearSmallNomination(execution: BlockExecution, position: Position): void {
  const { coldkey, hotkey, netuid } = position;
  const { state, number } = execution;
  if (equalBytes(state.get(subtensor.Owner, hotkey), coldkey)) return;
  const alphaRao = stakeOf(state, hotkey, coldkey, netuid);
  const required = state.get(subtensor.NominatorMinRequiredStake);
  if (!isSmallNomination(alphaRao, required, alphaPrice(state, netuid))) return;
  const failed = attempt(execution, (branch) => {
    const unstaked = stakeOut(branch, position, alphaRao);
    return unstaked.ok ? undefined : unstaked.error;
  });
  if (failed) take(state, hotkey, coldkey, netuid, alphaRao);
  reduceLock(state, coldkey, netuid, alphaRao, BigInt(number));
}
