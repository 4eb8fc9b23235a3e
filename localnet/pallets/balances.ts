/**
 * TAO as currency: moving, making and taking it, with the rules of Substrate's `pallet_balances`.
 *
 * An account lives while it holds at least the existential deposit (500 rao); the first deposit of that much makes it, and
 * what is left below it when money leaves is lost with the account. `TotalIssuance` is always the sum of all accounts.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { equalBytes } from '../../src/chain/bytes.ts';
import { checkTransfer, EXISTENTIAL_DEPOSIT_RAO, spendableRao, usableRao } from '../../src/chain/economy/index.ts';
import { clampU64, smaller, U64_MAX } from '../../src/chain/fixed/index.ts';
import type { DispatchError } from '../../src/chain/schema/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import type { State } from '../state.ts';
import type { BlockExecution, Outcome } from './block-execution.ts';
import { emit } from './block-execution.ts';
import { moduleError } from './module-error.ts';

const system = storage.System;
const { TotalIssuance } = storage.Balances;
export const EXISTENTIAL_DEPOSIT = EXISTENTIAL_DEPOSIT_RAO;

/** Whether what is left may be too little to live on. */
export type Existence = 'keep-alive' | 'allow-death';

export const freeBalance = (state: State, account: Bytes): bigint => state.get(system.Account, account).data.free;

/** What can leave the account at all. */
export const usableBalance = (state: State, account: Bytes): bigint => usableRao(state.get(system.Account, account));

/** What can leave it without closing it. */
export const spendableBalance = (state: State, account: Bytes): bigint =>
  spendableRao(state.get(system.Account, account));

/** Moves `amount` from account to account. To oneself nothing happens, and nothing is reported. */
export function transfer(
  execution: BlockExecution,
  from: Bytes,
  to: Bytes,
  amount: bigint,
  existence: Existence = 'keep-alive',
): Outcome {
  const { state } = execution;
  const toItself = equalBytes(from, to);
  const error = checkTransfer({
    from: state.get(system.Account, from),
    receiverRao: freeBalance(state, to),
    amountRao: amount,
    keepAlive: existence === 'keep-alive',
    toItself,
  });
  if (error) return error === 'Overflow' ? OVERFLOW : tokenError(error);
  if (toItself) return undefined;
  if (amount > 0n) {
    debit(execution, from, amount);
    credit(execution, to, amount);
  }
  emit(execution, 'Balances', 'Transfer', { from, to, amount });
  return undefined;
}

/** Takes `amount` out of an account, for whoever puts it elsewhere. Whoever asks has checked that it is there. */
export function withdraw(execution: BlockExecution, who: Bytes, amount: bigint): void {
  if (amount === 0n) return;
  debit(execution, who, amount);
  emit(execution, 'Balances', 'Withdraw', { who, amount });
}

/** Gives what was withdrawn to `who`; too little to make an account, or too much for one, is lost, as on the chain. */
export function depositBalance(execution: BlockExecution, who: Bytes, amount: bigint): void {
  if (amount === 0n) return;
  const received = freeBalance(execution.state, who) + amount;
  if (received < EXISTENTIAL_DEPOSIT || received > U64_MAX) {
    changeIssuance(execution.state, -amount);
    return;
  }
  credit(execution, who, amount);
  emit(execution, 'Balances', 'Deposit', { who, amount });
}

/** New money for `who`. */
export function mint(execution: BlockExecution, who: Bytes, amount: bigint): void {
  if (amount === 0n) return;
  changeIssuance(execution.state, amount);
  depositBalance(execution, who, amount);
}

/** Takes money out of the world. Whoever asks has checked that it is there. */
export function destroy(execution: BlockExecution, who: Bytes, amount: bigint): void {
  if (amount === 0n) return;
  withdraw(execution, who, amount);
  changeIssuance(execution.state, -amount);
}

/** What `who` destroys of its own; reported as that alone. */
export function burn(execution: BlockExecution, who: Bytes, amount: bigint): void {
  if (amount > 0n) debit(execution, who, amount);
  changeIssuance(execution.state, -amount);
  emit(execution, 'Balances', 'Burned', { who, amount });
}

/** Sets `amount` aside on the account itself, as a deposit. */
export function reserve(execution: BlockExecution, who: Bytes, amount: bigint): Outcome {
  if (amount === 0n) return undefined;
  if (spendableBalance(execution.state, who) < amount) return moduleError('Balances', 'InsufficientBalance');
  moveReserved(execution.state, who, amount);
  emit(execution, 'Balances', 'Reserved', { who, amount });
  return undefined;
}

/** Frees what was set aside, at most what there is. */
export function unreserve(execution: BlockExecution, who: Bytes, amount: bigint): void {
  const { reserved } = execution.state.get(system.Account, who).data;
  const freed = smaller(amount, reserved);
  if (freed === 0n) return;
  moveReserved(execution.state, who, -freed);
  emit(execution, 'Balances', 'Unreserved', { who, amount: freed });
}

/** A fee may not close the account. */
export function canPay(state: State, who: Bytes, fee: bigint): boolean {
  return fee === 0n || spendableBalance(state, who) >= fee;
}

/** Reserves count as one consumer of the account. */
function moveReserved(state: State, who: Bytes, amount: bigint): void {
  state.change(system.Account, who, (info) => {
    const { free, reserved } = info.data;
    const data = { ...info.data, free: free - amount, reserved: reserved + amount };
    const consumes = Number(data.reserved > 0n) - Number(reserved > 0n);
    return { ...info, consumers: Math.max(info.consumers + consumes, 0), data };
  });
}

/** An account that something counts on stays: reserves do, for one. */
function canDie(state: State, account: Bytes): boolean {
  return state.get(system.Account, account).consumers === 0;
}

/** The chain's counter saturates; root can set it, so it need not be the sum that it should be. */
function changeIssuance(state: State, rao: bigint): void {
  state.change(TotalIssuance, (issuance) => clampU64(issuance + rao));
}

function debit(execution: BlockExecution, account: Bytes, amount: bigint): void {
  const { state } = execution;
  const info = state.get(system.Account, account);
  const free = info.data.free - amount;
  if (free < 0n) throw new RangeError(`an account of ${info.data.free} rao cannot give ${amount}`);
  if (free >= EXISTENTIAL_DEPOSIT || !canDie(state, account)) {
    state.put(system.Account, account, { ...info, data: { ...info.data, free } });
    return;
  }
  if (free > 0n) {
    changeIssuance(state, -free);
    emit(execution, 'Balances', 'DustLost', { account, amount: free });
  }
  state.kill(system.Account, account);
  emit(execution, 'System', 'KilledAccount', { account });
}

function credit(execution: BlockExecution, account: Bytes, amount: bigint): void {
  const info = execution.state.get(system.Account, account);
  const isNew = info.providers === 0;
  const free = info.data.free + amount;
  const providers = isNew ? 1 : info.providers;
  execution.state.put(system.Account, account, { ...info, providers, data: { ...info.data, free } });
  if (!isNew) return;
  emit(execution, 'System', 'NewAccount', { account });
  emit(execution, 'Balances', 'Endowed', { account, free_balance: free });
}

type TokenErrorName = Extract<DispatchError, { type: 'Token' }>['value'][0]['type'];

const OVERFLOW: DispatchError = { type: 'Arithmetic', value: [{ type: 'Overflow', value: undefined }] };

function tokenError(type: TokenErrorName): DispatchError {
  return { type: 'Token', value: [{ type, value: undefined }] };
}
