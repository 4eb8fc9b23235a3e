import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes.ts';
import { concatBytes, toHex, utf8 } from '../bytes.ts';
import { ChainError } from '../error.ts';
import { blake2b256 } from '../hash.ts';
import { EMPTY_ROOT, MAX_PROOF_ENTRIES, Trie, verifyProof } from './index.ts';
import { encodeNode } from './node-codec.ts';
import { build, entries, key, SEED, stateVersion } from './trie.arbitrary.ts';

const code = (name: string) => expect.objectContaining({ name: 'ChainError', code: name });
const long = new Uint8Array(64).fill(9);

/** A trie, and keys of which some are stored, some are prefixes or extensions of stored ones, some neither. */
const question = fc
  .tuple(stateVersion, entries, fc.array(key, { minLength: 1, maxLength: 6 }))
  .map(([version, content, absent]) => {
    const stored = content.slice(0, 5).map(([name]) => name);
    const near = stored.flatMap((name) => [name.slice(0, -1), concatBytes(name, Uint8Array.of(0x10))]);
    return { trie: build(version, content), keys: [...stored, ...near, ...absent] };
  });

type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;
/** What to do to a proof: flip bits of a byte, leave an entry out, repeat one, cut one short. */
const damage = fc.record({
  kind: fc.constantFrom('flip', 'drop', 'double', 'cut'),
  entry: fc.nat(),
  at: fc.nat(),
  mask: fc.integer({ min: 1, max: 255 }),
});

function damaged(proof: readonly Bytes[], { kind, entry, at, mask }: Damage): Bytes[] {
  const i = entry % proof.length;
  const changed = proof[i]!.slice();
  if (kind === 'drop') return proof.toSpliced(i, 1);
  if (kind === 'double') return proof.toSpliced(at % (proof.length + 1), 0, changed);
  if (kind === 'cut') return proof.with(i, changed.subarray(0, at % changed.length));
  changed[at % changed.length]! ^= mask;
  return proof.with(i, changed);
}

