/**
 * Staking: `add_stake`, `remove_stake`, `unstake_all`, and their siblings with a limit (spec economy §14). The rules are
 * `chain/economy`'s; the pool asks none of them.
 */
import type { AddStakeRefusal, ReadPlan, RemoveStakeRefusal, StakeDecision } from '../../../chain/economy/index.ts';
import {
  checkAddStake,
  checkRemoveStake,
  maxInputAtLimit,
  read,
  readAll,
  spendableRao,
  together,
  usableRao,
} from '../../../chain/economy/index.ts';
import { storage } from '../../../chain/schema/index.ts';
import type { Areas, CallContext, Refusal } from './area.ts';
import { refuse, refuseSubtensor } from './area.ts';
import type { Position } from './stake-facts.ts';
import { availablePlan, existsPlan, marketPlan, ownedPlan } from './stake-facts.ts';

/** Rao per alpha. */
interface Limit {
  readonly limitRao: bigint;
  readonly allowPartial: boolean;
}

/** What no rule about pools can foresee. */
export const MOVES = 'Prices move with every block: what just fits now may not fit then.';

/** The refusal of a decision about stake; undefined if it is allowed. */
export function refusalOf(
  decision: StakeDecision<AddStakeRefusal | RemoveStakeRefusal | 'SameNetuid' | 'TransferDisallowed'>,
): Refusal | undefined {
  if (decision.ok) return undefined;
  return 'swapError' in decision ? refuse('Swap', decision.swapError) : refuseSubtensor(decision.refusal);
}

function* add(position: Position, amountRao: bigint, at: CallContext, limit?: Limit): ReadPlan<Refusal | undefined> {
  const { hotkey, netuid } = position;
  const [market, hotkeyExists] = yield* together(marketPlan(netuid), existsPlan(hotkey));
  const max = limit && maxInputAtLimit(market.pool, 'buy', limit.limitRao, market.feeRate);
  const decision = checkAddStake({
    market,
    amountRao,
    balanceRao: usableRao(at.account),
    hotkeyExists,
    ...(max && { limit: { max, allowPartial: limit.allowPartial } }),
  });
  if (decision.ok && spendableRao(at.account) === 0n) return refuseSubtensor('InsufficientBalance');
  return refusalOf(decision);
}

function* remove(
  position: Position,
  alphaRao: bigint | 'all',
  at: CallContext,
  limit?: Limit,
): ReadPlan<Refusal | undefined> {
  const { coldkey, hotkey, netuid } = position;
  const [market, ownedRao, availableRao, hotkeyExists] = yield* together(
    marketPlan(netuid),
    ownedPlan(position),
    availablePlan(coldkey, netuid, BigInt(at.block)),
    existsPlan(hotkey),
  );
  const max = limit && maxInputAtLimit(market.pool, 'sell', limit.limitRao, market.feeRate);
  return refusalOf(
    checkRemoveStake({
      market,
      alphaRao: alphaRao === 'all' ? ownedRao : alphaRao,
      ownedRao,
      availableRao,
      hotkeyExists,
      ...(max && { limit: { max, allowPartial: limit.allowPartial } }),
    }),
  );
}

const positionOf = ({ hotkey, netuid }: Omit<Position, 'coldkey'>, at: CallContext): Position => ({
  coldkey: at.signer,
  hotkey,
  netuid,
});

function* hotkeyMustExist(hotkey: Position['hotkey']): ReadPlan<Refusal | undefined> {
  return (yield* existsPlan(hotkey)) ? undefined : refuseSubtensor('HotKeyAccountNotExists');
}

export const stakingAreas: Areas<'SubtensorModule'> = {
  add_stake: {
    check: 'stake',
    restsOnFee: true,
    dispatch: (args, at) => add(positionOf(args, at), args.amount_staked, at),
    unchecked: [MOVES],
  },
  add_stake_limit: {
    check: 'stake',
    restsOnFee: true,
    dispatch: (args, at) =>
      add(positionOf(args, at), args.amount_staked, at, {
        limitRao: args.limit_price,
        allowPartial: args.allow_partial,
      }),
    unchecked: [MOVES],
  },
  remove_stake: {
    check: 'stake',
    dispatch: (args, at) => remove(positionOf(args, at), args.amount_unstaked, at),
    unchecked: [MOVES],
  },
  remove_stake_limit: {
    check: 'stake',
    dispatch: (args, at) =>
      remove(positionOf(args, at), args.amount_unstaked, at, {
        limitRao: args.limit_price,
        allowPartial: args.allow_partial,
      }),
    unchecked: [MOVES],
  },
  remove_stake_full_limit: {
    check: 'stake',
    *dispatch(args, at) {
      const [exists] = yield* readAll([read(storage.SubtensorModule.NetworksAdded, args.netuid)]);
      if (!exists) return refuseSubtensor('SubnetNotExists');
      const limitRao = args.limit_price;
      const limit = limitRao === undefined ? undefined : { limitRao, allowPartial: false };
      return yield* remove(positionOf(args, at), 'all', at, limit);
    },
    unchecked: [MOVES],
  },
  unstake_all: {
    check: 'stake',
    dispatch: ({ hotkey }) => hotkeyMustExist(hotkey),
    unchecked: ['Positions that cannot be unstaked now are left as they are; the call succeeds all the same.'],
  },
  unstake_all_alpha: {
    check: 'stake',
    dispatch: ({ hotkey }) => hotkeyMustExist(hotkey),
    unchecked: ['Whether any position can be unstaked now: if none can, the call fails with AmountTooLow.'],
  },
};
