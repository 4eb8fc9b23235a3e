/**
 * May this alpha be moved to another hotkey, subnet or coldkey? The checks of `move_stake`, `swap_stake`, `swap_stake_limit`
 * and `transfer_stake`, in the chain's order (spec economy §14; `validate_stake_transition`).
 *
 * Within a subnet alpha keeps its amount, and its value is checked when it has moved (`isWorthMoving`).
 */
import { smaller, U64F64 } from '../fixed/index.ts';
import type { StakeDecision } from './add-stake-check.ts';
import { MIN_STAKE_RAO } from './minimum-stake.ts';
import { quoteOf, type StakeMarket } from './stake-market.ts';
import type { MaxInput } from './swap/index.ts';

/** Errors of the pallet `SubtensorModule`. */
export type MoveStakeRefusal =
  | 'SameNetuid'
  | 'SubnetNotExists'
  | 'SubtokenDisabled'
  | 'HotKeyAccountNotExists'
  | 'InsufficientLiquidity'
  | 'AmountTooLow'
  | 'SlippageTooHigh'
  | 'TransferDisallowed'
  | 'StakeUnavailable';

export interface MoveStake {
  readonly origin: StakeMarket;
  readonly destination: StakeMarket;
  readonly sameSubnet: boolean;
  /** Coldkey and hotkey stay. */
  readonly sameKeys: boolean;
  readonly hotkeysExist: boolean;
  /** Rao of alpha, u64; what is more than owned is not moved. */
  readonly alphaRao: bigint;
  readonly ownedRao: bigint;
  /** On all hotkeys of the origin, without what is locked. */
  readonly availableRao: bigint;
  /** `TransferToggle` of both subnets where the coldkey may change, else absent. */
  readonly transferAllowed?: boolean;
  /** `maxMoveAtLimit` where there is a limit. */
  readonly limit?: { readonly max: MaxInput; readonly allowPartial: boolean };
}

/** How much alpha moves, or why none. */
export function checkMoveStake(move: MoveStake): StakeDecision<MoveStakeRefusal> {
  const { origin, destination, sameSubnet, limit } = move;
  const alphaRao = smaller(move.alphaRao, move.ownedRao);
  if (!sameSubnet && limit && !limit.max.ok) return { ok: false, swapError: limit.max.code };
  if (sameSubnet && move.sameKeys) return refuse('SameNetuid');
  if (!origin.exists || !destination.exists) return refuse('SubnetNotExists');
  if (!origin.subtokenEnabled || !destination.subtokenEnabled) return refuse('SubtokenDisabled');
  if (!move.hotkeysExist) return refuse('HotKeyAccountNotExists');
  const fitting = !sameSubnet && limit?.max.ok ? smaller(alphaRao, limit.max.amountRao) : alphaRao;
  if (!sameSubnet) {
    const quote = quoteOf(origin, 'sell', alphaRao);
    if (!quote.ok) return refuse('InsufficientLiquidity');
    if (quote.outRao <= MIN_STAKE_RAO) return refuse('AmountTooLow');
    if (fitting < alphaRao && !limit?.allowPartial) return refuse('SlippageTooHigh');
  }
  if (move.transferAllowed === false) return refuse('TransferDisallowed');
  if (!sameSubnet && move.availableRao < alphaRao) return refuse('StakeUnavailable');
  return { ok: true, amountRao: fitting };
}

/** Rao of TAO that alpha is worth at a price (U64F64 bits). */
export const valueAtPrice = (alphaRao: bigint, price: bigint): bigint =>
  U64F64.floor(U64F64.mul(price, U64F64.fromInteger(alphaRao)));

/** Is a value of TAO enough to move within a subnet, or to be staked again after a move across subnets? */
export const isWorthMoving = (taoRao: bigint): boolean => taoRao >= MIN_STAKE_RAO;

const refuse = (refusal: MoveStakeRefusal) => ({ ok: false, refusal }) as const;
