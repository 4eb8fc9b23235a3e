import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeChains, RegistryError } from './chains.ts';

const SEED = 20260725;
const LOCALNET = {
  id: 'localnet',
  name: 'localnet',
  specUrl: '/chains/localnet.json',
  blockTimeMs: 1000,
  engine: 'smoldot',
};

describe('the chain registry', () => {
  it('that is shipped can be read', () => {
    expect(decodeChains(JSON.parse(readFileSync('public/chains.json', 'utf8')))).toEqual([LOCALNET]);
  });

  it('names the place of what is wrong', () => {
    expect(() => decodeChains([LOCALNET, { ...LOCALNET, specUrl: 7 }])).toThrow(/chains\[1\]\.specUrl/);
    expect(() => decodeChains([{ ...LOCALNET, blockTimeMs: 0 }])).toThrow(/chains\[0\]\.blockTimeMs/);
    expect(() => decodeChains([{ ...LOCALNET, engine: 'other' }])).toThrow(/chains\[0\]\.engine/);
  });

  it('refuses any other value with its own error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(() => decodeChains(json)).toThrow(RegistryError);
      }),
      { seed: SEED },
    );
  });

  it('refuses a list that is too long to be ours', () => {
    expect(() => decodeChains(Array.from({ length: 65 }, () => LOCALNET))).toThrow(RegistryError);
  });
});
