/**
 * Compares what a rule computed with the `expected` object of a vector, field by field and exactly.
 *
 * The notation is that of test/vectors/economy: integers as decimal strings, `null` for what there is not. A field that
 * only one side has is a difference, so a vector cannot pass by asking for something that is not computed.
 */
import { isDeepStrictEqual } from 'node:util';
import type { JsonPlace } from '../../src/chain/json.ts';
import type { Mismatch } from './types.ts';

/** What rules give: bigints stand for decimal strings, undefined for `null`. */
export type Computed =
  | bigint
  | number
  | boolean
  | string
  | undefined
  | readonly Computed[]
  | { readonly [key: string]: Computed };

/** The differing fields in the order of `expected`, then those that only `got` has. */
export function sameFields(expected: JsonPlace, got: Readonly<Record<string, Computed>>): readonly Mismatch[] {
  const wanted = new Map(expected.entries().map(([key, place]) => [key, place.raw]));
  const fields = new Set([...wanted.keys(), ...Object.keys(got)]);
  return [...fields].flatMap((field) => {
    const there = wanted.has(field);
    const here = Object.hasOwn(got, field);
    const value = here ? inNotation(got[field]) : undefined;
    if (there && here && isDeepStrictEqual(wanted.get(field), value)) return [];
    return [
      { field, expected: there ? inWords(wanted.get(field)) : 'nothing', got: here ? inWords(value) : 'nothing' },
    ];
  });
}

function inNotation(value: Computed): unknown {
  if (value === undefined) return null;
  if (typeof value === 'bigint') return value.toString();
  if (isList(value)) return value.map(inNotation);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inNotation(part)]));
  }
  return value;
}

const isList = (value: Computed): value is readonly Computed[] => Array.isArray(value);
const inWords = (value: unknown): string => JSON.stringify(value);
