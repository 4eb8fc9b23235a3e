/**
 * May this alpha be unstaked? The checks of `remove_stake`, `remove_stake_limit` and the unstake-all calls, in the chain's
 * order (spec economy §14; `validate_remove_stake`).
 *
 * QUIRK: a position that goes as a whole may be worth less than the minimum.
 * QUIRK: only `remove_stake` itself takes no more than there is and asks for a started subnet; the variant with a limit
 * refuses an amount above the position.
 */
import { smaller } from '../fixed/index.ts';
import type { StakeDecision } from './add-stake-check.ts';
import { MIN_STAKE_RAO } from './minimum-stake.ts';
import { isOverInputCap, quoteOf, type StakeMarket } from './stake-market.ts';
import type { MaxInput } from './swap/index.ts';

/** Errors of the pallet `SubtensorModule`. */
export type RemoveStakeRefusal =
  | 'SubtokenDisabled'
  | 'InsufficientLiquidity'
  | 'SubnetNotExists'
  | 'AmountTooLow'
  | 'NotEnoughStakeToWithdraw'
  | 'SlippageTooHigh'
  | 'HotKeyAccountNotExists'
  | 'StakeUnavailable';

export interface RemoveStake {
  readonly market: StakeMarket;
  /** Rao of alpha, u64. */
  readonly alphaRao: bigint;
  /** Alpha of the coldkey on this hotkey. */
  readonly ownedRao: bigint;
  /** `stakeAvailability(…).available`: on all hotkeys, without what is locked. */
  readonly availableRao: bigint;
  readonly hotkeyExists: boolean;
  readonly limit?: { readonly max: MaxInput; readonly allowPartial: boolean };
}

/** How much alpha is sold, or why none. */
export function checkRemoveStake(stake: RemoveStake): StakeDecision<RemoveStakeRefusal> {
  const { market, ownedRao, limit } = stake;
  if (!limit && !market.subtokenEnabled) return refuse('SubtokenDisabled');
  const alphaRao = limit ? stake.alphaRao : smaller(stake.alphaRao, ownedRao);
  if (isOverInputCap(market, 'sell', alphaRao)) return refuse('InsufficientLiquidity');
  if (limit && !limit.max.ok) return { ok: false, swapError: limit.max.code };
  if (!market.exists) return refuse('SubnetNotExists');
  if (alphaRao === 0n) return refuse('AmountTooLow');
  if (alphaRao > ownedRao) return refuse('NotEnoughStakeToWithdraw');
  const quote = quoteOf(market, 'sell', alphaRao);
  if (!quote.ok) return refuse('InsufficientLiquidity');
  if (alphaRao < ownedRao && quote.outRao < MIN_STAKE_RAO) return refuse('AmountTooLow');
  const fitting = limit?.max.ok ? smaller(alphaRao, limit.max.amountRao) : alphaRao;
  if (fitting < alphaRao && !limit?.allowPartial) return refuse('SlippageTooHigh');
  if (!stake.hotkeyExists) return refuse('HotKeyAccountNotExists');
  if (stake.availableRao < alphaRao) return refuse('StakeUnavailable');
  return { ok: true, amountRao: fitting };
}

const refuse = (refusal: RemoveStakeRefusal) => ({ ok: false, refusal }) as const;
