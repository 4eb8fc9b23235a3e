/**
 * The pools of the subnets: reading one, and swapping against it with everything that the chain books (spec economy §6).
 *
 *   buy:   TAO of the payer ─▶ subnet account; fee ─▶ author          SubnetTAO +, SubnetAlphaIn −, SubnetAlphaOut +
 *   sell:  TAO of the subnet account ─▶ receiver; fee alpha is sold for the author        the other way round
 *
 * Root and stable subnets swap one for one and keep the same books, whose alpha side means nothing there and saturates at
 * zero. Alpha that a buy gives is only counted here: whose it becomes is the caller's.
 */
import type { Bytes } from '../../../src/chain/bytes.ts';
import type { SwapError, SwapOrder, SwapPool, Swapped, SwapSide } from '../../../src/chain/economy/index.ts';
import { quoteSwap, STABLE, spotPrice, swap } from '../../../src/chain/economy/index.ts';
import { clampU64, U64F64 } from '../../../src/chain/fixed/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { State } from '../../state.ts';
import { EXISTENTIAL_DEPOSIT, freeBalance, transfer } from '../balances.ts';
import type { BlockExecution, Outcome } from '../block-execution.ts';
import { moduleError } from '../module-error.ts';
import { subnetAccount } from './treasury.ts';

const { SubtensorModule: subtensor, Swap } = storage;

export interface SwapOptions {
  /** Rao per alpha; absent = the chain's default for the side. */
  readonly limitRao?: bigint;
  /** Fees are the author's; protocol's own swaps and second halves of a move pay none. */
  readonly feeFree?: boolean;
}

export type SwapResult =
  | ({ readonly ok: true } & Swapped)
  | { readonly ok: false; readonly error: NonNullable<Outcome> };

/** The pool of a dynamic subnet; `stable` for root and for subnets without one. */
export function poolOf(state: State, netuid: number): SwapPool | typeof STABLE {
  if (state.get(subtensor.SubnetMechanism, netuid) === 0) return STABLE;
  return {
    taoRao: state.get(subtensor.SubnetTAO, netuid),
    alphaRao: state.get(subtensor.SubnetAlphaIn, netuid),
    quoteParts: state.get(Swap.SwapBalancer, netuid).quote,
  };
}

/** Spot price, TAO per alpha, U64F64 bits; one where the pool is stable. */
export function alphaPrice(state: State, netuid: number): bigint {
  const pool = poolOf(state, netuid);
  return pool === STABLE ? U64F64.one : spotPrice(pool);
}

export const feeRateOf = (state: State, netuid: number): number => state.get(Swap.FeeRate, netuid);

/** What a swap would do now, without doing it. */
export function simulateSwap(
  state: State,
  netuid: number,
  side: SwapSide,
  amountRao: bigint,
  options: SwapOptions = {},
): SwapResult {
  const pool = poolOf(state, netuid);
  const { limitRao, feeFree = false } = options;
  const order: SwapOrder = {
    side,
    amountRao,
    feeRate: feeFree ? 0 : feeRateOf(state, netuid),
    ...(limitRao !== undefined && { limitRao }),
  };
  const outcome = pool === STABLE ? quoteSwap(STABLE, side, amountRao, 0) : swap(pool, order);
  return outcome.ok ? outcome : { ok: false, error: swapError(outcome.code) };
}

/**
 * Buys alpha with TAO of `payer`. What is taken is `netInRao + feeRao`, less than `taoRao` only where the limit stops it;
 * `outRao` alpha then belong to nobody yet. A payer that would be left below the existential deposit cannot pay.
 */
export function buyAlpha(
  execution: BlockExecution,
  payer: Bytes,
  netuid: number,
  taoRao: bigint,
  options: SwapOptions = {},
): SwapResult {
  const { state } = execution;
  const result = simulateSwap(state, netuid, 'buy', taoRao, options);
  if (!result.ok) return result;
  const { netInRao, feeRao, outRao } = result;
  const error = transfer(execution, payer, subnetAccount(netuid), netInRao + feeRao);
  if (error) return { ok: false, error };
  bookBuy(state, netuid, result);
  payFee(execution, netuid, feeRao);
  return { ...result, outRao };
}

