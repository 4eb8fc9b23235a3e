import { describe, expect, it } from 'vitest';
import { HashIndex } from './hash-index.ts';

describe('a hash index', () => {
  it('finds items by all of their hash, also where hashes begin alike', () => {
    const items = [0, 1, 2, 255].flatMap((first) =>
      [3, 4, 5].map((last) => ({ hash: new Uint8Array(32).fill(first).with(31, last), text: `${first} ${last}` })),
    );
    const index = new HashIndex<(typeof items)[number]>();
    for (const item of items) index.add(item);
    for (const item of items) expect(index.get(item.hash.slice())).toBe(item);
    expect(index.get(new Uint8Array(32).with(31, 6))).toBeUndefined();
    expect(index.get(new Uint8Array(32).fill(9))).toBeUndefined();
  });
});
