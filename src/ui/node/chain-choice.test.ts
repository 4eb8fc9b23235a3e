import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pickChain, UnknownChainError } from './chain-choice.ts';
import { decodeChains } from './chains.ts';
import { decodeCustomChains, loadCustomChains, saveCustomChains } from './custom-chains.ts';
import { loadEngineChoice, saveEngineChoice } from './engine-choice.ts';

const CHAINS = decodeChains(JSON.parse(readFileSync('public/chains.json', 'utf8')));
const [LOCALNET, FINNEY] = CHAINS as [(typeof CHAINS)[number], (typeof CHAINS)[number]];

function stubStorage(kept: Record<string, string> = {}) {
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept[name] ?? null,
    setItem: (name: string, text: string) => {
      kept[name] = text;
    },
  });
  return kept;
}

beforeEach(() => void stubStorage());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('the chain that is followed', () => {
  it('is the first one until somebody chooses', () => {
    expect(pickChain(CHAINS, null, undefined).id).toBe('localnet');
  });

  it('is the one kept from before, and the one in the address rather than that', () => {
    expect(pickChain(CHAINS, null, 'finney').id).toBe('finney');
    expect(pickChain(CHAINS, 'testnet', 'finney').id).toBe('testnet');
  });

  it('is the first one again when the kept one is gone', () => {
    expect(pickChain(CHAINS, null, 'my-removed-net').id).toBe('localnet');
  });

  it('is none when the address names one that is not there', () => {
    expect(() => pickChain(CHAINS, 'nope', 'finney')).toThrow(UnknownChainError);
    expect(() => pickChain(CHAINS, 'x'.repeat(500), undefined)).toThrow(/x{40}”; this page knows localnet/);
  });
});

describe('the engine that was chosen', () => {
  it('is of its chain alone', () => {
    saveEngineChoice('localnet', 'proof');
    expect(loadEngineChoice(LOCALNET)).toBe('proof');
    expect(loadEngineChoice(FINNEY)).toBe('proof');
    saveEngineChoice('localnet', 'substrate-connect');
    expect(loadEngineChoice(LOCALNET)).toBe('substrate-connect');
    expect(loadEngineChoice(FINNEY)).toBe(FINNEY.engine);
  });

  it('is not taken where the chain does not offer it', () => {
    saveEngineChoice('finney', 'smoldot');
    expect(loadEngineChoice(FINNEY)).toBe('proof');
  });

  it('is the default where the browser keeps nothing', () => {
    vi.spyOn(console, 'info').mockImplementation(() => {});
    vi.stubGlobal('localStorage', {
      getItem: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    expect(loadEngineChoice(LOCALNET)).toBe('smoldot');
  });
});

describe('chains that were added on this device', () => {
  const own = { ...FINNEY, id: 'my-net', name: 'Net', isCustom: true };

  it('come back as they were kept', () => {
    expect(saveCustomChains([own])).toBe(true);
    expect(loadCustomChains(['finney'])).toEqual([own]);
  });

  it('never take the place of a chain of the registry, or of each other', () => {
    const { chains, problems } = decodeCustomChains(JSON.stringify([own, own, { ...own, id: 'finney' }]), ['finney']);
    expect(chains).toEqual([own]);
    expect(problems).toHaveLength(2);
  });

  it('are left out one by one when they cannot be read', () => {
    const { chains, problems } = decodeCustomChains(JSON.stringify([7, { ...own, servers: ['x'] }, own]), []);
    expect(chains).toEqual([own]);
    expect(problems.join()).toMatch(/custom\[0\].*custom\[1\]/);
  });

  it.each(['', '{', 'null', '{"a":1}', 'x'.repeat(300_000)])('are none in %.12s', (text) => {
    expect(decodeCustomChains(text, [])).toEqual({ chains: [], problems: [] });
  });

  it('are no more than sixteen', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ ...own, id: `my-${index}` }));
    expect(decodeCustomChains(JSON.stringify(many), []).chains).toHaveLength(16);
  });
});