/** The books of a buy whose TAO stands on the subnet's account already. */
export function bookBuy(state: State, netuid: number, { netInRao, feeRao, outRao }: Swapped): void {
  const paid = netInRao + feeRao;
  state.change(subtensor.SubnetAlphaIn, netuid, (alpha) => clampU64(alpha - outRao));
  state.change(subtensor.SubnetAlphaOut, netuid, (alpha) => alpha + outRao);
  state.change(subtensor.SubnetTAO, netuid, (tao) => tao + netInRao);
  // QUIRK: the totals count the fee too, which does not stay (spec economy §6).
  state.change(subtensor.TotalStake, (stake) => clampU64(stake + paid));
  state.change(subtensor.SubnetVolume, netuid, (volume) => volume + paid);
}

/**
 * Sells alpha that the caller has taken from its holder; the TAO goes to `receiver`. What is taken of the alpha is
 * `netInRao + feeRao`, less than `alphaRao` only where the limit stops it.
 */
export function sellAlpha(
  execution: BlockExecution,
  receiver: Bytes,
  netuid: number,
  alphaRao: bigint,
  options: SwapOptions = {},
): SwapResult {
  const { state } = execution;
  const result = simulateSwap(state, netuid, 'sell', alphaRao, options);
  if (!result.ok) return result;
  bookSell(state, netuid, result);
  const error = payOut(execution, netuid, receiver, result.outRao) ?? sellFee(execution, netuid, result.feeRao);
  return error ? { ok: false, error } : result;
}

function bookSell(state: State, netuid: number, { netInRao, outRao }: Swapped): void {
  state.change(subtensor.SubnetAlphaIn, netuid, (alpha) => clampU64(alpha + netInRao));
  state.change(subtensor.SubnetAlphaOut, netuid, (alpha) => clampU64(alpha - netInRao));
  state.change(subtensor.SubnetTAO, netuid, (tao) => clampU64(tao - outRao));
  state.change(subtensor.TotalStake, (stake) => clampU64(stake - outRao));
  state.change(subtensor.SubnetVolume, netuid, (volume) => volume + outRao);
}

/** The fee of a buy is TAO on the subnet's account. It stays there where the author is too young for so little. */
function payFee(execution: BlockExecution, netuid: number, feeRao: bigint): void {
  if (feeRao > 0n) payOut(execution, netuid, execution.author, feeRao);
}

/**
 * The fee of a sell is alpha: it is sold for the author, free of fee. QUIRK: where that is not worth a rao the pool refuses,
 * and the whole sell with it. An author that is too young for so little does not get it; then it stays alpha, nobody's.
 */
function sellFee(execution: BlockExecution, netuid: number, feeRao: bigint): Outcome {
  if (feeRao === 0n) return undefined;
  const result = simulateSwap(execution.state, netuid, 'sell', feeRao, { feeFree: true });
  if (!result.ok) return result.error;
  if (cannotReceive(execution.state, execution.author, result.outRao)) return undefined;
  bookSell(execution.state, netuid, result);
  return payOut(execution, netuid, execution.author, result.outRao);
}

/** TAO leaves a subnet's account. */
function payOut(execution: BlockExecution, netuid: number, to: Bytes, rao: bigint): Outcome {
  if (rao === 0n) return undefined;
  return transfer(execution, subnetAccount(netuid), to, rao, 'allow-death');
}

const cannotReceive = (state: State, who: Bytes, rao: bigint): boolean =>
  freeBalance(state, who) + rao < EXISTENTIAL_DEPOSIT;

const swapError = (code: SwapError) => moduleError('Swap', code);
