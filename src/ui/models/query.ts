/**
 * A table's state in the address: `?sort=stake&order=ascending&role=miner&find=5F`. What is at its default is left out,
 * what is unknown (an old or mistyped link) falls back to it.
 */
import type { Direction, Sort } from './table.ts';

export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One value of a query; the first where it is given more than once. */
export function readText(query: Query, name: string): string {
  const value = query[name];
  return (typeof value === 'string' ? value : value?.[0]) ?? '';
}

/** One of `known`, else `fallback`. */
export function readChoice<T extends string>(query: Query, name: string, known: readonly T[], fallback: T): T {
  const text = readText(query, name);
  return known.find((choice) => choice === text) ?? fallback;
}

const DIRECTIONS: readonly Direction[] = ['ascending', 'descending'];

export function readSort<Key extends string>(query: Query, keys: readonly Key[], fallback: Sort<Key>): Sort<Key> {
  const key = readChoice(query, 'sort', keys, fallback.key);
  return { key, direction: readChoice(query, 'order', DIRECTIONS, fallback.direction) };
}

/** The query parts that say `sort`; empty text removes a part from the address. */
export function writeSort<Key extends string>(sort: Sort<Key>, fallback: Sort<Key>): { sort: string; order: string } {
  return {
    sort: sort.key === fallback.key ? '' : sort.key,
    order: sort.direction === fallback.direction ? '' : sort.direction,
  };
}
