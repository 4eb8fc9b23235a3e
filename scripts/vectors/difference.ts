/**
 * Comparing JSON values leaf by leaf. `expected` is hostile; `got` is ours and decides how deep the walk goes, so a file
 * can make it neither deep nor long.
 */
import type { Json } from '../../src/chain/yuma/index.ts';
import type { Mismatch } from './types.ts';

const ABSENT = 'absent';
const MAX_SHOWN = 120;

/** Every leaf in which the two differ. `field` is where they stand. */
export function differences(field: string, expected: unknown, got: Json | undefined): Mismatch[] {
  if (Array.isArray(got) && Array.isArray(expected)) {
    const length = Math.max(got.length, Math.min(expected.length, got.length + 1));
    const inside = Array.from({ length }, (_, i) => differences(`${field}[${i}]`, expected[i], got[i])).flat();
    if (expected.length <= length) return inside;
    return [...inside, { field, expected: `${expected.length} entries`, got: `${got.length} entries` }];
  }
  if (isObject(got) && isObject(expected)) {
    const keys = new Set([...Object.keys(got), ...Object.keys(expected)]);
    return [...keys].flatMap((key) => differences(`${field}.${key}`, own(expected, key), own(got, key)));
  }
  return expected === got ? [] : [{ field, expected: show(expected), got: show(got) }];
}

/** A member of a parsed object that is its own, not inherited. */
export function own<T>(object: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value in a few characters; lists and objects only by their size. */
export function show(value: unknown): string {
  if (value === undefined) return ABSENT;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return `an object of ${Object.keys(value).length}`;
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
