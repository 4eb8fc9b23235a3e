import { describe, expect, it } from 'vitest';
import type { EngineStatus, TrustAnchor } from '../../light/types.ts';
import { sampleEngine, sampleTrust } from '../testing/samples.ts';
import { whyClaimed } from './claimed-why.ts';
import { anchorWords, describeTrust } from './trust-words.ts';

const plain = (text: string) => text.replace(/[\u2009\u202f]/g, ' ');
const anchor = (change: Partial<TrustAnchor>): TrustAnchor => ({ ...sampleTrust().anchor, ...change });
const proof = (change: Partial<EngineStatus> = {}) => sampleEngine({ kind: 'proof', trust: sampleTrust(), ...change });

function words(engine: EngineStatus | undefined, chosen: EngineStatus['kind'] = 'smoldot') {
  const { checked, unchecked } = describeTrust(engine, chosen);
  const line = ({ what, how }: { what: string; how: string }) => plain(`${what}: ${how}`);
  return {
    checked: checked.map(line),
    unchecked: unchecked.map(line),
    states: checked.map(({ state }) => state),
    all: [...checked, ...unchecked].map(line).join('\n'),
  };
}

describe('the trust panel of the proof engine', () => {
  it('says what rests on what, from the figures down to the checkpoint', () => {
    const { checked, states } = words(proof());
    expect(checked[0]).toMatch(
      /^Balances, weights and every other figure: Merkle proof against the state root of block 4 000/,
    );
    expect(checked[1]).toMatch(/^Block 4 000 is final: Votes of more than two thirds of 20 known voters, set 17/);
    expect(checked[2]).toMatch(/4 000 headers and 4 000 seals checked here/);
    expect(checked[3]).toMatch(
      /^Who those voters are: From the checkpoint of block 4 761 600, which 3 servers named alike/,
    );
    expect(states).toEqual(['checked', 'checked', 'checked', 'checked']);
  });

  it('owns up to a block that was shown and then overruled', () => {
    const trust = { ...sampleTrust(), overruled: { number: 3999, hash: '0x' } };
    expect(words(proof({ trust })).unchecked[0]).toMatch(/^Block 3 999, which was shown as claimed, was overruled/);
    expect(words(proof()).all).not.toMatch(/overruled/);
  });

  it('marks what rests on an unconfirmed checkpoint as claimed, but not what needs none', () => {
    const trust = sampleTrust({ anchor: anchor({ isConfirmed: false }) });
    const { states, all } = words(proof({ label: 'claimed', trust }));
    expect(states).toEqual(['claimed', 'claimed', 'checked', 'claimed']);
    expect(all).toContain('You have not confirmed it: figures are marked claimed.');
  });

  it('says how many authors stand for a block that has no votes yet', () => {
    const trust = sampleTrust({ finality: 'authors', confirmations: { authors: 15, of: 20 } });
    const { checked } = words(proof({ label: 'claimed', trust }));
    expect(checked[1]).toMatch(/No votes are served for it yet; 15 of 20 block authors have built on it/);
    expect(checked[1]).toMatch(/The last block with votes is 4 765 600: votes of/);
  });

  it('checks nothing before there is a checkpoint, and says so', () => {
    const { states, all } = words(proof({ stage: 'starting', trust: undefined, finalized: undefined }));
    expect(new Set(states)).toEqual(new Set(['open']));
    expect(all).toContain('There is no checkpoint yet.');
  });

  it('does not call anything checked while it has finalized nothing', () => {
    const trust = sampleTrust({ headersChecked: 0, sealsChecked: 0, votesChecked: 0 });
    const { states, all } = words(proof({ stage: 'failed', finalized: undefined, trust }));
    expect(new Set(states)).toEqual(new Set(['open']));
    expect(all).not.toContain('0 votes');
  });

  it('names what servers could still get wrong: words, fees, and the newest block', () => {
    const { unchecked } = words(proof());
    expect(unchecked.map((line) => line.split(':')[0])).toEqual([
      'Words for calls and events of a block',
      'Fees that are quoted',
      'That block 4 000 is the newest',
      'The code of this page',
    ]);
  });

  it('counts a checkpoint that came with the page among what is not checked', () => {
    const trust = sampleTrust({ anchor: anchor({ kind: 'pinned' }) });
    expect(words(proof({ trust })).unchecked.join()).toContain('The checkpoint that came with this page');
  });

  it('is known from the choice before there is an engine', () => {
    expect(words(undefined, 'proof').all).toContain('There is no checkpoint yet.');
    expect(words(undefined, 'smoldot').all).toContain('smoldot');
  });
});

describe('the trust panel of a light client', () => {
  it('says that smoldot checks here, from the specification on', () => {
    const { checked, unchecked, states } = words(sampleEngine());
    expect(checked.join('\n')).toMatch(/checked here, by smoldot in a worker of this page/);
    expect(checked[2]).toMatch(/genesis block of the chain’s specification/);
    expect(unchecked[0]).toMatch(/^The chain’s specification: .*compare the genesis hash/);
    expect(states).toEqual(['checked', 'checked', 'checked']);
  });

  it('does not claim as its own what Substrate Connect checks', () => {
    const { checked, unchecked } = words(sampleEngine({ kind: 'substrate-connect' }));
    expect(checked.join('\n')).not.toContain('in a worker of this page');
    expect(unchecked[0]).toMatch(/^The light client itself: .*takes its word/);
  });

  it('has checked nothing before the first finalized block', () => {
    const { states, all } = words(sampleEngine({ stage: 'connecting', finalized: undefined }));
    expect(new Set(states)).toEqual(new Set(['open']));
    expect(all).toContain('the state root of a final block');
  });
});

describe('where trust begins', () => {
  it.each([
    ['genesis', true, /^From the genesis block of the chain’s specification/],
    ['pinned', true, /^From the checkpoint of block 4 761 600, which was shipped with this page\.$/],
    ['imported', true, /in a file that you chose\.$/],
    ['servers', true, /3 servers named alike and you confirmed\.$/],
    ['servers', false, /You have not confirmed it/],
  ] as const)('is said for %s, confirmed: %s', (kind, isConfirmed, expected) => {
    expect(plain(anchorWords(anchor({ kind, isConfirmed })))).toMatch(expected);
  });

  it('counts a single server as one', () => {
    expect(anchorWords(anchor({ sources: ['wss://a.example'] }))).toContain('which 1 server named');
  });
});

describe('why a figure is only claimed', () => {
  it('is the checkpoint that nobody confirmed, or the votes that are missing, or a server’s word', () => {
    const unconfirmed = sampleTrust({ anchor: anchor({ isConfirmed: false }) });
    expect(whyClaimed(proof({ label: 'claimed', trust: unconfirmed }))).toMatch(/you have not confirmed/);
    const voteless = sampleTrust({ finality: 'authors' });
    expect(whyClaimed(proof({ label: 'claimed', trust: voteless }))).toMatch(/no votes are served/);
    expect(whyClaimed(proof({ label: 'claimed' }))).toMatch(/server said so/);
  });

  it('is nothing where figures are proved', () => {
    expect(whyClaimed(proof())).toBeUndefined();
    expect(whyClaimed(undefined)).toBeUndefined();
  });
});
