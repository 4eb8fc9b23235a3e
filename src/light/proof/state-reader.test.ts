import { describe, expect, it } from 'vitest';
import type { Bytes } from '../../chain/bytes.ts';
import { fromUtf8, utf8 } from '../../chain/bytes.ts';
import { Trie } from '../../chain/trie/index.ts';
import { LightError } from '../errors.ts';
import type { ChainServer } from './server.ts';
import type { StateAt } from './state-reader.ts';
import { MAX_KEYS_PER_PROOF, StateReader } from './state-reader.ts';

const key = (i: number): Bytes => utf8(`key ${i}`);
const keys = (count: number, from = 0): Bytes[] => Array.from({ length: count }, (_, i) => key(from + i));
const stored = (i: number): Bytes => utf8(`the value of key ${i}, with a node of its own`);

/** Every even key is stored. */
const trie = Trie.empty(1).apply(Array.from({ length: 3000 }, (_, i) => [key(2 * i), stored(2 * i)] as const));
const block = (name: string): StateAt => ({ hash: name, stateRoot: trie.root() });

interface Asked {
  readonly at: string;
  readonly keys: readonly string[];
}

/** A reader, and what it asks a server that proves everything, unless `answer` does something else. */
function open(answer: (asked: Asked, honest: () => Bytes[]) => Bytes[] | Promise<Bytes[]> = (_, honest) => honest()) {
  const asked: Asked[] = [];
  const proved: (readonly [values: number, nodes: number])[] = [];
  const ending = new AbortController();
  const server = {
    readProof: async (at: string, list: readonly Bytes[]) => {
      const question = { at, keys: list.map(fromUtf8) };
      asked.push(question);
      return answer(question, () => trie.prove(list));
    },
  } as Partial<ChainServer> as ChainServer;
  const reader = new StateReader(
    { ask: (question, signal) => question(server, signal), onProved: (...sizes) => proved.push(sizes) },
    ending.signal,
  );
  return { reader, asked, proved };
}

/** Lets everything that was begun come to its end. */
const settled = () => new Promise((resolve) => setTimeout(resolve));
const refused = new LightError('proof/timeout', 'nobody answers');

describe('proved reads', () => {
  it('are values in the order of the keys, undefined where there is none', async () => {
    const { reader, proved } = open();
    expect(await reader.read([key(4), key(1), key(2), key(4)], block('a'))).toEqual([
      stored(4),
      undefined,
      stored(2),
      stored(4),
    ]);
    expect(await reader.read([], block('a'))).toEqual([]);
    const nodes = trie.prove([key(4), key(1), key(2)]).reduce((sum, node) => sum + node.length, 0);
    expect(proved).toEqual([[stored(4).length + stored(2).length, nodes]]);
  });

  it('of one turn and one block share one question, with every key once', async () => {
    const { reader, asked } = open();
    await Promise.all([
      reader.read([key(0), key(1)], block('a')),
      reader.read([key(1), key(2)], block('a')),
      reader.read([key(0)], block('b')),
    ]);
    expect(asked).toEqual([
      { at: 'a', keys: ['key 0', 'key 1', 'key 2'] },
      { at: 'b', keys: ['key 0'] },
    ]);
  });

  it('do not ask again for what is known, absent or on its way', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { reader, asked } = open((_, honest) => promise.then(honest));
    const first = reader.read([key(0), key(1)], block('a'));
    await settled();
    const second = reader.read([key(1), key(0)], block('a'));
    await settled();
    resolve();
    expect(await first).toEqual([stored(0), undefined]);
    expect(await second).toEqual([undefined, stored(0)]);
    expect(await reader.read([key(1)], block('a'))).toEqual([undefined]);
    expect(asked).toHaveLength(1);
  });

  it('are split into questions that servers answer', async () => {
    const { reader, asked } = open();
    const values = await reader.read(keys(5000), block('a'));
    expect(asked.map((question) => question.keys.length)).toEqual([
      ...new Array<number>(4).fill(MAX_KEYS_PER_PROOF),
      5000 - 4 * MAX_KEYS_PER_PROOF,
    ]);
    expect(values).toHaveLength(5000);
    for (const [i, value] of values.entries()) expect(value).toEqual(i % 2 === 0 ? stored(i) : undefined);
  });

  it('fail where their own keys could not be proved, and only there', async () => {
    const { reader } = open((asked, honest) => {
      if (asked.keys.includes('key 0')) throw refused;
      return honest();
    });
    const [failed, fine] = await Promise.allSettled([
      reader.read(keys(MAX_KEYS_PER_PROOF), block('a')),
      reader.read(keys(10, MAX_KEYS_PER_PROOF), block('a')),
    ]);
    expect(failed).toMatchObject({ status: 'rejected', reason: refused });
    expect(fine).toMatchObject({ status: 'fulfilled' });
  });

  it('do not remember failures: who asks again gets another answer', async () => {
    let isDown = true;
    const { reader, asked } = open((_, honest) => {
      if (isDown) throw refused;
      return honest();
    });
    await expect(reader.read([key(0)], block('a'))).rejects.toBe(refused);
    isDown = false;
    expect(await reader.read([key(0)], block('a'))).toEqual([stored(0)]);
    expect(asked).toHaveLength(2);
  });

  it('do not believe nodes of another state, nor a proof that leaves a key out', async () => {
    const other = trie.set(key(0), utf8('a lie'));
    const liar = open(() => other.prove([key(0)]));
    await expect(liar.reader.read([key(0)], block('a'))).rejects.toMatchObject({ code: 'trie/missing-root' });
    const silent = open(() => trie.prove([]));
    await expect(silent.reader.read([key(0)], block('a'))).rejects.toMatchObject({ code: 'trie/not-covered' });
    expect([...liar.proved, ...silent.proved]).toEqual([]);
  });

  it('are remembered for the last four blocks', async () => {
    const { reader, asked } = open();
    for (const name of ['a', 'b', 'c', 'd', 'a', 'b', 'e', 'e', 'a']) await reader.read([key(0)], block(name));
    expect(asked.map(({ at }) => at)).toEqual(['a', 'b', 'c', 'd', 'e', 'a']);
  });

  it('are not remembered beyond a bound per block', async () => {
    const empty = Trie.empty(1);
    const { reader, asked } = open(() => empty.prove([]));
    const at = { hash: 'a', stateRoot: empty.root() };
    await reader.read(keys(1 << 16), at);
    asked.length = 0;
    const beyond = key(1 << 16);
    for (let i = 0; i < 2; i++) await reader.read([key(0), beyond], at);
    expect(asked.map((question) => question.keys)).toEqual([[fromUtf8(beyond)], [fromUtf8(beyond)]]);
  });
});

