/** The calls of `pallet_balances`. */
import type { Bytes } from '../../src/chain/bytes.ts';
import { clampU64 } from '../../src/chain/fixed/index.ts';
import type { DispatchError } from '../../src/chain/schema/index.ts';
import { storage } from '../../src/chain/schema/index.ts';
import type { Existence } from './balances.ts';
import {
  burn,
  destroy,
  EXISTENTIAL_DEPOSIT,
  freeBalance,
  mint,
  spendableBalance,
  transfer,
  unreserve,
  usableBalance,
} from './balances.ts';
import type { BlockExecution, Origin, Outcome } from './block-execution.ts';
import { BAD_ORIGIN, emit, signerOf } from './block-execution.ts';
import type { Arguments, Handlers } from './handlers.ts';
import { moduleError } from './module-error.ts';

type Address = Arguments<'Balances', 'transfer_keep_alive'>['dest'];
const CANNOT_LOOKUP: DispatchError = { type: 'CannotLookup', value: undefined };

/** Accounts are named by their ids here; other kinds of address belong to nobody. */
export const accountOf = (address: Address): Bytes | undefined =>
  address.type === 'Id' ? address.value[0] : undefined;

export const balancesCalls: Handlers<'Balances'> = {
  transfer_allow_death: (execution, origin, { dest, value }) => send(execution, origin, dest, value, 'allow-death'),
  transfer_keep_alive: (execution, origin, { dest, value }) => send(execution, origin, dest, value, 'keep-alive'),
  transfer_all: (execution, origin, { dest, keep_alive: keepAlive }) => {
    const from = signerOf(origin);
    if (!from) return BAD_ORIGIN;
    const { state } = execution;
    const all = keepAlive ? spendableBalance(state, from) : usableBalance(state, from);
    return send(execution, origin, dest, all, keepAlive ? 'keep-alive' : 'allow-death');
  },
  force_transfer: (execution, origin, { source, dest, value }) => {
    const from = accountOf(source);
    if (origin.type !== 'root') return BAD_ORIGIN;
    return from ? send(execution, { type: 'signed', account: from }, dest, value, 'allow-death') : CANNOT_LOOKUP;
  },
  force_unreserve: (execution, origin, { who, amount }) => {
    const account = accountOf(who);
    if (origin.type !== 'root') return BAD_ORIGIN;
    if (!account) return CANNOT_LOOKUP;
    unreserve(execution, account, amount);
    return undefined;
  },
  force_set_balance: (execution, origin, { who, new_free: newFree }) => {
    const account = accountOf(who);
    if (origin.type !== 'root') return BAD_ORIGIN;
    if (!account) return CANNOT_LOOKUP;
    const target = newFree < EXISTENTIAL_DEPOSIT ? 0n : newFree;
    const free = freeBalance(execution.state, account);
    if (target > free) mint(execution, account, target - free);
    else destroy(execution, account, free - target);
    emit(execution, 'Balances', 'BalanceSet', { who: account, free: target });
    return undefined;
  },
  burn: (execution, origin, { value, keep_alive: keepAlive }) => {
    const who = signerOf(origin);
    if (!who) return BAD_ORIGIN;
    const { state } = execution;
    const most = keepAlive ? spendableBalance(state, who) : usableBalance(state, who);
    if (value > most) return { type: 'Token', value: [{ type: 'FundsUnavailable', value: undefined }] };
    burn(execution, who, value);
    return undefined;
  },
  force_adjust_total_issuance: (execution, origin, { direction, delta }) => {
    if (origin.type !== 'root') return BAD_ORIGIN;
    if (delta === 0n) return moduleError('Balances', 'DeltaZero');
    const { state } = execution;
    const old = state.get(storage.Balances.TotalIssuance);
    const adjusted = direction.type === 'Increase' ? old + delta : old - delta;
    const next = clampU64(adjusted);
    state.put(storage.Balances.TotalIssuance, next);
    emit(execution, 'Balances', 'TotalIssuanceForced', { old, new: next });
    return undefined;
  },
};

function send(execution: BlockExecution, origin: Origin, dest: Address, value: bigint, existence: Existence): Outcome {
  const from = signerOf(origin);
  if (!from) return BAD_ORIGIN;
  const to = accountOf(dest);
  return to ? transfer(execution, from, to, value, existence) : CANNOT_LOOKUP;
}
