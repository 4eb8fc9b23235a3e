/**
 * Which storage items of another chain a fork goes on with: pallets whose values mean the same on this chain. Left behind
 * are the frame of blocks, consensus, sudo, the clock and the code (the localnet has its own), and pallets that it lacks.
 */
import { toHex } from '../../src/chain/bytes.ts';
import type { AnyPallet, AnyStorageItem, StorageItem } from '../../src/chain/schema/index.ts';
import { pallets, storage, storagePrefix } from '../../src/chain/schema/index.ts';

export const KEPT_PALLETS = [
  'SubtensorModule',
  'Swap',
  'Balances',
  'Commitments',
  'Drand',
  'Proxy',
  'Multisig',
  'AlphaAssets',
] as const;

/** Pulses of another beacon open nothing here. */
const DROPPED: readonly AnyStorageItem[] = [
  storage.Drand.BeaconConfig,
  storage.Drand.Pulses,
  storage.Drand.LastStoredRound,
  storage.Drand.OldestStoredRound,
  storage.Drand.NextUnsignedAt,
];

export type LooseItem = StorageItem<readonly unknown[], unknown>;
/** Two hashes of names. */
const PREFIX_BYTES = 32;

/** Kept items by the hex of their prefix. */
export function keptItems(): ReadonlyMap<string, LooseItem> {
  const items = (pallets as readonly AnyPallet[])
    .filter(({ name }) => (KEPT_PALLETS as readonly string[]).includes(name))
    .flatMap((pallet) => Object.values(pallet.storage))
    .filter((item) => !DROPPED.includes(item));
  return new Map([...items, storage.System.Account].map((item) => [prefixOf(item), item as LooseItem]));
}

const prefixOf = (item: AnyStorageItem): string => toHex(storagePrefix(item as LooseItem));

/** What `keptItems` is asked with: the beginning of a storage key. */
export const itemPrefixOf = (key: Uint8Array): string => toHex(key.subarray(0, PREFIX_BYTES));
