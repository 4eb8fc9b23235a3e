/**
 * Moving stake to another hotkey, subnet or coldkey (spec economy §14; `transition_stake_internal`).
 *
 *   within a subnet    shares change hands, no swap, no fee; a transfer takes the lock of its locked part along
 *   across subnets     sold at the origin, bought at the destination; one of the two is free of fee
 *
 * The fee is the origin's; where that is root, which has none, the destination's. TAO that is too little to be staked again
 * stays on the receiver's balance.
 */
import { equalBytes } from '../../../../src/chain/bytes.ts';
import type { MoveStakeRefusal, StakeDecision } from '../../../../src/chain/economy/index.ts';
import { checkMoveStake, isWorthMoving, maxMoveAtLimit, valueAtPrice } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { give, ROOT, stakeOf, take } from '../ledger.ts';
import { carryLock, stakeAvailability } from '../locks/index.ts';
import { alphaPrice } from '../pools.ts';
import { hotkeyExists } from '../registration/hotkeys.ts';
import type { Limit } from './add-stake.ts';
import { becomeDelegate } from './delegates.ts';
import { refusalError } from './refusal-error.ts';
import { marketOf } from './stake-facts.ts';
import type { Position } from './stake-in.ts';
import { stakeIn } from './stake-in.ts';
import type { Unstaked } from './stake-out.ts';
import { stakeOut } from './stake-out.ts';

const subtensor = storage.SubtensorModule;

export interface Move {
  readonly from: Position;
  readonly to: Position;
  /** Rao of alpha. */
  readonly alphaRao: bigint;
  /** Price of the origin over that of the destination, in parts of 10^9. */
  readonly limit?: Limit;
  /** Whether the subnets must allow transfers. */
  readonly isTransfer?: boolean;
}

/** Moves what the checks let through. Rao of TAO that it was worth or sold for. */
export function moveStake(execution: BlockExecution, move: Move): Unstaked {
  const decision = decideMove(execution, move);
  if (!decision.ok) return { ok: false, error: refusalError(decision) };
  const { from, to } = move;
  if (from.netuid === to.netuid) return moveWithinSubnet(execution, from, to, decision.amountRao);
  return moveAcrossSubnets(execution, from, to, decision.amountRao);
}

function decideMove(execution: BlockExecution, move: Move): StakeDecision<MoveStakeRefusal> {
  const { state, number } = execution;
  const { from, to, alphaRao, limit, isTransfer } = move;
  const [origin, destination] = [marketOf(state, from.netuid), marketOf(state, to.netuid)];
  const allowsTransfer = (netuid: number) => state.get(subtensor.TransferToggle, netuid);
  return checkMoveStake({
    origin,
    destination,
    sameSubnet: from.netuid === to.netuid,
    sameKeys: equalBytes(from.coldkey, to.coldkey) && equalBytes(from.hotkey, to.hotkey),
    hotkeysExist: hotkeyExists(state, from.hotkey) && hotkeyExists(state, to.hotkey),
    alphaRao,
    ownedRao: stakeOf(state, from.hotkey, from.coldkey, from.netuid),
    availableRao: stakeAvailability(state, from.coldkey, from.netuid, BigInt(number)).available,
    ...(isTransfer && { transferAllowed: allowsTransfer(from.netuid) && allowsTransfer(to.netuid) }),
    ...(limit && {
      limit: { max: maxMoveAtLimit(origin, destination, limit.limitRao), allowPartial: limit.allowPartial },
    }),
  });
}

function moveAcrossSubnets(execution: BlockExecution, from: Position, to: Position, alphaRao: bigint): Unstaked {
  const fromRoot = from.netuid === ROOT;
  const sold = stakeOut(execution, from, alphaRao, { feeFree: fromRoot, beneficiary: to.coldkey });
  if (!sold.ok || !isWorthMoving(sold.taoRao)) return sold;
  becomeDelegate(execution.state, to.hotkey, to.coldkey);
  const staked = stakeIn(execution, to, sold.taoRao, { feeFree: !fromRoot });
  return staked.ok ? sold : staked;
}

function moveWithinSubnet(execution: BlockExecution, from: Position, to: Position, alphaRao: bigint): Unstaked {
  const { state, number } = execution;
  const { netuid } = from;
  const error = carryLock(state, { from: from.coldkey, to: to.coldkey, netuid, rao: alphaRao }, BigInt(number));
  if (error) return { ok: false, error };
  take(state, from.hotkey, from.coldkey, netuid, alphaRao);
  give(state, to.hotkey, to.coldkey, netuid, alphaRao);
  const taoRao = valueAtPrice(alphaRao, alphaPrice(state, netuid));
  if (!isWorthMoving(taoRao)) return { ok: false, error: fail('AmountTooLow') };
  emit(execution, 'SubtensorModule', 'StakeRemoved', [from.coldkey, from.hotkey, taoRao, alphaRao, netuid, 0n]);
  emit(execution, 'SubtensorModule', 'StakeAdded', [to.coldkey, to.hotkey, taoRao, alphaRao, netuid, 0n]);
  return { ok: true, taoRao };
}
