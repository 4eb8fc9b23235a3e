import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../chain/bytes.ts';
import { decodeHeader, headerHash } from '../../chain/header.ts';
import { encodeValue, storage, storageKey } from '../../chain/schema/index.ts';
import { EMPTY_ROOT, Trie } from '../../chain/trie/index.ts';
import { auraPairs, grandpaPairs } from '../testing/fake-proof-chain.ts';
import type { ChainSource } from '../types.ts';
import { checkpointFromSpec, genesisHeader } from './genesis-checkpoint.ts';

const voters = grandpaPairs.slice(0, 3).map(({ publicKey }) => [publicKey, 1n] as const);
const authors = auraPairs.slice(0, 2).map(({ publicKey }) => publicKey);
const ENTRIES: readonly (readonly [Uint8Array, Uint8Array])[] = [
  [storageKey(storage.Grandpa.Authorities), encodeValue(storage.Grandpa.Authorities, voters)],
  [storageKey(storage.Aura.Authorities), encodeValue(storage.Aura.Authorities, authors)],
  [utf8(':code'), new Uint8Array(300_000).fill(7)],
];
const TOP = Object.fromEntries(ENTRIES.map(([key, value]) => [toHex(key), toHex(value)]));
const specOf = (top: unknown, raw: object = {}) => JSON.stringify({ genesis: { raw: { top, ...raw } } });

const source = (specText: string | undefined, genesisHash?: string): ChainSource => ({
  id: 'small',
  name: 'Small',
  specText,
  servers: [],
  genesisHash,
  genesisSetId: 3n,
  justificationPeriod: 512,
  blockTimeMs: 1000,
});

describe('a checkpoint from a chain specification', () => {
  it('has the hash of the public testnet for its state root', () => {
    // Vector: the chain's data in the specification of the network.
    const root = fromHex('0xc15439f31626cd90c778831721bb9d0166da302321918887d381829d8c13763f');
    expect(toHex(headerHash(genesisHeader(root)))).toMatch(/^0x8f9cf856[0-9a-f]+3105$/);
  });

  it('is the genesis block with its voters and authors', () => {
    const checkpoint = checkpointFromSpec(source(specOf(TOP, { childrenDefault: {} })), 17);
    const header = decodeHeader(checkpoint.headerBytes);
    expect(header).toEqual({
      parentHash: new Uint8Array(32),
      number: 0,
      stateRoot: Trie.empty(1).apply(ENTRIES).root(),
      extrinsicsRoot: EMPTY_ROOT,
      digest: [],
    });
    expect(checkpoint.grandpa).toEqual({
      setId: 3n,
      authorities: voters.map(([publicKey, weight]) => ({ publicKey, weight })),
    });
    expect(checkpoint.auraAuthorities).toEqual(authors);
    expect(checkpoint).toMatchObject({
      chainId: 'small',
      takenAtMs: 17,
      anchor: { kind: 'genesis', block: { number: 0, hash: checkpoint.genesisHash }, isConfirmed: true },
    });
  });

  it('has the pinned genesis hash, or is refused', () => {
    const { genesisHash } = checkpointFromSpec(source(specOf(TOP)), 0);
    expect(checkpointFromSpec(source(specOf(TOP), genesisHash), 0).genesisHash).toBe(genesisHash);
    const other = { ...TOP, '0x01': '0x02' };
    expect(() => checkpointFromSpec(source(specOf(other), genesisHash), 0)).toThrow(
      expect.objectContaining({ code: 'checkpoint/other-chain' }),
    );
  });

  it('does not depend on how keys are spelled or ordered', () => {
    const spelled = Object.fromEntries(
      Object.entries(TOP)
        .reverse()
        .map(([key, value]) => [`0x${key.slice(2).toUpperCase()}`, value]),
    );
    expect(checkpointFromSpec(source(specOf(spelled)), 0)).toEqual(checkpointFromSpec(source(specOf(TOP)), 0));
  });

  const [votersKey, authorsKey] = ENTRIES.map(([key]) => toHex(key)) as [string, string];
  it.each<[string, string | undefined]>([
    ['none', undefined],
    ['no JSON', 'not JSON'],
    ['no genesis', '{}'],
    ['a genesis that is not raw', JSON.stringify({ genesis: { runtimeGenesis: {} } })],
    ['only a state root', JSON.stringify({ genesis: { stateRootHash: `0x${'11'.repeat(32)}` } })],
    ['entries that are a list', specOf([])],
    ['a value that is a number', specOf({ ...TOP, '0x01': 2 })],
    ['a value that is no hex', specOf({ ...TOP, '0x01': '0xzz' })],
    ['a key without 0x', specOf({ ...TOP, '01': '0x02' })],
    ['a key of a thousand bytes', specOf({ ...TOP, [`0x${'01'.repeat(1025)}`]: '0x02' })],
    ['child tries', specOf(TOP, { childrenDefault: { '0x01': {} } })],
    ['no voters', specOf({ ...TOP, [votersKey]: '0x00' })],
    ['no authors', specOf({ [votersKey]: TOP[votersKey] })],
    ['voters that cannot be decoded', specOf({ ...TOP, [votersKey]: '0x04ff' })],
    ['authors that cannot be decoded', specOf({ ...TOP, [authorsKey]: '0xff' })],
  ])('is refused with %s', (_, text) => {
    expect(() => checkpointFromSpec(source(text), 0)).toThrow(
      expect.objectContaining({ name: 'LightError', code: 'checkpoint/bad-spec' }),
    );
  });
});
