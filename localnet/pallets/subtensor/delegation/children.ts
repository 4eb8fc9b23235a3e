/**
 * Who lends stake to whom in a subnet: the two lists of every relation, and the ones that wait (participation §8).
 *
 *   set_children ─▶ PendingChildKeys ── cool-down, then the subnet's next epoch ─▶ ChildKeys + ParentKeys
 *
 * A subnet that has not been started applies them at once. What has become inconsistent by then is dropped silently.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import type { HotkeyLink } from '../../../../src/chain/economy/index.ts';
import { byHotkey, childrenError, withLink, withoutLink } from '../../../../src/chain/economy/index.ts';
import { clampU64 } from '../../../../src/chain/fixed/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { BlockExecution } from '../../block-execution.ts';
import { emit } from '../../block-execution.ts';
import { subnets } from '../walk.ts';

const subtensor = storage.SubtensorModule;

/** Makes `children` the children of `parent`, on their side too. Whoever asks has checked `childrenError`. */
export function setChildren(state: State, parent: Bytes, netuid: number, children: readonly HotkeyLink[]): void {
  for (const [, child] of state.get(subtensor.ChildKeys, parent, netuid)) {
    if (withoutLink(children, child).length === children.length) {
      putParents(state, child, netuid, withoutLink(state.get(subtensor.ParentKeys, child, netuid), parent));
    }
  }
  for (const [proportion, child] of children) {
    putParents(state, child, netuid, withLink(state.get(subtensor.ParentKeys, child, netuid), [proportion, parent]));
  }
  putChildren(state, parent, netuid, [...children].sort(byHotkey));
}

/** Forgets what a hotkey has scheduled in a subnet. */
export function clearPendingChildren(state: State, hotkey: Bytes, netuid: number): void {
  state.kill(subtensor.PendingChildKeys, netuid, hotkey);
}

/** Puts children on the list of those that wait, or sets them at once where the subnet has not been started. */
export function scheduleChildren(
  execution: BlockExecution,
  hotkey: Bytes,
  netuid: number,
  children: readonly HotkeyLink[],
): void {
  const { state, number } = execution;
  if (!state.get(subtensor.SubtokenEnabled, netuid)) {
    applyChildren(execution, hotkey, netuid, children);
    return;
  }
  const dueAfter = clampU64(BigInt(number) + state.get(subtensor.PendingChildKeyCooldown));
  state.put(subtensor.PendingChildKeys, netuid, hotkey, [children, dueAfter]);
  emit(execution, 'SubtensorModule', 'SetChildrenScheduled', [hotkey, netuid, dueAfter, children]);
}

/** Step 8 of a block: children whose cool-down is over take effect in the subnets whose epoch is in this block. */
export function applyPendingChildren(execution: BlockExecution): void {
  const { state } = execution;
  const block = BigInt(execution.number);
  for (const netuid of subnets(state)) {
    if (state.get(subtensor.LastEpochBlock, netuid) !== block) continue;
    const isStarted = state.get(subtensor.SubtokenEnabled, netuid);
    for (const [[, hotkey], [children, dueAfter]] of state.entriesOf(subtensor.PendingChildKeys, netuid)) {
      if (isStarted && dueAfter >= block) continue;
      applyChildren(execution, hotkey, netuid, children);
      clearPendingChildren(state, hotkey, netuid);
    }
  }
}

function applyChildren(
  execution: BlockExecution,
  hotkey: Bytes,
  netuid: number,
  children: readonly HotkeyLink[],
): void {
  const { state } = execution;
  if (childrenError(hotkey, children, state.get(subtensor.ParentKeys, hotkey, netuid))) return;
  setChildren(state, hotkey, netuid, children);
  emit(execution, 'SubtensorModule', 'SetChildren', [hotkey, netuid, children]);
}

/** The chain keeps no empty lists. */
function putChildren(state: State, hotkey: Bytes, netuid: number, links: readonly HotkeyLink[]): void {
  if (links.length > 0) state.put(subtensor.ChildKeys, hotkey, netuid, links);
  else state.kill(subtensor.ChildKeys, hotkey, netuid);
}

function putParents(state: State, hotkey: Bytes, netuid: number, links: readonly HotkeyLink[]): void {
  if (links.length > 0) state.put(subtensor.ParentKeys, hotkey, netuid, links);
  else state.kill(subtensor.ParentKeys, hotkey, netuid);
}
