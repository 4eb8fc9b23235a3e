import { describe, expect, it } from 'vitest';
import { KnownBlocks } from './known-blocks.ts';

/** `final ── a ── b ── d` and `a ── c ── e`. */
function tree(): KnownBlocks {
  const known = new KnownBlocks('final');
  for (const [hash, parent] of ['a<final', 'b<a', 'c<a', 'd<b', 'e<c'].map(
    (edge) => edge.split('<') as [string, string],
  )) {
    expect(known.add(hash, parent)).toBe(true);
  }
  return known;
}

describe('known blocks', () => {
  it('refuse a block whose parent was missed', () => {
    expect(tree().add('x', 'unknown')).toBe(false);
  });

  it('prune the other branches when one becomes final', () => {
    const known = tree();
    expect(known.finalize('b')).toEqual({ finalized: ['a', 'b'], pruned: ['c', 'e'] });
    expect(known.has('d')).toBe(true);
    expect(known.has('c')).toBe(false);
    expect(known.add('f', 'd')).toBe(true);
    expect(known.finalize('f')).toEqual({ finalized: ['d', 'f'], pruned: [] });
  });

  it('know who descends from whom', () => {
    const known = tree();
    expect(known.isBelow('d', 'b')).toBe(true);
    expect(known.isBelow('b', 'b')).toBe(true);
    expect(known.isBelow('e', 'b')).toBe(false);
    expect(known.isBelow('e', 'final')).toBe(true);
  });

  it('say nothing of a block that is final already', () => {
    const known = tree();
    expect(known.finalize('final')).toEqual({ finalized: [], pruned: [] });
    expect(known.finalize('nobody')).toEqual({ finalized: [], pruned: [] });
  });
});
