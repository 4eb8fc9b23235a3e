/**
 * `add_stake` and `add_stake_limit`: TAO of the coldkey becomes stake on any hotkey that exists (spec economy §14).
 *
 * A limit is a price in rao per alpha that the swap may reach, not pass.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { checkAddStake, maxInputAtLimit } from '../../../../src/chain/economy/index.ts';
import { usableBalance } from '../../balances.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { BAD_ORIGIN, signerOf } from '../../block-execution.ts';
import type { Arguments, Handler } from '../../handlers.ts';
import { hotkeyExists } from '../registration/hotkeys.ts';
import { becomeDelegate } from './delegates.ts';
import { refusalError } from './refusal-error.ts';
import { marketOf } from './stake-facts.ts';
import type { Position, Staked } from './stake-in.ts';
import { stakeIn } from './stake-in.ts';

/** Rao per alpha. */
export interface Limit {
  readonly limitRao: bigint;
  /** Whether part of the amount is better than nothing. */
  readonly allowPartial: boolean;
}

/** Checks and stakes; what the two calls and `add_stake_burn` have in common. */
export function addStake(execution: BlockExecution, position: Position, amountRao: bigint, limit?: Limit): Staked {
  const { coldkey, hotkey, netuid } = position;
  const { state } = execution;
  const market = marketOf(state, netuid);
  const decision = checkAddStake({
    market,
    amountRao,
    balanceRao: usableBalance(state, coldkey),
    hotkeyExists: hotkeyExists(state, hotkey),
    ...(limit && {
      limit: {
        max: maxInputAtLimit(market.pool, 'buy', limit.limitRao, market.feeRate),
        allowPartial: limit.allowPartial,
      },
    }),
  });
  if (!decision.ok) return { ok: false, error: refusalError(decision) };
  if (!limit) return stakeIn(execution, position, decision.amountRao);
  becomeDelegate(state, hotkey, coldkey);
  return stakeIn(execution, position, decision.amountRao, { limitRao: limit.limitRao });
}

const addStakeFor = (
  execution: BlockExecution,
  coldkey: Bytes | undefined,
  { hotkey, netuid }: { readonly hotkey: Bytes; readonly netuid: number },
  amountRao: bigint,
  limit?: Limit,
) => {
  if (!coldkey) return BAD_ORIGIN;
  const staked = addStake(execution, { coldkey, hotkey, netuid }, amountRao, limit);
  return staked.ok ? undefined : staked.error;
};

export const addStakeCall: Handler<Arguments<'SubtensorModule', 'add_stake'>> = (execution, origin, args) =>
  addStakeFor(execution, signerOf(origin), args, args.amount_staked);

export const addStakeLimitCall: Handler<Arguments<'SubtensorModule', 'add_stake_limit'>> = (execution, origin, args) =>
  addStakeFor(execution, signerOf(origin), args, args.amount_staked, {
    limitRao: args.limit_price,
    allowPartial: args.allow_partial,
  });
