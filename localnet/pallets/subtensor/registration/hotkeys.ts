/**
 * Hotkeys as such: a hotkey exists once it has an owner, and keeps it (spec participation §1).
 */
import type { Bytes } from '../../../../src/chain/bytes.ts';
import { equalBytes } from '../../../../src/chain/bytes.ts';
import { decode, u16 } from '../../../../src/chain/scale/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import type { Outcome } from '../../block-execution.ts';
import { fail } from '../../module-error.ts';
import { subnetAccount } from '../treasury.ts';

const subtensor = storage.SubtensorModule;
/** Where the netuid stands in a subnet's account: behind "modl" and the eight bytes of the pallet's id. */
const NETUID_OFFSET = 12;
const NETUID_BYTES = 2;

export const hotkeyExists = (state: State, hotkey: Bytes): boolean => state.has(subtensor.Owner, hotkey);

export const owns = (state: State, coldkey: Bytes, hotkey: Bytes): boolean =>
  hotkeyExists(state, hotkey) && equalBytes(state.get(subtensor.Owner, hotkey), coldkey);

/** True for an account in which some subnet's TAO stands or could stand. */
export function isSubnetAccount(account: Bytes): boolean {
  const netuid = decode(u16, account.subarray(NETUID_OFFSET, NETUID_OFFSET + NETUID_BYTES));
  return equalBytes(account, subnetAccount(netuid));
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
