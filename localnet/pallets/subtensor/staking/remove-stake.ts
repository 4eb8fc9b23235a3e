/**
 * `remove_stake`, `remove_stake_limit` and `remove_stake_full_limit`: stake becomes TAO of the coldkey (spec economy §14).
 *
 * What is left of a nomination below the minimum is paid out too, and a hotkey whose stake falls below the threshold loses
 * the children that it has asked for (spec participation §8).
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import type { RemoveStakeRefusal, StakeDecision } from '../../../../src/chain/economy/index.ts';
import { checkRemoveStake, maxInputAtLimit } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { BAD_ORIGIN, signerOf } from '../../block-execution.ts';
import type { Arguments, Handler } from '../../handlers.ts';
import { fail } from '../../module-error.ts';
import { clearPendingChildren, hotkeyValue } from '../delegation/index.ts';
import { ROOT, stakeOf } from '../ledger.ts';
import { stakeAvailability } from '../locks/index.ts';
import { hotkeyExists } from '../registration/hotkeys.ts';
import { subnets } from '../walk.ts';
import type { Limit } from './add-stake.ts';
import { refusalError } from './refusal-error.ts';
import { clearSmallNomination } from './small-nomination.ts';
import { marketOf } from './stake-facts.ts';
import type { Position } from './stake-in.ts';
import { stakeOut } from './stake-out.ts';

const subtensor = storage.SubtensorModule;

/** How much of `alphaRao` may be unstaked now. */
export function decideRemoval(
  { state, number }: BlockExecution,
  { coldkey, hotkey, netuid }: Position,
  alphaRao: bigint,
  limit?: Limit,
): StakeDecision<RemoveStakeRefusal> {
  const market = marketOf(state, netuid);
  return checkRemoveStake({
    market,
    alphaRao,
    ownedRao: stakeOf(state, hotkey, coldkey, netuid),
    availableRao: stakeAvailability(state, coldkey, netuid, BigInt(number)).available,
    hotkeyExists: hotkeyExists(state, hotkey),
    ...(limit && {
      limit: {
        max: maxInputAtLimit(market.pool, 'sell', limit.limitRao, market.feeRate),
        allowPartial: limit.allowPartial,
      },
    }),
  });
}

function removeStake(execution: BlockExecution, position: Position, alphaRao: bigint, limit?: Limit): Outcome {
  const decision = decideRemoval(execution, position, alphaRao, limit);
  if (!decision.ok) return refusalError(decision);
  const swapLimit = limit && { limitRao: limit.limitRao };
  const unstaked = stakeOut(execution, position, decision.amountRao, swapLimit);
  if (!unstaked.ok) return unstaked.error;
  clearSmallNomination(execution, position);
  forgetPendingChildren(execution.state, position.hotkey);
  return undefined;
}

function forgetPendingChildren(state: State, hotkey: Bytes): void {
  if (hotkeyValue(state, hotkey) >= state.get(subtensor.StakeThreshold)) return;
  for (const netuid of [ROOT, ...subnets(state)]) clearPendingChildren(state, hotkey, netuid);
}

export const removeStakeCall: Handler<Arguments<'SubtensorModule', 'remove_stake'>> = (execution, origin, args) => {
  const { hotkey, netuid, amount_unstaked: alphaRao } = args;
  const coldkey = signerOf(origin);
  if (!coldkey) return BAD_ORIGIN;
  return removeStake(execution, { coldkey, hotkey, netuid }, alphaRao);
};

export const removeStakeLimitCall: Handler<Arguments<'SubtensorModule', 'remove_stake_limit'>> = (
  execution,
  origin,
  args,
) => {
  const { hotkey, netuid, amount_unstaked: alphaRao, limit_price: limitRao, allow_partial: allowPartial } = args;
  const coldkey = signerOf(origin);
  if (!coldkey) return BAD_ORIGIN;
  return removeStake(execution, { coldkey, hotkey, netuid }, alphaRao, { limitRao, allowPartial });
};

/** The whole position or nothing. */
export const removeStakeFullLimitCall: Handler<Arguments<'SubtensorModule', 'remove_stake_full_limit'>> = (
  execution,
  origin,
  { hotkey, netuid, limit_price: limitRao },
) => {
  const coldkey = signerOf(origin);
  if (!execution.state.get(subtensor.NetworksAdded, netuid)) return fail('SubnetNotExists');
  if (!coldkey) return BAD_ORIGIN;
  const alphaRao = stakeOf(execution.state, hotkey, coldkey, netuid);
  const limit = limitRao === undefined ? undefined : { limitRao, allowPartial: false };
  return removeStake(execution, { coldkey, hotkey, netuid }, alphaRao, limit);
};
