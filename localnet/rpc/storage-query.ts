/**
 * Storage queries of the new JSON-RPC interface: what is asked about a key, and the answers one by one.
 *
 *   value, hash                             of the key itself
 *   descendantsValues, descendantsHashes    of all keys that begin with it
 *   closestDescendantMerkleValue            of the node at the key or next below: changes whenever anything below does
 *
 * Answers come lazily, so that whoever reads slowly, or stops, costs no more than what was sent.
 */
import type { Bytes } from '../../src/chain/bytes.ts';
import { toHex } from '../../src/chain/bytes.ts';
import { blake2b256 } from '../../src/chain/hash.ts';
import type { Trie } from '../../src/chain/trie/index.ts';
import type { Fields } from './params.ts';

const TYPES = ['value', 'hash', 'closestDescendantMerkleValue', 'descendantsValues', 'descendantsHashes'] as const;

export interface StorageQuery {
  readonly key: Bytes;
  readonly type: (typeof TYPES)[number];
  /** Descendants after this key only. */
  readonly after: Bytes | undefined;
}

export interface StorageAnswer {
  readonly key: string;
  readonly value?: string;
  readonly hash?: string;
  readonly closestDescendantMerkleValue?: string;
}

export function readStorageQuery(fields: Fields): StorageQuery {
  const after = fields.has('paginationStartKey') ? fields.key('paginationStartKey') : undefined;
  return { key: fields.key('key'), type: fields.oneOf('type', TYPES), after };
}

export const asksForDescendants = ({ type }: StorageQuery): boolean => type.startsWith('descendants');

export const valueAnswer = (key: Bytes, value: Bytes): StorageAnswer => ({ key: toHex(key), value: toHex(value) });
export const hashAnswer = (key: Bytes, value: Bytes): StorageAnswer => ({
  key: toHex(key),
  hash: toHex(blake2b256(value)),
});

/** Keys that the state does not have are answered by nothing. */
export function* storageAnswers(state: Trie, queries: readonly StorageQuery[]): Generator<StorageAnswer, void> {
  for (const { key, type, after } of distinct(queries)) {
    if (type === 'closestDescendantMerkleValue') {
      const merkleValue = state.closestMerkleValue(key);
      if (merkleValue) yield { key: toHex(key), closestDescendantMerkleValue: toHex(merkleValue) };
    } else if (type === 'value' || type === 'hash') {
      const value = state.get(key);
      if (value) yield type === 'value' ? valueAnswer(key, value) : hashAnswer(key, value);
    } else {
      const answer = type === 'descendantsValues' ? valueAnswer : hashAnswer;
      for (const [found, value] of state.entries(key, after)) yield answer(found, value);
    }
  }
}

/** Asking the same again and again gives no longer answer. */
function distinct(queries: readonly StorageQuery[]): Iterable<StorageQuery> {
  const name = ({ key, type, after }: StorageQuery) => `${type} ${toHex(key)} ${after ? toHex(after) : ''}`;
  return new Map(queries.map((query) => [name(query), query])).values();
}
