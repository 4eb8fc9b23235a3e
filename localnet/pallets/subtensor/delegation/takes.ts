/**
 * What a hotkey takes of its nominators' dividends and of its parents' (participation §7, §8), and the root's bounds.
 * Checks and errors are the chain's, in its order.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import {
  decreaseTakeError,
  effectiveChildkeyTake,
  increaseTakeError,
  isChildkeyTakeAllowed,
  isTakeTooRecent,
  passesRateLimit,
} from '../../../../src/chain/economy/index.ts';
import { storage, TRANSACTION_KINDS } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution, Origin, Outcome } from '../../block-execution.ts';
import { BAD_ORIGIN, emit, signerOf } from '../../block-execution.ts';
import type { Handlers } from '../../handlers.ts';
import { fail } from '../../module-error.ts';

const subtensor = storage.SubtensorModule;

export const takeCalls = {
  increase_take(execution, origin, { hotkey, take }) {
    const { state } = execution;
    const now = BigInt(execution.number);
    return asOwner(state, origin, hotkey, (coldkey) => {
      const error = increaseTakeError(take, storedTake(state, hotkey), state.get(subtensor.MaxDelegateTake));
      if (error) return fail(error);
      const lastChange = state.get(subtensor.LastRateLimitedBlock, takeKey(hotkey));
      const limit = state.get(subtensor.TxDelegateTakeRateLimit);
      if (isTakeTooRecent(lastChange, now, limit)) return fail('DelegateTxRateLimitExceeded');
      putTake(execution, hotkey, take);
      emit(execution, 'SubtensorModule', 'TakeIncreased', [coldkey, hotkey, take]);
      return undefined;
    });
  },

  decrease_take(execution, origin, { hotkey, take }) {
    const { state } = execution;
    return asOwner(state, origin, hotkey, (coldkey) => {
      const error = decreaseTakeError(take, storedTake(state, hotkey), state.get(subtensor.MinDelegateTake));
      if (error) return fail(error);
      putTake(execution, hotkey, take);
      emit(execution, 'SubtensorModule', 'TakeDecreased', [coldkey, hotkey, take]);
      return undefined;
    });
  },

  set_childkey_take(execution, origin, { hotkey, netuid, take }) {
    const { state } = execution;
    const coldkey = signerOf(origin);
    if (!coldkey) return BAD_ORIGIN;
    if (!equalBytes(state.get(subtensor.Owner, hotkey), coldkey)) return fail('NonAssociatedColdKey');
    const maximum = state.get(subtensor.MaxChildkeyTake);
    if (!isChildkeyTakeAllowed(take, childkeyTakeBounds(state, netuid), maximum)) return fail('InvalidChildkeyTake');

    const key = [hotkey, netuid, TRANSACTION_KINDS.SetChildkeyTake] as const;
    const now = BigInt(execution.number);
    const lastSet = state.get(subtensor.TransactionKeyLastBlock, ...key);
    const limit = state.get(subtensor.TxChildkeyTakeRateLimit);
    const rises = take > childkeyTake(state, hotkey, netuid);
    if (rises && !passesRateLimit(lastSet, now, limit)) return fail('TxChildkeyTakeRateLimitExceeded');
    state.put(subtensor.TransactionKeyLastBlock, ...key, now);
    state.put(subtensor.ChildkeyTake, hotkey, netuid, take);
    emit(execution, 'SubtensorModule', 'ChildKeyTakeSet', [hotkey, take]);
    return undefined;
  },

  sudo_set_tx_childkey_take_rate_limit(execution, origin, { tx_rate_limit }) {
    if (origin.type !== 'root') return BAD_ORIGIN;
    execution.state.put(subtensor.TxChildkeyTakeRateLimit, tx_rate_limit);
    emit(execution, 'SubtensorModule', 'TxChildKeyTakeRateLimitSet', [tx_rate_limit]);
    return undefined;
  },

  sudo_set_min_childkey_take(execution, origin, { take }) {
    if (origin.type !== 'root') return BAD_ORIGIN;
    execution.state.put(subtensor.MinChildkeyTake, take);
    emit(execution, 'SubtensorModule', 'MinChildKeyTakeSet', [take]);
    return undefined;
  },

  sudo_set_max_childkey_take(execution, origin, { take }) {
    if (origin.type !== 'root') return BAD_ORIGIN;
    execution.state.put(subtensor.MaxChildkeyTake, take);
    emit(execution, 'SubtensorModule', 'MaxChildKeyTakeSet', [take]);
    return undefined;
  },
} satisfies Handlers<'SubtensorModule'>;

/** The child-key take that counts, parts of 65535. */
export const childkeyTake = (state: State, hotkey: Bytes, netuid: number): number =>
  effectiveChildkeyTake(state.get(subtensor.ChildkeyTake, hotkey, netuid), childkeyTakeBounds(state, netuid));

const childkeyTakeBounds = (state: State, netuid: number) => ({
  minimum: state.get(subtensor.MinChildkeyTake),
  subnetMinimum: state.get(subtensor.MinChildkeyTakePerSubnet, netuid),
});

function asOwner(state: State, origin: Origin, hotkey: Bytes, work: (coldkey: Bytes) => Outcome): Outcome {
  const coldkey = signerOf(origin);
  if (!coldkey) return BAD_ORIGIN;
  if (!state.has(subtensor.Owner, hotkey)) return fail('HotKeyAccountNotExists');
  if (!equalBytes(state.get(subtensor.Owner, hotkey), coldkey)) return fail('NonAssociatedColdKey');
  return work(coldkey);
}

/** Undefined where the default is in force: a first take is then compared with nothing. */
const storedTake = (state: State, hotkey: Bytes): number | undefined =>
  state.has(subtensor.Delegates, hotkey) ? state.get(subtensor.Delegates, hotkey) : undefined;

const takeKey = (hotkey: Bytes) => ({ type: 'LastTxBlockDelegateTake', value: [hotkey] }) as const;

/** Also a lower take restarts the time until it may rise. */
function putTake({ state, number }: BlockExecution, hotkey: Bytes, take: number): void {
  state.put(subtensor.LastRateLimitedBlock, takeKey(hotkey), BigInt(number));
  state.put(subtensor.Delegates, hotkey, take);
}
