/**
 * May this TAO be staked? The checks of `add_stake` and `add_stake_limit`, in the chain's order (spec economy §14;
 * `validate_add_stake`). The localnet refuses by them, the app asks them before anyone signs.
 *
 * DIFFERS: 424 learns only in the simulated swap that an amount is over a thousand reserves, so there an amount that is
 * hopeless in two ways may be refused for the other one.
 */
import { smaller } from '../fixed/index.ts';
import { MIN_STAKE_RAO, minimumToAdd } from './minimum-stake.ts';
import { isOverInputCap, quoteOf, type StakeMarket } from './stake-market.ts';
import type { MaxInput, SwapError } from './swap/index.ts';

/** Errors of the pallet `SubtensorModule`; what the swap itself refuses has a name of its own. */
export type AddStakeRefusal =
  | 'InsufficientLiquidity'
  | 'SubnetNotExists'
  | 'SubtokenDisabled'
  | 'AmountTooLow'
  | 'SlippageTooHigh'
  | 'NotEnoughBalanceToStake'
  | 'HotKeyAccountNotExists';

export interface AddStake {
  readonly market: StakeMarket;
  /** Rao of TAO, u64. */
  readonly amountRao: bigint;
  /** What the coldkey can give away, its existential deposit included. */
  readonly balanceRao: bigint;
  readonly hotkeyExists: boolean;
  /** `maxInputAtLimit` where there is a limit; `allowPartial` takes what fits under it. */
  readonly limit?: { readonly max: MaxInput; readonly allowPartial: boolean };
}

export type StakeDecision<Refusal> =
  | { readonly ok: true; readonly amountRao: bigint }
  | { readonly ok: false; readonly refusal: Refusal }
  /** Of the pallet `Swap`. */
  | { readonly ok: false; readonly swapError: SwapError };

/** How much TAO goes in, or why none. */
export function checkAddStake(stake: AddStake): StakeDecision<AddStakeRefusal> {
  const { market, amountRao, balanceRao, hotkeyExists, limit } = stake;
  if (isOverInputCap(market, 'buy', amountRao)) return refuse('InsufficientLiquidity');
  if (limit && !limit.max.ok) return { ok: false, swapError: limit.max.code };
  if (!market.exists) return refuse('SubnetNotExists');
  if (!market.subtokenEnabled) return refuse('SubtokenDisabled');
  if (amountRao < minimumToAdd(market.feeRate)) return refuse('AmountTooLow');
  const fitting = limit?.max.ok ? smaller(amountRao, limit.max.amountRao) : amountRao;
  if (fitting < amountRao && !limit?.allowPartial) return refuse('SlippageTooHigh');
  if (balanceRao < fitting) return refuse('NotEnoughBalanceToStake');
  if (!hotkeyExists) return refuse('HotKeyAccountNotExists');
  const quote = quoteOf(market, 'buy', fitting);
  if (!quote.ok) return refuse('InsufficientLiquidity');
  if (quote.netInRao < MIN_STAKE_RAO) return refuse('AmountTooLow');
  if (quote.outRao === 0n) return refuse('InsufficientLiquidity');
  return { ok: true, amountRao: fitting };
}

const refuse = (refusal: AddStakeRefusal) => ({ ok: false, refusal }) as const;
