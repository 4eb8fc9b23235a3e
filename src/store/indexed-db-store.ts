/**
 * The store in IndexedDB, through `idb`.
 *
 *   snapshots   [genesisHash, slot] → Snapshot     newest per slot
 *   chains      chainId → RememberedChain
 *   databases   [genesisHash, light client] → text
 *   transactions [genesisHash, hash] → followed transaction
 *   settings    name → value
 *
 * Values are structured clones: bigints and typed arrays come back as they went in. Size is bounded by the number of
 * slots (one list, and per subnet one view and one audit), by one database text per chain and by the names of settings.
 */
import type { DBSchema, IDBPDatabase } from 'idb';
import { openDB } from 'idb';
import type { DatabaseName, RememberedChain, SettingName, Snapshot, Store } from './types.ts';

const DATABASE_NAME = 'yumalight';
/** Raised when a stored shape changes. An older database is emptied: figures are read again, a checkpoint is not. */
const DATABASE_VERSION = 4;

interface Tables extends DBSchema {
  snapshots: { key: [genesisHash: string, slot: string]; value: Snapshot<unknown> };
  chains: { key: string; value: RememberedChain };
  databases: { key: [genesisHash: string, name: DatabaseName]; value: string };
  transactions: { key: [genesisHash: string, hash: string]; value: unknown };
  settings: { key: SettingName; value: unknown };
}

const TABLES = ['snapshots', 'chains', 'databases', 'transactions', 'settings'] as const;

/** Every key that begins with this genesis hash. Arrays sort after strings, so `[hash, []]` is past all others. */
const ofChain = (genesisHash: string): IDBKeyRange => IDBKeyRange.bound([genesisHash], [genesisHash, []]);

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
      const range = ofChain(genesisHash);
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
    async forgetChain(chainId) {
      await database.delete('chains', chainId);
      await database.delete('settings', `servers/${chainId}`);
    },
    async saveDatabase(genesisHash, name, text) {
      if (text === undefined) await database.delete('databases', [genesisHash, name]);
      else await database.put('databases', text, [genesisHash, name]);
    },
    loadDatabase: (genesisHash, name) => database.get('databases', [genesisHash, name]),
    async saveTransaction(genesisHash, hash, transaction) {
      await database.put('transactions', transaction, [genesisHash, hash]);
    },
    loadTransactions: (genesisHash) => database.getAll('transactions', ofChain(genesisHash)),
    async forgetTransaction(genesisHash, hash) {
      await database.delete('transactions', [genesisHash, hash]);
    },
    async forgetOthers(chainId, genesisHash) {
      const transaction = database.transaction(['snapshots', 'databases', 'transactions'], 'readwrite');
      for await (const cursor of transaction.objectStore('snapshots')) {
        if (cursor.value.chainId !== chainId || cursor.value.genesisHash === genesisHash) continue;
        const others = ofChain(cursor.value.genesisHash);
        await transaction.objectStore('databases').delete(others);
        await transaction.objectStore('transactions').delete(others);
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
