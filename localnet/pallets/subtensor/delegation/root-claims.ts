/**
 * Claiming root dividends (spec economy §11): by call, and for a few coldkeys in every block.
 *
 *   owed alpha ─ Swap ─▶ sold free of fee ─▶ TAO of the subnet's account ─▶ root's account ─▶ root stake of the same hotkey
 *              ─ Keep ─▶ alpha stake of the same hotkey
 *
 * The alpha is in `SubnetAlphaOut` before it is claimed and belongs to nobody; keeping it gives it a holder, selling takes
 * it out. A claim that cannot be carried out (a pool too small, say) is left for another time.
 * UNKNOWN: whether a call of `claim_root` fails as a whole where one subnet's sale does; here it does not.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { isWorthClaiming, keepsAlpha, rootClaimIndices } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { attempt, emit } from '../../block-execution.ts';
import { give, ROOT, rootDividendsOwed } from '../ledger.ts';
import { sellAlpha } from '../pools.ts';
import { noteProtocolFlow } from '../staking/tao-flow.ts';
import { subnetAccount } from '../treasury.ts';

const { SubtensorModule: subtensor, System } = storage;

/** Step 9 of a block: claims for the coldkeys that the parent block's hash points at. */
export function autoClaimRootDividends(execution: BlockExecution): void {
  const { state } = execution;
  const count = Number(state.get(subtensor.NumRootClaim));
  const coldkeys = state.get(subtensor.NumStakingColdkeys);
  for (const index of rootClaimIndices(state.get(System.ParentHash), count, coldkeys)) {
    const coldkey = state.get(subtensor.StakingColdkeysByIndex, index);
    if (coldkey) claimRootDividends(execution, coldkey);
  }
}

/** Claims on all hotkeys of a coldkey, in all subnets or only in `netuids`. The event says nothing of the outcome. */
export function claimRootDividends(execution: BlockExecution, coldkey: Bytes, netuids?: readonly number[]): void {
  const { state } = execution;
  for (const hotkey of state.get(subtensor.StakingHotkeys, coldkey)) {
    for (const [netuid] of state.get(subtensor.RootClaimable, hotkey)) {
      if (!netuids || netuids.includes(netuid)) claimOn(execution, hotkey, coldkey, netuid);
    }
  }
  emit(execution, 'SubtensorModule', 'RootClaimed', { coldkey });
}

function claimOn(execution: BlockExecution, hotkey: Bytes, coldkey: Bytes, netuid: number): void {
  const { state } = execution;
  const owed = rootDividendsOwed(state, hotkey, coldkey, netuid);
  if (!isWorthClaiming(owed, state.get(subtensor.RootClaimableThreshold, netuid))) return;
  const keeps = keepsAlpha(state.get(subtensor.RootClaimType, coldkey), netuid);
  attempt(execution, (branch) => {
    const error = keeps ? keep(branch, hotkey, coldkey, netuid, owed) : sell(branch, hotkey, coldkey, netuid, owed);
    if (!error) branch.state.change(subtensor.RootClaimed, netuid, hotkey, coldkey, (settled) => settled + owed);
    return error;
  });
}

function keep({ state }: BlockExecution, hotkey: Bytes, coldkey: Bytes, netuid: number, alphaRao: bigint): Outcome {
  give(state, hotkey, coldkey, netuid, alphaRao);
  return undefined;
}

/** The pool's books are `sellAlpha`'s; root's own pool is stable, so its TAO and its alpha grow together. */
function sell(execution: BlockExecution, hotkey: Bytes, coldkey: Bytes, netuid: number, alphaRao: bigint): Outcome {
  const { state } = execution;
  const sold = sellAlpha(execution, subnetAccount(ROOT), netuid, alphaRao, { feeFree: true });
  if (!sold.ok) return sold.error;
  const add = (total: bigint) => total + sold.outRao;
  state.change(subtensor.SubnetRootSellTao, netuid, add);
  noteProtocolFlow(state, netuid, -sold.outRao);
  state.change(subtensor.SubnetTAO, ROOT, add);
  state.change(subtensor.SubnetAlphaOut, ROOT, add);
  state.change(subtensor.TotalStake, add);
  give(state, hotkey, coldkey, ROOT, sold.outRao);
  return undefined;
}
