/**
 * Guards: what the chain asks of a call before it runs (spec participation §2, §10, §12; subtensor `guards`,
 * `extensions/subtensor.rs`).
 *
 *   pool        refuses with `Custom(code)`, of what is signed only the outermost call
 *   dispatch    fails with the error's name, also inside proxies and batches
 *
 * Only signed calls are asked. Reads state and changes nothing, so the pool asks again for every block.
 */

import { checkServeAxon, checkServePrometheus } from '../../../src/chain/axon/index.ts';
import type { Bytes } from '../../../src/chain/bytes.ts';
import { equalBytes } from '../../../src/chain/bytes.ts';
import { isAllowedWhileSwapAnnounced, isNestedBatch } from '../../../src/chain/call-filters.ts';
import { decreaseTakeError, increaseTakeError } from '../../../src/chain/economy/index.ts';
import { poolCode } from '../../../src/chain/pool-codes.ts';
import type { DispatchError, ErrorName, InnerCall, RuntimeCall } from '../../../src/chain/schema/index.ts';
import { storage } from '../../../src/chain/schema/index.ts';
import type { State } from '../../state.ts';
import type { Origin } from '../block-execution.ts';
import { fail, moduleError } from '../module-error.ts';
import { coldkeyFreeze } from './key-swaps/index.ts';
import { mayRegisterNetwork } from './networks/index.ts';
import { axonContext, prometheusContext } from './serving/index.ts';
import type { GuardContext } from './weights/guard-weights.ts';
import { guardWeights } from './weights/guard-weights.ts';

const subtensor = storage.SubtensorModule;
type SubtensorError = ErrorName<'SubtensorModule'>;
type SubtensorCall = Extract<RuntimeCall, { readonly type: 'SubtensorModule' }>['value'][0];

export interface GuardRefusal {
  /** What a dispatched call fails with. */
  readonly error: DispatchError;
  /** What the pool refuses with; undefined for what the pool lets pass. */
  readonly custom: number | undefined;
}

/** Why `call` may not even begin in block `number`; undefined if nothing is against it. */
export function guardCall(state: State, number: number, origin: Origin, call: InnerCall): GuardRefusal | undefined {
  if (isNestedBatch(call)) return { error: moduleError('System', 'CallFiltered'), custom: undefined };
  if (origin.type !== 'signed') return undefined;
  const error =
    frozenBySwap(state, origin.account, call) ?? guardSubtensor({ state, number, hotkey: origin.account }, call);
  return error === undefined ? undefined : { error: fail(error), custom: poolCode(error) };
}

function frozenBySwap(state: State, coldkey: Bytes, call: InnerCall): SubtensorError | undefined {
  const frozen = coldkeyFreeze(state, coldkey);
  return frozen === 'ColdkeySwapAnnounced' && isAllowedWhileSwapAnnounced(call) ? undefined : frozen;
}

function guardSubtensor(at: GuardContext, outer: InnerCall): SubtensorError | undefined {
  if (outer.type !== 'SubtensorModule') return undefined;
  const call = outer.value[0] as SubtensorCall;
  const { state, number, hotkey: signer } = at;
  switch (call.type) {
    case 'increase_take':
    case 'decrease_take':
      return guardTake(state, signer, call);
    case 'serve_axon':
    case 'serve_axon_tls':
      return checkServeAxon(call.value, axonContext(state, number, call.value.netuid, signer));
    case 'serve_prometheus':
      return checkServePrometheus(call.value, prometheusContext(state, number, call.value.netuid, signer));
    case 'register_network':
      return mayRegisterNetwork(state, BigInt(number)) ? undefined : 'NetworkTxRateLimitExceeded';
    case 'associate_evm_key':
      // This chain does not link EVM keys: no more is asked than whether there is a neuron to link one to.
      return state.has(subtensor.Uids, call.value.netuid, signer) ? undefined : 'HotKeyNotRegisteredInSubNet';
    default:
      return guardWeights(at, call);
  }
}

type TakeCall = Extract<SubtensorCall, { readonly type: 'increase_take' | 'decrease_take' }>;

function guardTake(state: State, coldkey: Bytes, { type, value }: TakeCall): SubtensorError | undefined {
  const { hotkey, take } = value;
  if (!state.has(subtensor.Owner, hotkey)) return 'HotKeyAccountNotExists';
  if (!equalBytes(state.get(subtensor.Owner, hotkey), coldkey)) return 'NonAssociatedColdKey';
  const current = state.has(subtensor.Delegates, hotkey) ? state.get(subtensor.Delegates, hotkey) : undefined;
  return type === 'increase_take'
    ? increaseTakeError(take, current, state.get(subtensor.MaxDelegateTake))
    : decreaseTakeError(take, current, state.get(subtensor.MinDelegateTake));
}
