/**
 * Hotkeys as such: a hotkey exists once it has an owner, and keeps it (spec participation §1).
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import type { HotkeyOwner } from '../../../../src/chain/economy/index.ts';
import { isSubnetAccount } from '../../../../src/chain/economy/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { Outcome } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';

const subtensor = storage.SubtensorModule;
export const hotkeyExists = (state: State, hotkey: Bytes): boolean => state.has(subtensor.Owner, hotkey);

export const owns = (state: State, coldkey: Bytes, hotkey: Bytes): boolean =>
  hotkeyExists(state, hotkey) && equalBytes(state.get(subtensor.Owner, hotkey), coldkey);

/** Whose a hotkey is, from the point of view of `coldkey`. */
export function hotkeyOwner(state: State, coldkey: Bytes, hotkey: Bytes): HotkeyOwner {
  if (!hotkeyExists(state, hotkey)) return isSubnetAccount(hotkey) ? 'chain' : 'nobody';
  return owns(state, coldkey, hotkey) ? 'signer' : 'other';
}

/** Makes `coldkey` the owner of a hotkey that nobody owns; one that is owned stays as it is. */
export function createHotkey(state: State, coldkey: Bytes, hotkey: Bytes): Outcome {
  if (hotkeyExists(state, hotkey)) return undefined;
  if (isSubnetAccount(hotkey)) return fail('CannotUseSystemAccount');
  state.put(subtensor.Owner, hotkey, coldkey);
  for (const list of [subtensor.OwnedHotkeys, subtensor.StakingHotkeys]) {
    state.change(list, coldkey, (hotkeys) => withKey(hotkeys, hotkey));
  }
  return undefined;
}

/** `keys` with `key` at the end, unless it is among them. */
export const withKey = (keys: readonly Bytes[], key: Bytes): readonly Bytes[] =>
  hasKey(keys, key) ? keys : [...keys, key];

export const withoutKey = (keys: readonly Bytes[], key: Bytes): readonly Bytes[] =>
  keys.filter((other) => !equalBytes(other, key));

export const hasKey = (keys: readonly Bytes[], key: Bytes): boolean => keys.some((other) => equalBytes(other, key));

/** True if the hotkey is a neuron of any subnet, root included. */
export const isRegisteredAnywhere = (state: State, hotkey: Bytes): boolean =>
  state.entriesOf(subtensor.IsNetworkMember, hotkey).some(([, isMember]) => isMember);
