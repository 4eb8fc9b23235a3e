import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_JSON_CONTAINERS, MAX_JSON_DEPTH, MAX_JSON_ITEMS, whyImmodest } from './json-bounds.ts';

const nested = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth);

describe('JSON that somebody hostile wrote', () => {
  it('may be nested so deep and no deeper', () => {
    expect(whyImmodest(nested(MAX_JSON_DEPTH))).toBeUndefined();
    expect(whyImmodest(nested(MAX_JSON_DEPTH + 1))).toContain('deep');
    expect(whyImmodest(nested(MAX_JSON_DEPTH, '{"a":', '}').replace(':}', ':[]}'))).toContain('deep');
  });

  it.each(['"]"', '"}}}}"', '"\\"]"', '"\\\\"'])('is not thought flat for the brackets in %s', (text) => {
    expect(whyImmodest(`[${text},`.repeat(MAX_JSON_DEPTH + 1))).toContain('deep');
  });

  it('is not thought deep for the brackets within a string', () => {
    expect(whyImmodest(JSON.stringify({ a: '[{'.repeat(10 * MAX_JSON_DEPTH), b: '\\', c: '"[' }))).toBeUndefined();
  });

  it('may hold so many objects and lists, and so many items', () => {
    expect(whyImmodest(`[${'[],'.repeat(MAX_JSON_CONTAINERS - 2)}[]]`)).toBeUndefined();
    expect(whyImmodest(`[${'{},'.repeat(MAX_JSON_CONTAINERS)}[]]`)).toContain('objects and lists');
    expect(whyImmodest(`[${'0,'.repeat(MAX_JSON_ITEMS - 1)}0]`)).toBeUndefined();
    expect(whyImmodest(`[${'0,'.repeat(MAX_JSON_ITEMS + 1)}0]`)).toContain('items');
  });

  it('passes as long as it is modest, whatever it says', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(whyImmodest(text)).toBeUndefined();
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('is looked through in no time at its longest, and never for ever', () => {
    const started = performance.now();
    expect(whyImmodest(`{"result":"0x${'ab'.repeat(16 << 20)}"}`)).toBeUndefined();
    expect(whyImmodest(`"${'\\'.repeat(1 << 20)}`)).toBeUndefined();
    expect(whyImmodest(`"${'\\"'.repeat(1 << 19)}`)).toBeUndefined();
    // Two hundred times what it takes here, for a busy machine.
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
