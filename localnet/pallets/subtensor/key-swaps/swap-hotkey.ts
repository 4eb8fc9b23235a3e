/**
 * Swapping a hotkey for another of the same coldkey, in one subnet or in all of them (spec participation §10).
 *
 *   neuron, endpoint, commits, children, parents, automatic stake, locks, ownership of the subnet   always
 *   stake and its dividends                                                                         unless `keepStake`
 *   take, clocks, and the ownership of the old hotkey                                               in all subnets only
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import { isSubnetAccount } from '../../../../src/chain/economy/index.ts';
import { constants, storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { nominatorsOf, ROOT } from '../ledger.ts';
import { hotkeyExists, isRegisteredAnywhere, owns, withKey, withoutKey } from '../registration/hotkeys.ts';
import { affords, payableRao } from '../registration/payment.ts';
import { recycleTao } from '../treasury.ts';
import { subnets } from '../walk.ts';
import { putLocks, takeLocks } from './move-locks.ts';
import { moveNeuron } from './move-neuron.ts';
import { moveAutoStake, moveRelations } from './move-relations.ts';
import { isCleanOnRoot, moveHotkeyStake } from './move-stake.ts';
import { maySwapAgain, maySwapOnSubnet, moveClocks, noteSwap } from './swap-limits.ts';

const subtensor = storage.SubtensorModule;
const { KeySwapCost, KeySwapOnSubnetCost } = constants.SubtensorModule;

export interface HotkeySwap {
  readonly coldkey: Bytes;
  readonly from: Bytes;
  readonly to: Bytes;
  /** undefined = all subnets, root among them. */
  readonly netuid: number | undefined;
  /** Stake stays on the old hotkey, which then stays its owner's. */
  readonly keepStake: boolean;
}

export function swapHotkey(execution: BlockExecution, swap: HotkeySwap): Outcome {
  const { state } = execution;
  const block = BigInt(execution.number);
  const refusal = checkSwap(state, swap, block);
  if (refusal) return refusal;
  recycleTao(execution, swap.coldkey, payableRao(state, swap.coldkey, costOf(swap)));
  state.put(subtensor.Owner, swap.to, swap.coldkey);
  state.change(subtensor.OwnedHotkeys, swap.coldkey, (owned) => withKey(owned, swap.to));
  const error =
    swap.netuid === undefined ? swapEverywhere(state, swap, block) : swapIn(state, swap.netuid, swap, block);
  if (error) return error;
  moveClocks(state, swap.from, swap.to, swap.netuid === undefined && !swap.keepStake);
  noteSwap(state, swap.coldkey, block);
  report(execution, swap);
  return undefined;
}

const costOf = ({ netuid }: HotkeySwap): bigint =>
  netuid === undefined ? KeySwapCost.value : KeySwapOnSubnetCost.value;

function checkSwap(state: State, swap: HotkeySwap, block: bigint): Outcome {
  const { coldkey, from, to, netuid } = swap;
  if (!owns(state, coldkey, from)) return fail('NonAssociatedColdKey');
  if (equalBytes(from, to)) return fail('NewHotKeyIsSameWithOld');
  if (hotkeyExists(state, to) && !owns(state, coldkey, to)) return fail('NonAssociatedColdKey');
  if (isSubnetAccount(to)) return fail('CannotUseSystemAccount');
  if (netuid !== undefined && !state.get(subtensor.NetworksAdded, netuid)) return fail('SubnetNotExists');
  const isTaken = netuid === undefined ? isRegisteredAnywhere(state, to) : state.has(subtensor.Uids, netuid, to);
  if (isTaken) return fail('HotKeyAlreadyRegisteredInSubNet');
  if (!maySwapAgain(state, coldkey, block)) return fail('HotKeySetTxRateLimitExceeded');
  if (netuid !== undefined && !maySwapOnSubnet(state, coldkey, netuid, block)) {
    return fail('HotKeySwapOnSubnetIntervalNotPassed');
  }
  const touchesRoot = netuid === undefined || netuid === ROOT;
  if (touchesRoot && !isCleanOnRoot(state, to, subnets(state))) return fail('NewHotKeyNotCleanForRootSwap');
  return affords(state, coldkey, costOf(swap)) ? undefined : fail('NotEnoughBalanceToPaySwapHotKey');
}

function swapEverywhere(state: State, swap: HotkeySwap, block: bigint): Outcome {
  const { coldkey, from, to, keepStake } = swap;
  const netuids = [ROOT, ...subnets(state)];
  const stakers = netuids.flatMap((netuid) => nominatorsOf(state, from, netuid));
  for (const netuid of netuids) {
    const error = swapIn(state, netuid, swap, block);
    if (error) return error;
  }
  if (state.has(subtensor.Delegates, from)) {
    state.put(subtensor.Delegates, to, state.get(subtensor.Delegates, from));
    if (!keepStake) state.kill(subtensor.Delegates, from);
  }
  // UNKNOWN: what becomes of the old hotkey that keeps its stake; here it stays its owner's, or nobody could unstake.
  if (keepStake) return undefined;
  state.kill(subtensor.Owner, from);
  state.change(subtensor.OwnedHotkeys, coldkey, (owned) => withoutKey(owned, from));
  for (const staker of stakers) {
    state.change(subtensor.StakingHotkeys, staker, (hotkeys) => withKey(withoutKey(hotkeys, from), to));
  }
  return undefined;
}

/** What the swap moves in one subnet. Locks come off before the owner's hotkey changes, since that decides their kind. */
function swapIn(state: State, netuid: number, { from, to, keepStake }: HotkeySwap, block: bigint): Outcome {
  const error = moveRelations(state, netuid, from, to);
  if (error) return error;
  const locks = [...takeLocks(state, netuid, from, block), ...takeLocks(state, netuid, to, block)];
  moveNeuron(state, netuid, from, to);
  moveAutoStake(state, netuid, from, to);
  if (!keepStake) moveHotkeyStake(state, netuid, from, to);
  putLocks(state, netuid, to, locks, block);
  return undefined;
}

function report(execution: BlockExecution, { coldkey, from, to, netuid }: HotkeySwap): void {
  const keys = { coldkey, old_hotkey: from, new_hotkey: to };
  if (netuid === undefined) {
    emit(execution, 'SubtensorModule', 'HotkeySwapped', keys);
    return;
  }
  execution.state.put(subtensor.LastHotkeySwapOnNetuid, netuid, coldkey, BigInt(execution.number));
  emit(execution, 'SubtensorModule', 'HotkeySwappedOnSubnet', { ...keys, netuid });
}
