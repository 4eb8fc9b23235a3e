import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from '../../src/chain/bytes.ts';
import { sr25519FromUri } from '../../src/chain/keys.ts';
import { storage } from '../../src/chain/schema/index.ts';
import { State } from '../state.ts';
import { testAuthorities } from './chain.fixture.ts';
import { genesisState } from './genesis.ts';

const { System, Aura, Grandpa, Sudo } = storage;
const code = utf8('the runtime');
const trie = genesisState({ ...testAuthorities, code, specVersion: 424 });
const state = new State(trie);

describe('the genesis', () => {
  it('holds the runtime, the authorities and the sudo key where clients look for them', () => {
    expect(trie.get(utf8(':code'))).toEqual(code);
    expect(state.get(Aura.Authorities).map(toHex)).toEqual(
      testAuthorities.aura.map(({ publicKey }) => toHex(publicKey)),
    );
    expect(state.get(Grandpa.Authorities)).toEqual(testAuthorities.grandpa.map(({ publicKey }) => [publicKey, 1n]));
    expect(state.get(Sudo.Key)).toEqual(sr25519FromUri('//Alice').publicKey);
    expect(state.get(System.LastRuntimeUpgrade)).toEqual({ spec_version: 424, spec_name: 'node-subtensor' });
  });

  it('is small: a light client reads all of it at every start', () => {
    expect([...trie.entries()].length).toBeLessThan(16);
  });

  it('is the same for the same frame', () => {
    expect(genesisState({ ...testAuthorities, code, specVersion: 424 }).root()).toEqual(trie.root());
  });
});
