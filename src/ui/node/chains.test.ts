import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RegisteredChain } from './chains.ts';
import { decodeChains, RegistryError } from './chains.ts';

const SEED = 20260725;
const SHIPPED: unknown = JSON.parse(readFileSync('public/chains.json', 'utf8'));
const LOCALNET = {
  id: 'localnet',
  name: 'localnet',
  specUrl: '/chains/localnet.json',
  servers: ['wss://node.example:443'],
  genesisSetId: 0,
  justificationPeriod: 512,
  blockTimeMs: 1000,
  engine: 'smoldot',
  why: 'It can.',
  engines: [
    { kind: 'smoldot', isOffered: true, reason: '' },
    { kind: 'proof', isOffered: false, reason: 'Not here.' },
  ],
};
const registry = (...chains: readonly unknown[]) => ({ version: 2, chains });
const shipped = (id: string): RegisteredChain | undefined => decodeChains(SHIPPED).find((chain) => chain.id === id);

describe('the chain registry that is shipped', () => {
  it('begins with the localnet, which dials nothing but this machine', () => {
    const [first] = decodeChains(SHIPPED);
    expect(first).toMatchObject({ id: 'localnet', engine: 'smoldot', servers: [], genesisHash: undefined });
    expect(first?.serversUrl).toBe('/chains/localnet-servers.json');
    expect(first?.engines.every(({ isOffered }) => isOffered)).toBe(true);
  });

  it('follows finney by proofs, with its genesis pinned, and says why smoldot cannot', () => {
    const finney = shipped('finney');
    expect(finney).toMatchObject({ engine: 'proof', genesisSetId: 3, justificationPeriod: 512, blockTimeMs: 12_000 });
    expect(finney?.genesisHash).toBe('0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03');
    expect(finney?.servers.length).toBeGreaterThan(1);
    expect(finney?.engines.find(({ kind }) => kind === 'smoldot')).toMatchObject({ isOffered: false });
    expect(finney?.engines.find(({ kind }) => kind === 'smoldot')?.reason).toContain('BabeApi');
  });

  it('pins the genesis of testnet to the one whose state the vectors hold', () => {
    const vector = JSON.parse(readFileSync('test/vectors/trie/testnet-genesis.json', 'utf8'));
    expect(shipped('testnet')).toMatchObject({ genesisSetId: 2, genesisHash: vector.genesis_hash });
  });
});

describe('the decoder of the chain registry', () => {
  it('leaves undefined what an entry does not have', () => {
    const [chain] = decodeChains(registry(LOCALNET));
    expect(chain).toMatchObject({ serversUrl: undefined, checkpointUrl: undefined, genesisHash: undefined });
    expect(chain?.isCustom).toBe(false);
  });

  it.each([
    ['specUrl', 7],
    ['specUrl', 'https://elsewhere.example/spec.json'],
    ['specUrl', '//elsewhere.example/spec.json'],
    ['specUrl', '/\\elsewhere.example'],
    ['id', '../up'],
    ['id', ''],
    ['name', 'x'.repeat(401)],
    ['genesisHash', '0x12'],
    ['genesisHash', null],
    ['genesisSetId', -1],
    ['genesisSetId', 1.5],
    ['genesisSetId', '3'],
    ['justificationPeriod', 0],
    ['blockTimeMs', 0],
    ['blockTimeMs', Number.NaN],
    ['engine', 'other'],
    ['engine', 'proof'],
    ['engines', 'smoldot'],
    ['servers', ['http://node.example']],
    ['servers', Array.from({ length: 33 }, () => 'wss://node.example')],
    ['why', undefined],
  ])('refuses %s = %j and names the place', (field, value) => {
    const read = () => decodeChains(registry(LOCALNET, { ...LOCALNET, id: 'other', [field]: value }));
    expect(read).toThrow(RegistryError);
    expect(read).toThrow(`chains[1].${field}`);
  });

  it('refuses an offer of an engine that this page does not have', () => {
    const engines = [{ kind: 'magic', isOffered: true, reason: '' }];
    expect(() => decodeChains(registry({ ...LOCALNET, engines }))).toThrow(/chains\[0\]\.engines\[0\]\.kind/);
  });

  it('refuses another version, an empty list, one that is too long, and a name that is there twice', () => {
    expect(() => decodeChains({ version: 3, chains: [LOCALNET] })).toThrow(/version 2/);
    expect(() => decodeChains([LOCALNET])).toThrow(RegistryError);
    expect(() => decodeChains(registry())).toThrow(RegistryError);
    expect(() => decodeChains(registry(...Array.from({ length: 65 }, () => LOCALNET)))).toThrow(/1 to 64/);
    expect(() => decodeChains(registry(LOCALNET, LOCALNET))).toThrow(/localnet twice/);
  });

  it('refuses any other value with its own error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (json, chain) => {
        expect(() => decodeChains(json)).toThrow(RegistryError);
        expect(() => decodeChains(registry(chain))).toThrow(RegistryError);
      }),
      { seed: SEED },
    );
  });
});
