/**
 * Moving stake: `move_stake`, `transfer_stake`, `swap_stake(_limit)` (spec economy §14). The rules are `chain/economy`'s;
 * the pool asks none of them.
 */
import { equalBytes } from '../../../chain/bytes.ts';
import type { ReadPlan, StakeMarket } from '../../../chain/economy/index.ts';
import {
  checkMoveStake,
  isWorthMoving,
  maxMoveAtLimit,
  read,
  readAll,
  STABLE,
  spotPrice,
  together,
  valueAtPrice,
} from '../../../chain/economy/index.ts';
import { U64F64 } from '../../../chain/fixed/index.ts';
import { storage } from '../../../chain/schema/index.ts';
import type { Areas, CallContext, Refusal } from './area.ts';
import { refuseSubtensor } from './area.ts';
import type { Position } from './stake-facts.ts';
import { availablePlan, existsPlan, marketPlan, ownedPlan } from './stake-facts.ts';
import { MOVES, refusalOf } from './staking.ts';

const { TransferToggle } = storage.SubtensorModule;

interface Move {
  readonly from: Position;
  readonly to: Position;
  readonly alphaRao: bigint;
  /** Price of the origin over that of the destination, in parts of 10^9. */
  readonly limit?: { readonly limitRao: bigint; readonly allowPartial: boolean };
  /** Whether the subnets must allow transfers. */
  readonly isTransfer?: boolean;
}

function* move({ from, to, alphaRao, limit, isTransfer }: Move, at: CallContext): ReadPlan<Refusal | undefined> {
  const [origin, destination, fromExists, toExists, ownedRao, availableRao, [fromAllows, toAllows]] = yield* together(
    marketPlan(from.netuid),
    marketPlan(to.netuid),
    existsPlan(from.hotkey),
    existsPlan(to.hotkey),
    ownedPlan(from),
    availablePlan(from.coldkey, from.netuid, BigInt(at.block)),
    readAll([read(TransferToggle, from.netuid), read(TransferToggle, to.netuid)]),
  );
  const sameSubnet = from.netuid === to.netuid;
  const decision = checkMoveStake({
    origin,
    destination,
    sameSubnet,
    sameKeys: equalBytes(from.coldkey, to.coldkey) && equalBytes(from.hotkey, to.hotkey),
    hotkeysExist: fromExists && toExists,
    alphaRao,
    ownedRao,
    availableRao,
    ...(isTransfer && { transferAllowed: fromAllows && toAllows }),
    ...(limit && {
      limit: { max: maxMoveAtLimit(origin, destination, limit.limitRao), allowPartial: limit.allowPartial },
    }),
  });
  if (decision.ok && sameSubnet && !isWorthMoving(valueAtPrice(decision.amountRao, priceOf(origin)))) {
    return refuseSubtensor('AmountTooLow');
  }
  return refusalOf(decision);
}

/** U64F64 bits; one where the pool is stable. */
const priceOf = ({ pool }: StakeMarket): bigint => (pool === STABLE ? U64F64.one : spotPrice(pool));

export const movingStakeAreas: Areas<'SubtensorModule'> = {
  move_stake: {
    check: 'stake',
    dispatch: (args, at) =>
      move(
        {
          from: { coldkey: at.signer, hotkey: args.origin_hotkey, netuid: args.origin_netuid },
          to: { coldkey: at.signer, hotkey: args.destination_hotkey, netuid: args.destination_netuid },
          alphaRao: args.alpha_amount,
        },
        at,
      ),
    unchecked: [MOVES],
  },
  transfer_stake: {
    check: 'stake',
    dispatch: (args, at) =>
      move(
        {
          from: { coldkey: at.signer, hotkey: args.hotkey, netuid: args.origin_netuid },
          to: { coldkey: args.destination_coldkey, hotkey: args.hotkey, netuid: args.destination_netuid },
          alphaRao: args.alpha_amount,
          isTransfer: true,
        },
        at,
      ),
    unchecked: [MOVES, 'Whether the receiver takes alpha that is locked, where some of it is.'],
  },
  swap_stake: {
    check: 'stake',
    dispatch: (args, at) => move(swapOf(args, at), at),
    unchecked: [MOVES],
  },
  swap_stake_limit: {
    check: 'stake',
    dispatch: (args, at) => {
      const limit = { limitRao: args.limit_price, allowPartial: args.allow_partial };
      return move({ ...swapOf(args, at), limit }, at);
    },
    unchecked: [MOVES],
  },
};

interface SwapArguments {
  readonly hotkey: Position['hotkey'];
  readonly origin_netuid: number;
  readonly destination_netuid: number;
  readonly alpha_amount: bigint;
}

const swapOf = (args: SwapArguments, at: CallContext): Move => ({
  from: { coldkey: at.signer, hotkey: args.hotkey, netuid: args.origin_netuid },
  to: { coldkey: at.signer, hotkey: args.hotkey, netuid: args.destination_netuid },
  alphaRao: args.alpha_amount,
});
