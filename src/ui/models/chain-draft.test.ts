import { describe, expect, it } from 'vitest';
import type { ChainDraft } from './chain-draft.ts';
import { EMPTY_DRAFT, readDraft } from './chain-draft.ts';

const GOOD: ChainDraft = {
  ...EMPTY_DRAFT,
  name: 'Home Net 2',
  servers: 'ws://127.0.0.1:9944\nwss://node.example',
  genesisHash: `0x${'AB'.repeat(32)}`,
};
const read = (change: Partial<ChainDraft>, taken: readonly string[] = []) =>
  readDraft({ ...GOOD, ...change }, taken, false);
const problems = (change: Partial<ChainDraft>, taken?: readonly string[]) => {
  const outcome = read(change, taken);
  return outcome.ok ? '' : outcome.problems.join(' ');
};

describe('a chain of one’s own', () => {
  it('becomes an entry with an id of its own, followed by proofs', () => {
    const outcome = read({});
    expect(outcome.ok && outcome.chain).toMatchObject({
      id: 'my-home-net-2',
      name: 'Home Net 2',
      engine: 'proof',
      isCustom: true,
      genesisHash: `0x${'ab'.repeat(32)}`,
      genesisSetId: 0,
      justificationPeriod: 512,
      blockTimeMs: 12_000,
    });
  });

  it('offers smoldot only with a specification, and proofs only with servers', () => {
    const offered = (change: Partial<ChainDraft>) => {
      const outcome = read(change);
      return outcome.ok ? outcome.chain.engines.filter((offer) => offer.isOffered).map(({ kind }) => kind) : [];
    };
    expect(offered({})).toEqual(['proof']);
    expect(offered({ specText: '{}' })).toEqual(['smoldot', 'substrate-connect', 'proof']);
    expect(offered({ specText: '{}', servers: '', genesisHash: '' })).toEqual(['smoldot', 'substrate-connect']);
  });

  it('is told everything that is missing at once', () => {
    const told = problems({ name: ' ', servers: '', genesisHash: '' });
    expect(told).toMatch(/name of 1 to 40/);
    expect(told).toMatch(/server or a specification/);
    expect(told).toMatch(/genesis hash is needed/);
  });

  it.each([
    [{ name: '日本' }, /letter or a digit/],
    [{ genesisHash: '0x12' }, /64 hexadecimal/],
    [{ servers: 'http://node' }, /begins neither/],
    [{ genesisSetId: '-1' }, /set id/],
    [{ genesisSetId: '1e9' }, /set id/],
    [{ blockTimeSeconds: '0' }, /block time/],
    [{ blockTimeSeconds: 'Infinity' }, /block time/],
  ] as const)('is refused with %j', (change, expected) => {
    expect(problems(change)).toMatch(expected);
  });

  it('cannot take a name that is there', () => {
    expect(problems({}, ['my-home-net-2'])).toMatch(/already/);
  });
});
