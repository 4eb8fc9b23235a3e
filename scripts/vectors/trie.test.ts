import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runTrieDocument } from './trie.ts';

const load = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../test/vectors/trie/${file}`, import.meta.url), 'utf8'));
const failures = (document: unknown) => runTrieDocument(document).filter(({ mismatches }) => mismatches.length > 0);

describe('trie vectors', () => {
  it.each([
    ['roots.json', 32],
    ['proofs.json', 16],
    ['testnet-genesis.json', 1],
  ])('%s agrees in all %i cases', (file, cases) => {
    const results = runTrieDocument(load(file));
    expect(results.filter(({ mismatches }) => mismatches.length > 0)).toEqual([]);
    expect(results.length).toBe(cases);
  });

  it('reports a root that differs', () => {
    const document = load('roots.json');
    document.cases[3].root = document.cases[0].root;
    expect(failures(document)).toEqual([
      {
        id: document.cases[3].id,
        mismatches: [expect.objectContaining({ field: 'root', expected: document.cases[0].root })],
      },
    ]);
  });

  it('reports a proven value that differs, and a proof that is refused', () => {
    const document = load('proofs.json');
    document.cases[0].values[0][1] = '0x00';
    document.cases[1].proof.push(document.cases[1].proof[0]);
    const [value, refused] = failures(document);
    expect(value?.mismatches[0]).toMatchObject({ field: `values ${document.cases[0].values[0][0]}`, expected: '0x00' });
    expect(refused?.mismatches[0]).toMatchObject({ field: 'proof', expected: 'accepted' });
  });

  it('reports a genesis that differs', () => {
    const document = load('testnet-genesis.json');
    document.entries.pop();
    expect(failures(document)[0]?.mismatches.map(({ field }) => field)).toEqual(['state_root', 'genesis_hash']);
  });

  it.each([
    ['no object', []],
    ['another schema', { schema: 'yuma-vector/1', kind: 'roots', cases: [] }],
    ['an unknown kind', { schema: 'trie-vector/1', kind: 'trees' }],
    ['cases that are no list', { schema: 'trie-vector/1', kind: 'roots', cases: {} }],
    [
      'a state version of the future',
      { schema: 'trie-vector/1', kind: 'roots', cases: [{ id: 'a', state_version: 2 }] },
    ],
    ['bytes that are no text', { schema: 'trie-vector/1', kind: 'proofs', cases: [{ id: 'a', root: 7 }] }],
  ])('refuses a document with %s', (_, document) => {
    expect(() => runTrieDocument(document)).toThrow(expect.objectContaining({ code: 'vectors/bad-document' }));
  });
});
