/**
 * `move_stake`, `swap_stake`, `swap_stake_limit` and `transfer_stake`: what each changes of a position, and how it reports it
 * (spec economy §14).
 *
 *                      coldkey   hotkey   subnet   event
 *   move_stake                     ×        ×      StakeMoved
 *   swap_stake(_limit)                      ×      StakeSwapped
 *   transfer_stake        ×                 ×      StakeTransferred
 */
import type { BlockExecution, Origin, Outcome } from '../../block-execution.ts';
import { BAD_ORIGIN, emit, signerOf } from '../../block-execution.ts';
import type { Arguments, Handler } from '../../handlers.ts';
import type { Limit } from './add-stake.ts';
import { moveStake } from './move-stake.ts';

type ArgumentsOf<N extends string> = Arguments<'SubtensorModule', N>;

export const moveStakeCall: Handler<ArgumentsOf<'move_stake'>> = (execution, origin, args) => {
  const { origin_hotkey: fromHotkey, destination_hotkey: toHotkey, alpha_amount: alphaRao } = args;
  const { origin_netuid: fromNetuid, destination_netuid: toNetuid } = args;
  const coldkey = signerOf(origin);
  if (!coldkey) return BAD_ORIGIN;
  const from = { coldkey, hotkey: fromHotkey, netuid: fromNetuid };
  const to = { coldkey, hotkey: toHotkey, netuid: toNetuid };
  const moved = moveStake(execution, { from, to, alphaRao });
  if (!moved.ok) return moved.error;
  const event = [coldkey, fromHotkey, fromNetuid, toHotkey, toNetuid, moved.taoRao] as const;
  emit(execution, 'SubtensorModule', 'StakeMoved', event);
  return undefined;
};

export const transferStakeCall: Handler<ArgumentsOf<'transfer_stake'>> = (execution, origin, args) => {
  const { destination_coldkey: receiver, hotkey, alpha_amount: alphaRao } = args;
  const { origin_netuid: fromNetuid, destination_netuid: toNetuid } = args;
  const coldkey = signerOf(origin);
  if (!coldkey) return BAD_ORIGIN;
  const from = { coldkey, hotkey, netuid: fromNetuid };
  const to = { coldkey: receiver, hotkey, netuid: toNetuid };
  const moved = moveStake(execution, { from, to, alphaRao, isTransfer: true });
  if (!moved.ok) return moved.error;
  const event = [coldkey, receiver, hotkey, fromNetuid, toNetuid, moved.taoRao] as const;
  emit(execution, 'SubtensorModule', 'StakeTransferred', event);
  return undefined;
};

function swapStake(execution: BlockExecution, origin: Origin, args: ArgumentsOf<'swap_stake'>, limit?: Limit): Outcome {
  const { hotkey, origin_netuid: fromNetuid, destination_netuid: toNetuid, alpha_amount: alphaRao } = args;
  const coldkey = signerOf(origin);
  if (!coldkey) return BAD_ORIGIN;
  const from = { coldkey, hotkey, netuid: fromNetuid };
  const to = { coldkey, hotkey, netuid: toNetuid };
  const moved = moveStake(execution, { from, to, alphaRao, ...(limit && { limit }) });
  if (!moved.ok) return moved.error;
  emit(execution, 'SubtensorModule', 'StakeSwapped', [coldkey, hotkey, fromNetuid, toNetuid, moved.taoRao]);
  return undefined;
}

export const swapStakeCall: Handler<ArgumentsOf<'swap_stake'>> = (execution, origin, args) =>
  swapStake(execution, origin, args);

export const swapStakeLimitCall: Handler<ArgumentsOf<'swap_stake_limit'>> = (execution, origin, args) =>
  swapStake(execution, origin, args, { limitRao: args.limit_price, allowPartial: args.allow_partial });
