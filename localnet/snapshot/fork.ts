/**
 * The founding of a chain that goes on from a snapshot of block N: its first block is N+1.
 *
 *   entries of kept items, each read by its type  +  development accounts  +  the localnet's beacon
 *
 * Development accounts are topped up to their endowment, and both issuances rise by what that takes; nothing else is
 * changed. Time-locked weights that were encrypted to the other chain's beacon stay and are never opened.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { compareBytes } from '../../src/chain/bytes.ts';
import { ChainError } from '../../src/chain/error.ts';
import type { Value } from '../../src/chain/scale/index.ts';
import { decodeKeyTail, decodeValue, storage } from '../../src/chain/schema/index.ts';
import { Trie } from '../../src/chain/trie/index.ts';
import type { Founding } from '../chain/index.ts';
import { State } from '../state.ts';
import type { Entry, Snapshot } from './format.ts';
import { snapshotError } from './format.ts';
import { itemPrefixOf, keptItems } from './kept-items.ts';

export { KEPT_PALLETS } from './kept-items.ts';

const { System, Balances, SubtensorModule: subtensor, Drand } = storage;

export interface ForkOptions {
  /** Accounts with keys that everybody has, and what each shall have at least, rao. */
  readonly endowments: Iterable<readonly [account: Bytes, rao: bigint]>;
  /** The beacon whose pulses this chain takes. */
  readonly beacon: Value<typeof Drand.BeaconConfig.value>;
}

/**
 * @throws LocalnetError `snapshot/not-of-this-chain` if an entry is not what its item's type says: then the other chain
 *   runs a runtime that this localnet does not imitate.
 */
export function forkFounding({ header, entries }: Snapshot, options: ForkOptions): Founding {
  const kept = new Map<string, Entry>();
  const items = keptItems();
  for (const entry of entries) {
    const item = items.get(itemPrefixOf(entry[0]));
    if (!item) continue;
    assertOfItem(item, entry);
    kept.set(Buffer.from(entry[0]).toString('latin1'), entry);
  }
  for (const entry of additions(kept, options)) kept.set(Buffer.from(entry[0]).toString('latin1'), entry);
  const founding = [...kept.values()].sort(([a], [b]) => compareBytes(a, b));
  return { number: header.blockNumber + 1, entries: () => founding };
}

function assertOfItem(item: Parameters<typeof decodeValue>[0], [key, value]: Entry): void {
  try {
    decodeKeyTail(item, key);
    decodeValue(item, value);
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    const reason = `an entry of ${item.pallet}.${item.name} is not of its type: ${error.message}`;
    throw snapshotError('not-of-this-chain', reason, error);
  }
}

/** What the fork has otherwise than the snapshot. */
function additions(kept: ReadonlyMap<string, Entry>, { endowments, beacon }: ForkOptions): Entry[] {
  const base = Trie.empty(1);
  const state = new State({
    get: (key) => kept.get(Buffer.from(key).toString('latin1'))?.[1],
    entries: (prefix) => base.entries(prefix),
  });
  let created = 0n;
  for (const [account, rao] of endowments) {
    const { data, ...info } = state.get(System.Account, account);
    if (data.free >= rao) continue;
    created += rao - data.free;
    state.put(System.Account, account, { ...info, providers: info.providers || 1, data: { ...data, free: rao } });
  }
  for (const issuance of [Balances.TotalIssuance, subtensor.TotalIssuance]) {
    state.change(issuance, (rao) => rao + created);
  }
  state.put(Drand.BeaconConfig, beacon);
  return state.changes().map(([key, value]) => [key, value!] as const);
}
