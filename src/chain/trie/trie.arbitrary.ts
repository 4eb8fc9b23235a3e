/**
 * Random tries for property tests: few different nibbles and short keys, so that keys are prefixes of each other and
 * nodes split and merge; values around the lengths at which nodes stop being inline and values become hashed.
 */
import fc from 'fast-check';
import type { Bytes } from '../bytes.ts';
import { toHex } from '../bytes.ts';
import type { StateVersion } from './trie.ts';
import { Trie } from './trie.ts';

export const SEED = 20_260_801;

export const stateVersion = fc.constantFrom<StateVersion>(0, 1);
export const key = fc.array(fc.constantFrom(0x00, 0x01, 0x10, 0x11, 0x1f, 0xf0), { maxLength: 5 }).map(toBytes);
export const value = fc.tuple(fc.constantFrom(0, 1, 8, 31, 32, 33, 70), fc.nat(255)).map(([length, fill]) => {
  const bytes: Bytes = new Uint8Array(length).fill(fill);
  return bytes;
});

/** Entries with distinct keys, in random order. */
export const entries = fc.uniqueArray(fc.tuple(key, value), { maxLength: 40, selector: ([name]) => toHex(name) });

export function build(version: StateVersion, content: Iterable<readonly [Uint8Array, Uint8Array]>): Trie {
  let trie = Trie.empty(version);
  for (const [name, bytes] of content) trie = trie.set(name, bytes);
  return trie;
}

function toBytes(numbers: readonly number[]): Bytes {
  return Uint8Array.from(numbers);
}
