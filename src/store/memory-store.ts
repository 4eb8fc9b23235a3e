/** The store of a browser that lets the page keep nothing: it lives as long as the tab. */
import type { Failure } from '../chain/failure.ts';
import type { RememberedChain, SettingName, Snapshot, Store } from './types.ts';

export function createMemoryStore(failure: Failure | undefined): Store {
  const snapshots = new Map<string, Map<string, Snapshot<unknown>>>();
  const chains = new Map<string, RememberedChain>();
  const databases = new Map<string, string>();
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
    async saveDatabase(genesisHash, text) {
      databases.set(genesisHash, text);
    },
    loadDatabase: async (genesisHash) => databases.get(genesisHash),
    async forgetOthers(chainId, genesisHash) {
      for (const [hash, slots] of snapshots) {
        const ofThisId = [...slots.values()].some((snapshot) => snapshot.chainId === chainId);
        if (ofThisId && hash !== genesisHash) {
          snapshots.delete(hash);
          databases.delete(hash);
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
