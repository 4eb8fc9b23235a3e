/**
 * Giving everything that a coldkey has to a new one: stake, locks, hotkeys, subnets, identity and TAO
 * (spec participation §10).
 *
 * The new coldkey must never have staked nor be a hotkey; and in 424 it must accept locked alpha if there is any.
 * UNKNOWN: whether the wish for root claims (`RootClaimType`) goes along; here it does not.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import { spendableBalance, transfer, usableBalance } from '../../balances.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { ROOT } from '../ledger.ts';
import { acceptsLockedAlpha } from '../locks/index.ts';
import { hotkeyExists, withKey, withoutKey } from '../registration/hotkeys.ts';
import { affords, payableRao } from '../registration/payment.ts';
import { recycleTao } from '../treasury.ts';
import { subnets } from '../walk.ts';
import { hasLocks, moveColdkeyLocks } from './move-locks.ts';
import { movePosition } from './move-stake.ts';
import { noteSwap } from './swap-limits.ts';

const subtensor = storage.SubtensorModule;

/** Recycles the price of a coldkey swap. */
export function chargeSwap(execution: BlockExecution, coldkey: Bytes, costRao: bigint): Outcome {
  const { state } = execution;
  if (!affords(state, coldkey, costRao)) return fail('NotEnoughBalanceToPaySwapColdKey');
  recycleTao(execution, coldkey, payableRao(state, coldkey, costRao));
  return undefined;
}

export function swapColdkey(execution: BlockExecution, from: Bytes, to: Bytes): Outcome {
  const { state } = execution;
  const block = BigInt(execution.number);
  if (state.get(subtensor.StakingHotkeys, to).length > 0) return fail('ColdKeyAlreadyAssociated');
  if (hotkeyExists(state, to)) return fail('NewColdKeyIsHotkey');
  if (hasLocks(state, from, block) && !acceptsLockedAlpha(state, to)) return fail('AccountRejectsLockedAlpha');
  moveIdentity(state, from, to);
  for (const netuid of [ROOT, ...subnets(state)]) moveInSubnet(state, netuid, from, to);
  moveColdkeyLocks(state, from, to);
  moveHotkeys(state, from, to);
  moveBalance(execution, from, to);
  noteSwap(state, to, block);
  emit(execution, 'SubtensorModule', 'ColdkeySwapped', { old_coldkey: from, new_coldkey: to });
  return undefined;
}

/** One that the new coldkey has already stays. */
function moveIdentity(state: State, from: Bytes, to: Bytes): void {
  const identity = state.get(subtensor.IdentitiesV2, from);
  if (!identity || state.has(subtensor.IdentitiesV2, to)) return;
  state.kill(subtensor.IdentitiesV2, from);
  state.put(subtensor.IdentitiesV2, to, identity);
}

function moveInSubnet(state: State, netuid: number, from: Bytes, to: Bytes): void {
  if (equalBytes(state.get(subtensor.SubnetOwner, netuid), from)) state.put(subtensor.SubnetOwner, netuid, to);
  const destination = state.get(subtensor.AutoStakeDestination, from, netuid);
  if (destination) {
    state.kill(subtensor.AutoStakeDestination, from, netuid);
    state.put(subtensor.AutoStakeDestination, to, netuid, destination);
    state.change(subtensor.AutoStakeDestinationColdkeys, destination, netuid, (coldkeys) =>
      withKey(withoutKey(coldkeys, from), to),
    );
  }
  for (const hotkey of state.get(subtensor.StakingHotkeys, from)) {
    movePosition(state, netuid, { hotkey, coldkey: from }, { hotkey, coldkey: to });
  }
}

function moveHotkeys(state: State, from: Bytes, to: Bytes): void {
  const owned = state.get(subtensor.OwnedHotkeys, from);
  for (const hotkey of owned) state.put(subtensor.Owner, hotkey, to);
  for (const list of [subtensor.OwnedHotkeys, subtensor.StakingHotkeys]) {
    const hotkeys = state.get(list, from);
    state.kill(list, from);
    state.change(list, to, (known) => hotkeys.reduce(withKey, known));
  }
}

/** All that can go. Where deposits keep the old account open, an existential deposit stays on it. */
function moveBalance(execution: BlockExecution, from: Bytes, to: Bytes): void {
  const { state } = execution;
  const allRao = usableBalance(state, from);
  if (allRao === 0n) return;
  const error = transfer(execution, from, to, allRao, 'allow-death');
  const restRao = spendableBalance(state, from);
  if (error && restRao > 0n) transfer(execution, from, to, restRao);
}
