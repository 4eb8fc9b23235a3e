/**
 * What an account can give away, and whether a transfer is allowed (Substrate's `pallet_balances`).
 *
 *   free ─ frozen ─▶ usable ─ existential deposit ─▶ spendable: what can leave without closing the account
 *
 * An account on which something counts (reserves do, for one) cannot be closed. Transfers refuse with `TokenError`s.
 */
import { larger, smaller, U64_MAX } from '../fixed/index.ts';
import { constants } from '../schema/index.ts';

/** Rao that an account needs to live on. */
export const EXISTENTIAL_DEPOSIT_RAO = constants.Balances.ExistentialDeposit.value;

/** The part of `System.Account` that decides. */
export interface AccountBalance {
  readonly consumers: number;
  readonly data: { readonly free: bigint; readonly frozen: bigint };
}

/** Rao that can leave the account at all. */
export function usableRao({ consumers, data: { free, frozen } }: AccountBalance): bigint {
  const untouchable = consumers === 0 ? frozen : larger(frozen, EXISTENTIAL_DEPOSIT_RAO);
  return larger(free - untouchable, 0n);
}

/** Rao that can leave it without closing it. */
export function spendableRao(account: AccountBalance): bigint {
  return larger(smaller(usableRao(account), account.data.free - EXISTENTIAL_DEPOSIT_RAO), 0n);
}

export interface Transfer {
  readonly from: AccountBalance;
  /** Free rao of the receiver. */
  readonly receiverRao: bigint;
  readonly amountRao: bigint;
  readonly keepAlive: boolean;
  readonly toItself: boolean;
}

export type TransferError = 'FundsUnavailable' | 'Frozen' | 'NotExpendable' | 'BelowMinimum' | 'Overflow';

/** Why the money may not go; `Overflow` is an arithmetic error, the others are token errors. */
export function checkTransfer(transfer: Transfer): TransferError | undefined {
  const { from, receiverRao, amountRao, keepAlive, toItself } = transfer;
  if (amountRao === 0n) return undefined;
  const { free } = from.data;
  if (free < amountRao) return 'FundsUnavailable';
  if (usableRao(from) < amountRao) return 'Frozen';
  if (keepAlive && free - amountRao < EXISTENTIAL_DEPOSIT_RAO) return 'NotExpendable';
  if (toItself) return undefined;
  if (receiverRao + amountRao < EXISTENTIAL_DEPOSIT_RAO) return 'BelowMinimum';
  return receiverRao + amountRao > U64_MAX ? 'Overflow' : undefined;
}