describe('verifyProof', () => {
  it('answers every key that was proven, present or absent', () => {
    fc.assert(
      fc.property(question, ({ trie, keys }) => {
        const verified = verifyProof(trie.root(), trie.prove(keys));
        for (const name of keys) expect(verified.get(name)).toEqual(trie.get(name));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('gives the right value or none to any key, whatever was proven', () => {
    fc.assert(
      fc.property(question, key, ({ trie, keys }, other) => {
        const verified = verifyProof(trie.root(), trie.prove(keys.slice(0, 2)));
        expect([trie.get(other), 'trie/not-covered']).toContainEqual(valueOrCode(() => verified.get(other)));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('never gives a wrong value when a proof is damaged', () => {
    fc.assert(
      fc.property(question, damage, ({ trie, keys }, how) => {
        const outcome = valueOrCode(() => verifyProof(trie.root(), damaged(trie.prove(keys), how)));
        if (how.kind !== 'drop') expect(outcome).toMatch(/^trie\//);
        if (typeof outcome === 'string') return;
        for (const name of keys) {
          expect([trie.get(name), 'trie/not-covered']).toContainEqual(valueOrCode(() => outcome.get(name)));
        }
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });

  it('takes entries in any order and contains none twice', () => {
    // Two equal subtries below different prefixes share their nodes and their value.
    const trie = build(
      1,
      ['a', 'b'].flatMap(
        (prefix) =>
          [
            [utf8(`${prefix}key1`), long],
            [utf8(`${prefix}key2`), long],
          ] as const,
      ),
    );
    const keys = [...trie.entries()].map(([name]) => name);
    const proof = trie.prove(keys);
    expect(new Set(proof.map(toHex)).size).toBe(proof.length);
    const verified = verifyProof(trie.root(), proof.toReversed());
    expect(keys.map((name) => verified.get(name))).toEqual([long, long, long, long]);
  });

  it('proves that the empty trie has nothing', () => {
    const verified = verifyProof(EMPTY_ROOT, Trie.empty(1).prove([utf8('key')]));
    expect(verified.get(utf8('key'))).toBeUndefined();
    expect(verified.get(new Uint8Array())).toBeUndefined();
  });

  it('reads long values inside nodes, as a state from before version 1 has them', () => {
    const trie = build(0, [
      [utf8('key'), long],
      [utf8('other'), long],
    ]);
    expect(verifyProof(trie.root(), trie.prove([utf8('key')])).get(utf8('key'))).toEqual(long);
  });

  it('refuses a proof of another trie', () => {
    const trie = build(1, [[utf8('key'), long]]);
    expect(() => verifyProof(trie.set(utf8('key'), utf8('new')).root(), trie.prove([utf8('key')]))).toThrow(
      code('trie/missing-root'),
    );
    expect(() => verifyProof(EMPTY_ROOT, [])).toThrow(code('trie/missing-root'));
  });

  it('refuses an entry that occurs twice', () => {
    const trie = build(1, [[utf8('key'), long]]);
    const proof = trie.prove([utf8('key')]);
    expect(() => verifyProof(trie.root(), [...proof, proof[1]!])).toThrow(code('trie/duplicate-node'));
  });

  it('refuses an entry that hangs on nothing', () => {
    const trie = build(1, [[utf8('key'), long]]);
    expect(() => verifyProof(trie.root(), [...trie.prove([utf8('key')]), new Uint8Array(40)])).toThrow(
      code('trie/unconnected-node'),
    );
  });

  it('refuses more entries or bytes than a response can have', () => {
    const many = Array.from({ length: MAX_PROOF_ENTRIES + 1 }, () => new Uint8Array());
    expect(() => verifyProof(EMPTY_ROOT, many)).toThrow(code('trie/too-large'));
    const big = new Uint8Array((16 << 20) + 1);
    expect(() => verifyProof(EMPTY_ROOT, [big])).toThrow(code('trie/too-large'));
  });

  it('refuses what only a forged root could contain', () => {
    const leaf = (inline: Bytes) => encodeNode({ partial: new Uint8Array(), value: { inline }, children: [] });
    const short = leaf(Uint8Array.of(1));
    const branchOver = (...merkleValues: Bytes[]) =>
      encodeNode({
        partial: new Uint8Array(),
        value: undefined,
        children: Array.from({ length: 16 }, (_, i) => merkleValues[i]),
      });
    const shortByHash = branchOver(blake2b256(short), short);
    expect(() => verifyProof(blake2b256(shortByHash), [shortByHash, short])).toThrow(code('trie/bad-node'));
    const emptyChild = branchOver(Uint8Array.of(0), short);
    expect(() => verifyProof(blake2b256(emptyChild), [emptyChild])).toThrow(code('trie/bad-node'));
    const badInside = branchOver(Uint8Array.of(0x40, 0x08), short);
    expect(() => verifyProof(blake2b256(badInside), [badInside])).toThrow(code('trie/bad-node'));
    const shortValue = encodeNode({ partial: new Uint8Array(), value: { hash: blake2b256(short) }, children: [] });
    expect(() => verifyProof(blake2b256(shortValue), [shortValue, short])).toThrow(code('trie/bad-node'));
  });

  it('takes an entry that is a value here and a node there', () => {
    const inner = build(1, [
      [utf8('a'), long.with(0, 1)],
      [utf8('b'), long.with(0, 2)],
    ]);
    const node = inner.prove([])[0]!;
    const holder = encodeNode({ partial: Uint8Array.of(0), value: { hash: inner.root() }, children: [] });
    const branch = encodeNode({
      partial: new Uint8Array(),
      value: undefined,
      children: Array.from({ length: 16 }, (_, i) => [blake2b256(holder), inner.root()][i]),
    });
    const proof = verifyProof(blake2b256(branch), [branch, holder, node]);
    expect(proof.get(Uint8Array.of(0x00))).toEqual(node);
    expect(proof.get(Uint8Array.of(0x16))).toBeUndefined();
    expect(valueOrCode(() => proof.get(Uint8Array.of(0x16, 0x10)))).toBe('trie/not-covered');
  });

  it('gives out values of their own memory, however large the response was of which they are a part', () => {
    for (const version of [0, 1] as const) {
      const trie = build(version, [
        [utf8('key'), long],
        [utf8('short'), utf8('short')],
      ]);
      const keys = [utf8('key'), utf8('short')];
      const nodes = trie.prove(keys);
      const response = new Uint8Array(1 << 20);
      let at = 0;
      const views = nodes.map((node) => {
        response.set(node, at);
        at += node.length;
        return response.subarray(at - node.length, at);
      });
      const verified = verifyProof(trie.root(), views);
      for (const name of keys) {
        const value = verified.get(name)!;
        expect(value.buffer.byteLength).toBe(value.length);
        value.fill(0);
        expect(verified.get(name)).toEqual(trie.get(name));
      }
    }
  });

  it('visits a node once, however many ways lead to it', () => {
    // 40 branches, each with sixteen references to the next: 16^40 ways, 41 nodes.
    const end = encodeNode({ partial: new Uint8Array(), value: { inline: long }, children: [] });
    const proof = [end];
    for (let depth = 0; depth < 40; depth++) {
      const below = blake2b256(proof[0]!);
      proof.unshift(
        encodeNode({ partial: new Uint8Array(), value: undefined, children: new Array<Bytes>(16).fill(below) }),
      );
    }
    expect(verifyProof(blake2b256(proof[0]!), proof).get(new Uint8Array(20))).toEqual(long);
  });
});

function valueOrCode<T>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof ChainError) return error.code;
    throw error;
  }
}
