import { describe, expect, it } from 'vitest';
import type { Bytes } from '../bytes.ts';
import { U64_MAX } from '../fixed/index.ts';
import type { HotkeyLink } from './children.ts';
import { byHotkey, childrenError, withLink, withoutLink } from './children.ts';

const key = (fill: number): Bytes => new Uint8Array(32).fill(fill);
const links = (...fills: number[]): HotkeyLink[] => fills.map((fill) => [BigInt(fill), key(fill)]);
const me = key(0);

describe('children', () => {
  it('are at most five', () => {
    expect(childrenError(me, links(1, 2, 3, 4, 5), [])).toBeUndefined();
    expect(childrenError(me, links(1, 2, 3, 4, 5, 6), [])).toBe('TooManyChildren');
  });

  it('are named once', () => {
    expect(childrenError(me, links(1, 2, 1), [])).toBe('DuplicateChild');
  });

  it('are not the hotkey itself', () => {
    expect(childrenError(me, links(1, 0), [])).toBe('InvalidChild');
  });

  it('get together at most everything', () => {
    expect(
      childrenError(
        me,
        [
          [U64_MAX, key(1)],
          [0n, key(2)],
        ],
        [],
      ),
    ).toBeUndefined();
    expect(
      childrenError(
        me,
        [
          [U64_MAX, key(1)],
          [1n, key(2)],
        ],
        [],
      ),
    ).toBe('ProportionOverflow');
  });

  it('are not parents at the same time', () => {
    expect(childrenError(me, links(1, 2), links(3))).toBeUndefined();
    expect(childrenError(me, links(1, 2), links(3, 2))).toBe('ChildParentInconsistency');
  });

  it('may be none', () => {
    expect(childrenError(me, [], links(1))).toBeUndefined();
  });

  it('with several faults are refused for the first that the chain looks at', () => {
    expect(childrenError(me, links(0, 0, 1, 2, 3, 4), [])).toBe('DuplicateChild');
    expect(childrenError(me, links(0, 1, 2, 3, 4, 5), [])).toBe('InvalidChild');
    expect(childrenError(me, [...links(1, 2, 3, 4, 5), [U64_MAX, key(6)]], [])).toBe('TooManyChildren');
    expect(childrenError(me, [...links(1), [U64_MAX, key(2)]], links(1))).toBe('ProportionOverflow');
  });
});

describe('links', () => {
  it('are added at the end, changed in place, and removed', () => {
    const two = links(2, 1);
    expect(withLink(two, [7n, key(3)])).toEqual([...two, [7n, key(3)]]);
    expect(withLink(two, [7n, key(2)])).toEqual([[7n, key(2)], two[1]]);
    expect(withoutLink(two, key(2))).toEqual([two[1]]);
    expect(withoutLink(two, key(9))).toEqual(two);
  });

  it('are sorted by hotkey', () => {
    expect(links(3, 1, 2).sort(byHotkey)).toEqual(links(1, 2, 3));
  });
});
