/**
 * TAO as currency: moving it from account to account, with the rules of Substrate's `pallet_balances`.
 *
 * An account lives while it holds at least the existential deposit (500 rao); the first deposit of that much makes it.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { equalBytes } from '../../src/chain/bytes.ts';
import type { DispatchError } from '../../src/chain/schema/index.ts';
import { constants, storage } from '../../src/chain/schema/index.ts';
import type { State } from '../state.ts';
import type { BlockExecution } from './block-execution.ts';
import { deposit } from './block-execution.ts';

const system = storage.System;
export const EXISTENTIAL_DEPOSIT = constants.Balances.ExistentialDeposit.value;

export const freeBalance = (state: State, account: Bytes): bigint => state.get(system.Account, account).data.free;

/** What can leave the account at all: free balance that is not frozen. */
function usableBalance(state: State, account: Bytes): bigint {
  const { free, frozen } = state.get(system.Account, account).data;
  return free > frozen ? free - frozen : 0n;
}

/** `transfer_keep_alive`: refuses what would close either account. */
export function transferKeepAlive(
  execution: BlockExecution,
  from: Bytes,
  to: Bytes,
  amount: bigint,
): DispatchError | undefined {
  const { state } = execution;
  const free = freeBalance(state, from);
  if (amount > 0n) {
    if (free < amount) return tokenError('FundsUnavailable');
    if (usableBalance(state, from) < amount) return tokenError('Frozen');
    if (free - amount < EXISTENTIAL_DEPOSIT) return tokenError('NotExpendable');
    if (!equalBytes(from, to) && freeBalance(state, to) + amount < EXISTENTIAL_DEPOSIT)
      return tokenError('BelowMinimum');
  }
  if (!equalBytes(from, to) && amount > 0n) {
    setFree(state, from, free - amount);
    credit(execution, to, amount);
  }
  deposit(execution, { type: 'Balances', value: [{ type: 'Transfer', value: { from, to, amount } }] });
  return undefined;
}

/** Takes `amount` for a fee. Whoever asks has checked `canPay`. */
export function withdraw(execution: BlockExecution, who: Bytes, amount: bigint): void {
  if (amount === 0n) return;
  setFree(execution.state, who, freeBalance(execution.state, who) - amount);
  deposit(execution, { type: 'Balances', value: [{ type: 'Withdraw', value: { who, amount } }] });
}

/** Gives what was withdrawn to `who`; too little to make an account is lost with it, as on the chain. */
export function depositBalance(execution: BlockExecution, who: Bytes, amount: bigint): void {
  if (amount === 0n) return;
  if (freeBalance(execution.state, who) + amount < EXISTENTIAL_DEPOSIT) {
    execution.state.change(storage.Balances.TotalIssuance, (issuance) => issuance - amount);
    return;
  }
  credit(execution, who, amount);
  deposit(execution, { type: 'Balances', value: [{ type: 'Deposit', value: { who, amount } }] });
}

/** A fee may not close the account. */
export function canPay(state: State, who: Bytes, fee: bigint): boolean {
  return fee === 0n || (usableBalance(state, who) >= fee && freeBalance(state, who) - fee >= EXISTENTIAL_DEPOSIT);
}

function setFree(state: State, account: Bytes, free: bigint): void {
  state.change(system.Account, account, (info) => ({ ...info, data: { ...info.data, free } }));
}

function credit(execution: BlockExecution, account: Bytes, amount: bigint): void {
  const info = execution.state.get(system.Account, account);
  const isNew = info.providers === 0;
  const free = info.data.free + amount;
  const providers = isNew ? 1 : info.providers;
  execution.state.put(system.Account, account, { ...info, providers, data: { ...info.data, free } });
  if (!isNew) return;
  deposit(execution, { type: 'System', value: [{ type: 'NewAccount', value: { account } }] });
  deposit(execution, { type: 'Balances', value: [{ type: 'Endowed', value: { account, free_balance: free } }] });
}

type TokenErrorName = Extract<DispatchError, { type: 'Token' }>['value'][0]['type'];

function tokenError(type: TokenErrorName): DispatchError {
  return { type: 'Token', value: [{ type, value: undefined }] };
}
