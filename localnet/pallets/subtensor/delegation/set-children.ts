/**
 * The call that names the children of a hotkey, and the root's parameter for how long they wait (participation §8).
 * Checks and errors are the chain's, in its order.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import type { HotkeyLink } from '../../../../src/chain/economy/index.ts';
import { checkSetChildren } from '../../../../src/chain/economy/index.ts';
import { storage, TRANSACTION_KINDS } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution, Outcome } from '../../block-execution.ts';
import { BAD_ORIGIN, signerOf } from '../../block-execution.ts';
import type { Handlers } from '../../handlers.ts';
import { fail } from '../../module-error.ts';
import { scheduleChildren } from './children.ts';
import { hotkeyValue } from './hotkey-value.ts';

const subtensor = storage.SubtensorModule;

export const setChildrenCalls = {
  set_children(execution, origin, { hotkey, netuid, children }) {
    const coldkey = signerOf(origin);
    return coldkey ? requestChildren(execution, coldkey, hotkey, netuid, children) : BAD_ORIGIN;
  },

  set_pending_childkey_cooldown({ state }, origin, { cooldown }) {
    if (origin.type !== 'root') return BAD_ORIGIN;
    state.put(subtensor.PendingChildKeyCooldown, cooldown);
    return undefined;
  },
} satisfies Handlers<'SubtensorModule'>;

/** What `set_children` does in the name of `coldkey`; new subnets ask for their root parents by it too. */
export function requestChildren(
  execution: BlockExecution,
  coldkey: Bytes,
  hotkey: Bytes,
  netuid: number,
  children: readonly HotkeyLink[],
): Outcome {
  const { state } = execution;
  const now = BigInt(execution.number);
  const refusal = checkSetChildren({
    netuid,
    hotkey,
    children,
    block: now,
    lastSetBlock: state.get(subtensor.TransactionKeyLastBlock, hotkey, netuid, TRANSACTION_KINDS.SetChildren),
    subnetExists: state.get(subtensor.NetworksAdded, netuid),
    isOwned: equalBytes(state.get(subtensor.Owner, hotkey), coldkey),
    parents: state.get(subtensor.ParentKeys, hotkey, netuid),
    mayHaveChildren: mayHaveChildren(state, hotkey, netuid),
  });
  if (refusal) return fail(refusal);

  state.put(subtensor.TransactionKeyLastBlock, hotkey, netuid, TRANSACTION_KINDS.SetChildren, now);
  scheduleChildren(execution, hotkey, netuid, children);
  return undefined;
}

/** The owner's hotkey may whatever it has; everybody else needs as much as for setting weights. */
function mayHaveChildren(state: State, hotkey: Bytes, netuid: number): boolean {
  const isOwner = equalBytes(state.get(subtensor.SubnetOwnerHotkey, netuid), hotkey);
  return isOwner || hotkeyValue(state, hotkey) >= state.get(subtensor.StakeThreshold);
}
