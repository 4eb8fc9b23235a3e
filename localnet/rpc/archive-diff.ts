/**
 * What differs between two states, key by key in ascending order: `archive_v1_storageDiff`.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { compareBytes, equalBytes } from '../../src/chain/bytes.ts';
import type { Trie } from '../../src/chain/trie/index.ts';
import type { Fields } from './params.ts';
import { hashAnswer, valueAnswer } from './storage-query.ts';

const RETURN_TYPES = ['value', 'hash'] as const;

export interface DiffQuery {
  /** Only keys that begin with it. */
  readonly prefix: Bytes;
  readonly returnType: (typeof RETURN_TYPES)[number];
  /** This chain has no child tries, so nothing differs in one. */
  readonly isChild: boolean;
}

export function readDiffQuery(fields: Fields): DiffQuery {
  const isChild = fields.has('childTrieKey');
  if (isChild) fields.key('childTrieKey');
  const prefix = fields.has('key') ? fields.key('key') : new Uint8Array();
  return { prefix, returnType: fields.oneOf('returnType', RETURN_TYPES), isChild };
}

/** Without queries: the hashes of everything that differs. */
const EVERYTHING: readonly DiffQuery[] = [{ prefix: new Uint8Array(), returnType: 'hash', isChild: false }];

/** Yields undefined for keys that are the same on both sides. Of what was deleted, the old value is told. */
export function* diffAnswers(
  before: Trie,
  after: Trie,
  queries: readonly DiffQuery[] = EVERYTHING,
): Generator<object | undefined, void> {
  for (const { prefix, returnType, isChild } of queries) {
    if (isChild || equalBytes(before.root(), after.root())) continue;
    const answer = returnType === 'value' ? valueAnswer : hashAnswer;
    for (const [key, old, now] of pairs(before.entries(prefix), after.entries(prefix))) {
      if (old && now) yield equalBytes(old, now) ? undefined : { ...answer(key, now), type: 'modified' };
      else if (now) yield { ...answer(key, now), type: 'added' };
      else if (old) yield { ...answer(key, old), type: 'deleted' };
    }
  }
}

type Entries = Iterator<readonly [Bytes, Bytes]>;

/** All keys of two ascending lists, each with its value on either side. */
function* pairs(
  left: Entries,
  right: Entries,
): Generator<readonly [key: Bytes, left: Bytes | undefined, right: Bytes | undefined]> {
  let [a, b] = [left.next(), right.next()];
  while (!a.done || !b.done) {
    const order = a.done ? 1 : b.done ? -1 : compareBytes(a.value[0], b.value[0]);
    const key = (order <= 0 ? a : b).value[0] as Bytes;
    yield [key, order <= 0 ? a.value[1] : undefined, order >= 0 ? b.value[1] : undefined];
    if (order <= 0) a = left.next();
    if (order >= 0) b = right.next();
  }
}
