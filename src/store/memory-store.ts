/** The store of a browser that lets the page keep nothing: it lives as long as the tab. */
import type { Failure } from '../chain/failure.ts';
import type { DatabaseName, RememberedChain, SettingName, Snapshot, Store } from './types.ts';

export function createMemoryStore(failure: Failure | undefined): Store {
  const snapshots = new Map<string, Map<string, Snapshot<unknown>>>();
  const chains = new Map<string, RememberedChain>();
  const databases = new Map<string, Map<DatabaseName, string>>();
  const transactions = new Map<string, Map<string, unknown>>();
  const settings = new Map<SettingName, unknown>();
  return {
    kind: 'memory',
    failure,
    async saveSnapshot(slot, snapshot) {
      const slots = snapshots.get(snapshot.genesisHash) ?? new Map<string, Snapshot<unknown>>();
      snapshots.set(snapshot.genesisHash, slots.set(slot, snapshot));
    },
    async loadSnapshots(genesisHash) {
      return [...(snapshots.get(genesisHash) ?? [])]
        .map(([slot, snapshot]) => ({ slot, snapshot }))
        .sort((a, b) => (a.slot < b.slot ? -1 : 1));
    },
    async saveChain(chain) {
      chains.set(chain.chainId, chain);
    },
    loadChain: async (chainId) => chains.get(chainId),
    async forgetChain(chainId) {
      chains.delete(chainId);
      settings.delete(`servers/${chainId}`);
    },
    async saveDatabase(genesisHash, name, text) {
      const ofChain = databases.get(genesisHash) ?? new Map<DatabaseName, string>();
      databases.set(genesisHash, ofChain);
      if (text === undefined) ofChain.delete(name);
      else ofChain.set(name, text);
    },
    loadDatabase: async (genesisHash, name) => databases.get(genesisHash)?.get(name),
    async saveTransaction(genesisHash, hash, transaction) {
      const ofChain = transactions.get(genesisHash) ?? new Map<string, unknown>();
      transactions.set(genesisHash, ofChain.set(hash, structuredClone(transaction)));
    },
    loadTransactions: async (genesisHash) => structuredClone([...(transactions.get(genesisHash)?.values() ?? [])]),
    async forgetTransaction(genesisHash, hash) {
      transactions.get(genesisHash)?.delete(hash);
    },
    async forgetOthers(chainId, genesisHash) {
      for (const [hash, slots] of snapshots) {
        const ofThisId = [...slots.values()].some((snapshot) => snapshot.chainId === chainId);
        if (ofThisId && hash !== genesisHash) {
          snapshots.delete(hash);
          databases.delete(hash);
          transactions.delete(hash);
        }
      }
    },
    async saveSetting(name, value) {
      settings.set(name, structuredClone(value));
    },
    loadSetting: async (name) => structuredClone(settings.get(name)),
    close: () => {},
  };
}
