/**
 * The store in IndexedDB, through `idb`.
 *
 *   snapshots   [genesisHash, slot] → Snapshot     newest per slot
 *   chains      chainId → RememberedChain
 *   databases   genesisHash → text
 *   settings    name → value
 *
 * Values are structured clones: bigints and typed arrays come back as they went in. Size is bounded by the number of
 * slots (one list, and per subnet one view and one audit), by one database text per chain and by the names of settings.
 */
import type { DBSchema, IDBPDatabase } from 'idb';
import { openDB } from 'idb';
import type { RememberedChain, SettingName, Snapshot, Store } from './types.ts';

const DATABASE_NAME = 'yumalight';
/** Raised when a stored shape changes; an older database is emptied, since all of it can be read from the chain again. */
const DATABASE_VERSION = 3;

interface Tables extends DBSchema {
  snapshots: { key: [genesisHash: string, slot: string]; value: Snapshot<unknown> };
  chains: { key: string; value: RememberedChain };
  databases: { key: string; value: string };
  settings: { key: SettingName; value: unknown };
}

const TABLES = ['snapshots', 'chains', 'databases', 'settings'] as const;

/** Every key that begins with this genesis hash. Arrays sort after strings, so `[hash, []]` is past all slots. */
const slotsOf = (genesisHash: string): IDBKeyRange => IDBKeyRange.bound([genesisHash], [genesisHash, []]);

/** @throws DOMException when the browser refuses to open it (private mode, quota, blocked). */
export async function openIndexedDbStore(): Promise<Store> {
  const database: IDBPDatabase<Tables> = await openDB<Tables>(DATABASE_NAME, DATABASE_VERSION, {
    upgrade(db) {
      for (const name of db.objectStoreNames) db.deleteObjectStore(name);
      for (const table of TABLES) db.createObjectStore(table);
    },
    // A newer tab waits for us to let go; it needs the newer shape, we lose only what can be read again.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  return {
    kind: 'indexeddb',
    failure: undefined,
    async saveSnapshot(slot, snapshot) {
      await database.put('snapshots', snapshot, [snapshot.genesisHash, slot]);
    },
    async loadSnapshots(genesisHash) {
      const range = slotsOf(genesisHash);
      const [keys, values] = await Promise.all([
        database.getAllKeys('snapshots', range),
        database.getAll('snapshots', range),
      ]);
      return keys.map(([, slot], i) => ({ slot, snapshot: values[i]! }));
    },
    async saveChain(chain) {
      await database.put('chains', chain, chain.chainId);
    },
    loadChain: (chainId) => database.get('chains', chainId),
    async saveDatabase(genesisHash, text) {
      await database.put('databases', text, genesisHash);
    },
    loadDatabase: (genesisHash) => database.get('databases', genesisHash),
    async forgetOthers(chainId, genesisHash) {
      const transaction = database.transaction(['snapshots', 'databases'], 'readwrite');
      for await (const cursor of transaction.objectStore('snapshots')) {
        if (cursor.value.chainId !== chainId || cursor.value.genesisHash === genesisHash) continue;
        await transaction.objectStore('databases').delete(cursor.value.genesisHash);
        await cursor.delete();
      }
      await transaction.done;
    },
    async saveSetting(name, value) {
      await database.put('settings', value, name);
    },
    loadSetting: (name) => database.get('settings', name),
    close: () => database.close(),
  };
}
