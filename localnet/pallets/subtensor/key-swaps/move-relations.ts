/**
 * Whom a swapped hotkey lends stake to and borrows it from in one subnet, and who stakes on it by itself: all of that then
 * names the new hotkey. What the new hotkey had of its own before is replaced.
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import type { HotkeyLink } from '../../../../src/chain/economy/index.ts';
import { withoutLink } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { Outcome } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { setChildren } from '../delegation/index.ts';
import { withKey } from '../registration/hotkeys.ts';

const subtensor = storage.SubtensorModule;

const names = (links: readonly HotkeyLink[], hotkey: Bytes): boolean =>
  links.some(([, other]) => equalBytes(other, hotkey));

/** Refused if the new hotkey would become its own child. */
export function moveRelations(state: State, netuid: number, from: Bytes, to: Bytes): Outcome {
  const children = state.get(subtensor.ChildKeys, from, netuid);
  const parents = state.get(subtensor.ParentKeys, from, netuid);
  if (names(children, to) || names(parents, to)) return fail('InvalidChild');
  for (const [, parent] of state.get(subtensor.ParentKeys, to, netuid)) {
    setChildren(state, parent, netuid, withoutLink(state.get(subtensor.ChildKeys, parent, netuid), to));
  }
  setChildren(state, from, netuid, []);
  setChildren(state, to, netuid, children);
  for (const [proportion, parent] of parents) {
    const others = withoutLink(state.get(subtensor.ChildKeys, parent, netuid), from);
    setChildren(state, parent, netuid, [...others, [proportion, to]]);
  }
  movePending(state, netuid, from, to);
  return undefined;
}

/** Children that wait: the hotkey's own list, and its name in the lists of others. */
function movePending(state: State, netuid: number, from: Bytes, to: Bytes): void {
  for (const [[, parent], [children, dueAfter]] of state.entriesOf(subtensor.PendingChildKeys, netuid)) {
    const isOwn = equalBytes(parent, from);
    if (!isOwn && !names(children, from)) continue;
    const renamed = children.map(([proportion, child]) => [proportion, equalBytes(child, from) ? to : child] as const);
    state.kill(subtensor.PendingChildKeys, netuid, parent);
    state.put(subtensor.PendingChildKeys, netuid, isOwn ? to : parent, [renamed, dueAfter]);
  }
}

/** Coldkeys whose miner incentive is staked on the hotkey. */
export function moveAutoStake(state: State, netuid: number, from: Bytes, to: Bytes): void {
  const coldkeys = state.get(subtensor.AutoStakeDestinationColdkeys, from, netuid);
  if (coldkeys.length === 0) return;
  for (const coldkey of coldkeys) state.put(subtensor.AutoStakeDestination, coldkey, netuid, to);
  state.kill(subtensor.AutoStakeDestinationColdkeys, from, netuid);
  state.change(subtensor.AutoStakeDestinationColdkeys, to, netuid, (known) => coldkeys.reduce(withKey, known));
}