describe('reads beforehand', () => {
  /** A head at which `names` are read. */
  async function head(reader: StateReader, name: string, numbers: readonly number[]): Promise<void> {
    reader.prefetch(block(name));
    await settled();
    if (numbers.length > 0) await reader.read(numbers.map(key), block(name));
  }

  it('are those of keys that were read at both heads before, in one question', async () => {
    const { reader, asked } = open();
    await head(reader, 'a', [0, 1, 2]);
    await head(reader, 'b', [1, 2, 3]);
    asked.length = 0;
    await head(reader, 'c', []);
    expect(asked).toEqual([{ at: 'c', keys: ['key 1', 'key 2'] }]);
    expect(await reader.read([key(1), key(2)], block('c'))).toEqual([undefined, stored(2)]);
    expect(asked).toHaveLength(1);
  });

  it('end when nobody came for them at one head', async () => {
    const { reader, asked } = open();
    await head(reader, 'a', [0]);
    await head(reader, 'b', [0]);
    await head(reader, 'c', []);
    asked.length = 0;
    await head(reader, 'd', []);
    await head(reader, 'e', [0]);
    await head(reader, 'f', []);
    expect(asked).toEqual([{ at: 'e', keys: ['key 0'] }]);
  });

  it('go on while somebody comes for them', async () => {
    const { reader, asked } = open();
    for (const name of ['a', 'b', 'c', 'd', 'e']) await head(reader, name, [0]);
    expect(asked.map(({ at }) => at)).toEqual(['a', 'b', 'c', 'd', 'e']);
    reader.prefetch(block('e'));
    await settled();
    expect(asked).toHaveLength(5);
  });

  it('may fail without anybody noticing', async () => {
    let isDown = false;
    const { reader } = open((_, honest) => {
      if (isDown) throw refused;
      return honest();
    });
    await head(reader, 'a', [0]);
    await head(reader, 'b', [0]);
    isDown = true;
    await head(reader, 'c', []);
    isDown = false;
    expect(await reader.read([key(0)], block('c'))).toEqual([stored(0)]);
  });

  it('are no more than some thousands', async () => {
    const empty = Trie.empty(1);
    const { reader, asked } = open(() => empty.prove([]));
    const at = (hash: string) => ({ hash, stateRoot: empty.root() });
    for (const name of ['a', 'b']) await reader.read(keys(10_000), at(name));
    asked.length = 0;
    reader.prefetch(at('c'));
    await settled();
    expect(asked.map((question) => question.keys.length)).toEqual(new Array(8).fill(MAX_KEYS_PER_PROOF));
  });
});
