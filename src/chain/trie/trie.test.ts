import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes, toHex, utf8 } from '../bytes.ts';
import { blake2b256 } from '../hash.ts';
import { EMPTY_ROOT, MAX_KEY_BYTES, orderedTrieRoot, Trie } from './index.ts';
import { build, entries, key, SEED, stateVersion, value } from './trie.arbitrary.ts';

const long = new Uint8Array(33).fill(7);

describe('Trie', () => {
  it('has the known root when it is empty', () => {
    expect(toHex(EMPTY_ROOT)).toBe('0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314');
    expect(Trie.empty(0).root()).toEqual(EMPTY_ROOT);
    expect(Trie.empty(1).root()).toEqual(EMPTY_ROOT);
  });

  it('has a root that does not depend on the order of insertion', () => {
    const shuffled = entries.chain((content) =>
      fc.tuple(fc.constant(content), fc.shuffledSubarray(content, { minLength: content.length })),
    );
    fc.assert(
      fc.property(stateVersion, shuffled, (version, [one, other]) => {
        expect(build(version, other).root()).toEqual(build(version, one).root());
      }),
      { seed: SEED },
    );
  });

  it('is what it was after an insertion is undone', () => {
    fc.assert(
      fc.property(stateVersion, entries, key, value, (version, content, added, bytes) => {
        const before = build(version, content).delete(added);
        expect(before.set(added, bytes).delete(added).root()).toEqual(before.root());
      }),
      { seed: SEED },
    );
  });

  it('is empty again when every key has been deleted', () => {
    fc.assert(
      fc.property(stateVersion, entries, (version, content) => {
        const emptied = content.reduce((trie, [name]) => trie.delete(name), build(version, content));
        expect(emptied.root()).toEqual(EMPTY_ROOT);
        expect([...emptied.entries()]).toEqual([]);
      }),
      { seed: SEED },
    );
  });

  it('answers like a sorted map, under any prefix', () => {
    fc.assert(
      fc.property(stateVersion, entries, key, (version, content, probe) => {
        const trie = build(version, content);
        const sorted = content.toSorted(([a], [b]) => compareBytes(a, b));
        expect(trie.get(probe)).toEqual(content.find(([name]) => toHex(name) === toHex(probe))?.[1]);
        expect([...trie.entries(probe)]).toEqual(sorted.filter(([name]) => toHex(name).startsWith(toHex(probe))));
      }),
      { seed: SEED },
    );
  });

  it('begins behind any key, stored or not', () => {
    fc.assert(
      fc.property(stateVersion, entries, key, key, (version, content, prefix, after) => {
        const trie = build(version, content);
        const behind = [...trie.entries(prefix)].filter(([name]) => compareBytes(name, after) > 0);
        expect([...trie.entries(prefix, after)]).toEqual(behind);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('is the same after many changes at once as after one by one', () => {
    const changes = fc.uniqueArray(fc.tuple(key, fc.option(value, { nil: undefined })), {
      maxLength: 30,
      selector: ([name]) => toHex(name),
    });
    fc.assert(
      fc.property(stateVersion, entries, changes, (version, content, edits) => {
        const trie = build(version, content);
        const before = trie.root();
        const oneByOne = edits.reduce(
          (next, [name, bytes]) => (bytes ? next.set(name, bytes) : next.delete(name)),
          trie,
        );
        const atOnce = trie.apply(edits);
        expect(atOnce.root()).toEqual(oneByOne.root());
        expect([...atOnce.entries()]).toEqual([...oneByOne.entries()]);
        expect(atOnce.apply(edits)).toBe(atOnce);
        expect(trie.root()).toEqual(before);
        expect([...build(version, [...trie.entries()]).entries()]).toEqual([...trie.entries()]);
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });

  it('shares what many changes at once do not touch', () => {
    const trie = build(1, [
      [Uint8Array.of(0x11), long],
      [Uint8Array.of(0x12), long],
    ]);
    expect(trie.apply([])).toBe(trie);
    const gone = [Uint8Array.of(0x1f), Uint8Array.of(0x22)].map((name) => [name, undefined] as const);
    expect(trie.apply(gone)).toBe(trie);
    expect(() => trie.apply([[new Uint8Array(MAX_KEY_BYTES + 1), long]])).toThrow(RangeError);
  });

  it('leaves the tries it was made from as they were', () => {
    fc.assert(
      fc.property(stateVersion, entries, key, value, (version, content, changed, bytes) => {
        const trie = build(version, content);
        const root = build(version, content).root();
        trie.set(changed, bytes).root();
        trie.delete(changed).root();
        expect(trie.root()).toEqual(root);
      }),
      { seed: SEED },
    );
  });

  it('gives itself back when nothing changes', () => {
    const trie = build(1, [[utf8('key'), long]]);
    expect(trie.set(utf8('key'), long)).toBe(trie);
    expect(trie.delete(utf8('ke'))).toBe(trie);
    expect(trie.delete(utf8('keys'))).toBe(trie);
    expect(trie.delete(utf8('other'))).toBe(trie);
  });

  it('keeps its own copy of a value', () => {
    const mine = Uint8Array.of(1, 2, 3);
    const trie = Trie.empty(1).set(utf8('key'), mine);
    mine[0] = 9;
    expect(trie.get(utf8('key'))).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('tells an empty value from none', () => {
    const trie = Trie.empty(1).set(utf8('key'), new Uint8Array());
    expect(trie.get(utf8('key'))).toEqual(new Uint8Array());
    expect(trie.get(utf8('kez'))).toBeUndefined();
    expect(trie.root()).not.toEqual(EMPTY_ROOT);
  });

  it('has the same root whether a long value or only its hash is given', () => {
    const known = build(1, [
      [utf8('a'), long],
      [utf8('ab'), Uint8Array.of(1)],
    ]);
    const hashed = build(1, [[utf8('ab'), Uint8Array.of(1)]]).setHash(utf8('a'), blake2b256(long));
    expect(hashed.root()).toEqual(known.root());
    expect(() => hashed.get(utf8('a'))).toThrow(RangeError);
    expect(() => hashed.prove([utf8('a')])).toThrow(RangeError);
    expect(hashed.set(utf8('a'), long).get(utf8('a'))).toEqual(long);
  });

  it('takes hashes of values in version 1 only, and of the right length', () => {
    expect(() => Trie.empty(0).setHash(utf8('a'), blake2b256(long))).toThrow(RangeError);
    expect(() => Trie.empty(1).setHash(utf8('a'), long)).toThrow(RangeError);
  });

  it('refuses keys beyond the bound and takes those up to it', () => {
    expect(() => Trie.empty(1).set(new Uint8Array(MAX_KEY_BYTES + 1), long)).toThrow(RangeError);
    const nested = Array.from({ length: MAX_KEY_BYTES + 1 }, (_, i) => [new Uint8Array(i), long] as const);
    expect([...build(1, nested).entries()].length).toBe(MAX_KEY_BYTES + 1);
    expect(build(1, nested).root()).toEqual(build(1, nested.toReversed()).root());
  });

  it('holds a partial key of every length that the header spells in another way', () => {
    for (const bytes of [31, 32, 158, 159, 160, 286, 287, 288, MAX_KEY_BYTES]) {
      const name = new Uint8Array(bytes).fill(0xab);
      const trie = Trie.empty(1).set(name, long);
      expect(trie.get(name)).toEqual(long);
    }
  });
});

describe('orderedTrieRoot', () => {
  it('is the empty root for no items and depends on their order', () => {
    const items = Array.from({ length: 70 }, (_, i) => Uint8Array.of(i, 1, 2));
    expect(orderedTrieRoot([])).toEqual(EMPTY_ROOT);
    expect(orderedTrieRoot(items)).not.toEqual(orderedTrieRoot(items.toReversed()));
  });

  it('keys items by their compact index', () => {
    const items = [long, Uint8Array.of(2)];
    const trie = build(0, [
      [Uint8Array.of(0), items[0]!],
      [Uint8Array.of(4), items[1]!],
    ]);
    expect(orderedTrieRoot(items)).toEqual(trie.root());
    expect(orderedTrieRoot(items, 1)).not.toEqual(trie.root());
  });
});
