/** Small reads that several areas share: whose a hotkey is, whether a key is there at all. */
import type { Bytes } from '../../../chain/bytes.ts';
import { equalBytes } from '../../../chain/bytes.ts';
import type { HotkeyOwner, Read, ReadPlan } from '../../../chain/economy/index.ts';
import { isSubnetAccount, readAll } from '../../../chain/economy/index.ts';
import type { StorageItem } from '../../../chain/schema/index.ts';
import { decodeValue, storage, storageKey } from '../../../chain/schema/index.ts';

const subtensor = storage.SubtensorModule;

/** Whether the state has the key, whatever its default would be. */
export function has<K extends readonly unknown[], S, A>(item: StorageItem<K, S, A>, ...keys: K): Read<boolean> {
  return { key: storageKey(item, ...keys), decode: (bytes) => bytes !== undefined };
}

/** The value if the key is there; undefined where its default would be in force. */
export function stored<K extends readonly unknown[], S, A>(
  item: StorageItem<K, S, A>,
  ...keys: K
): Read<S | A | undefined> {
  return {
    key: storageKey(item, ...keys),
    decode: (bytes) => (bytes === undefined ? undefined : decodeValue(item, bytes)),
  };
}

/** Whose a hotkey is, from the point of view of `coldkey`. */
export function* hotkeyOwner(hotkey: Bytes, coldkey: Bytes): ReadPlan<HotkeyOwner> {
  const [owner] = yield* readAll([stored(subtensor.Owner, hotkey)]);
  if (owner === undefined) return isSubnetAccount(hotkey) ? 'chain' : 'nobody';
  return equalBytes(owner, coldkey) ? 'signer' : 'other';
}
