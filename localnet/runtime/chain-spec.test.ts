import { expect, it } from 'vitest';
import { utf8 } from '../../src/chain/bytes.ts';
import { Trie } from '../../src/chain/trie/index.ts';
import { chainSpec } from './index.ts';

it('writes the genesis state and nothing that smoldot does not know', () => {
  const genesis = Trie.empty(1).set(utf8('b'), Uint8Array.of(2)).set(utf8('a'), Uint8Array.of());
  const bootNodes = ['/ip4/127.0.0.1/tcp/1/ws/p2p/x'];
  expect(JSON.parse(chainSpec({ name: 'N', id: 'i', genesisTop: genesis.entries(), bootNodes }))).toEqual({
    name: 'N',
    id: 'i',
    chainType: 'Local',
    bootNodes,
    telemetryEndpoints: null,
    protocolId: null,
    properties: { ss58Format: 42, tokenDecimals: 9, tokenSymbol: 'TAO' },
    codeSubstitutes: {},
    genesis: { raw: { top: { '0x61': '0x', '0x62': '0x02' }, childrenDefault: {} } },
  });
});
