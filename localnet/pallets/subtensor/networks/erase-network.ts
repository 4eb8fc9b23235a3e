/**
 * Forgetting a dissolved subnet: every key of the pallets that belongs to it.
 *
 * A key belongs to a subnet if its first u16 part is the netuid, or the index of one of its mechanisms; in these pallets
 * every u16 that comes first is such a number. What has no netuid in its key is looked through: rate limits, commitments
 * that wait, and the rates of root dividends.
 */
import { storageIndex } from '../../../../src/chain/economy/index.ts';
import { u16 } from '../../../../src/chain/scale/index.ts';
import type { AnyStorageItem, StorageItem } from '../../../../src/chain/schema/index.ts';
import { storage } from '../../../../src/chain/schema/index.ts';
import type { State } from '../../../state.ts';
import { ABSOLUTE_MAX_MECHANISMS, clearMechanism, MECHANISM_ITEMS } from './mechanisms.ts';

const { Commitments, Swap, SubtensorModule: subtensor } = storage;

type KeyedItem = StorageItem<readonly unknown[], unknown, unknown>;

/** Counts how often a netuid was used, so it outlives the subnet. */
const KEPT: readonly unknown[] = [subtensor.RegisteredSubnetCounter];

/** Items with a netuid in the key, and where it stands there. */
export const NETWORK_ITEMS: readonly { readonly item: KeyedItem; readonly place: number }[] = [
  subtensor,
  Swap,
  Commitments,
].flatMap((pallet) =>
  Object.values<AnyStorageItem>(pallet).flatMap((any) => {
    const item = any as unknown as KeyedItem;
    const place = any.keys.findIndex(({ codec }) => codec === u16);
    return place < 0 || MECHANISM_ITEMS.includes(item) || KEPT.includes(item) ? [] : [{ item, place }];
  }),
);

export function eraseNetwork(state: State, netuid: number): void {
  for (let mechanism = 0; mechanism < ABSOLUTE_MAX_MECHANISMS; mechanism++) {
    clearMechanism(state, storageIndex(netuid, mechanism));
  }
  for (const { item, place } of NETWORK_ITEMS) {
    const keys = place === 0 ? state.keysOf(item, netuid) : state.keysOf(item);
    for (const key of keys) if (key[place] === netuid) state.kill(item, ...key);
  }
  eraseRateLimits(state, netuid);
  eraseRootRates(state, netuid);
  const isOther = ([of]: readonly [number, unknown]) => of !== netuid;
  const waiting = state.get(Commitments.TimelockedIndex);
  if (!waiting.every(isOther)) state.put(Commitments.TimelockedIndex, waiting.filter(isOther));
}

function eraseRateLimits(state: State, netuid: number): void {
  for (const [key] of state.keysOf(subtensor.LastRateLimitedBlock)) {
    const isOfSubnet =
      key.type === 'SetSNOwnerHotkey' || key.type === 'OwnerHyperparamUpdate' || key.type === 'AddStakeBurn';
    if (isOfSubnet && key.value[0] === netuid) state.kill(subtensor.LastRateLimitedBlock, key);
  }
}

/** Root dividends that nobody has claimed are lost with their subnet. */
function eraseRootRates(state: State, netuid: number): void {
  for (const [[hotkey], rates] of state.entriesOf(subtensor.RootClaimable)) {
    const others = rates.filter(([of]) => of !== netuid);
    if (others.length < rates.length) state.put(subtensor.RootClaimable, hotkey, others);
  }
}
