import { describe, expect, it } from 'vitest';
import { createMemoryStore } from './index.ts';
import type { Snapshot } from './types.ts';

const snapshot = (genesisHash: string, value: unknown): Snapshot<unknown> => ({
  label: 'proved',
  chainId: 'localnet',
  genesisHash,
  at: { number: 1, hash: '0x01' },
  takenAtMs: 0,
  value,
});

describe('a store', () => {
  it('keeps the newest snapshot of each slot, per genesis', async () => {
    const store = createMemoryStore(undefined);
    await store.saveSnapshot('subnet/2', snapshot('0xaa', 'first'));
    await store.saveSnapshot('subnet/2', snapshot('0xaa', 'second'));
    await store.saveSnapshot('subnet/1', snapshot('0xaa', 'other'));
    await store.saveSnapshot('subnet/2', snapshot('0xbb', 'elsewhere'));
    const kept = await store.loadSnapshots('0xaa');
    expect(kept.map(({ slot, snapshot: { value } }) => [slot, value])).toEqual([
      ['subnet/1', 'other'],
      ['subnet/2', 'second'],
    ]);
  });

  it('forgets the other chains of a name, with their databases, and only those', async () => {
    const store = createMemoryStore(undefined);
    await store.saveSnapshot('subnets', snapshot('0xaa', 'old'));
    await store.saveDatabase('0xaa', 'smoldot', 'old database');
    await store.saveSnapshot('subnets', snapshot('0xbb', 'new'));
    await store.saveDatabase('0xbb', 'smoldot', 'new database');
    await store.forgetOthers('localnet', '0xbb');
    expect(await store.loadSnapshots('0xaa')).toEqual([]);
    expect(await store.loadDatabase('0xaa', 'smoldot')).toBeUndefined();
    expect(await store.loadSnapshots('0xbb')).toHaveLength(1);
    expect(await store.loadDatabase('0xbb', 'smoldot')).toBe('new database');
  });

  it('forgets a chain that a person removes, with its own servers, and no other', async () => {
    const store = createMemoryStore(undefined);
    const chain = {
      name: '',
      specText: '{}',
      servers: [],
      genesisSetId: 0,
      justificationPeriod: 1,
      genesisHash: '0xaa',
    };
    for (const chainId of ['mine', 'other']) {
      await store.saveChain({ ...chain, chainId });
      await store.saveSetting(`servers/${chainId}`, ['wss://a.example']);
    }
    await store.forgetChain('mine');
    expect([await store.loadChain('mine'), await store.loadSetting('servers/mine')]).toEqual([undefined, undefined]);
    expect(await store.loadChain('other')).toMatchObject({ specText: '{}' });
    expect(await store.loadSetting('servers/other')).toEqual(['wss://a.example']);
  });

  it('keeps settings of the device, whichever chain is followed, and hands out copies', async () => {
    const store = createMemoryStore(undefined);
    expect(await store.loadSetting('compute-engine')).toBeUndefined();
    await store.saveSetting('compute-engine', { setting: 'wasm' });
    await store.forgetOthers('localnet', '0xbb');
    const first = (await store.loadSetting('compute-engine')) as { setting: string };
    first.setting = 'changed';
    expect(await store.loadSetting('compute-engine')).toEqual({ setting: 'wasm' });
    expect(await store.loadSetting('compute-calibrations')).toBeUndefined();
  });
});
