import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column, SortValue } from './table.ts';
import { matchesText, nextSort, sortRows } from './table.ts';

const SEED = 20260725;
interface Row {
  readonly id: number;
  readonly amount: SortValue;
}
const AMOUNT: Column<Row, 'amount' | 'id'> = {
  key: 'amount',
  title: 'Amount',
  help: '',
  isNumeric: true,
  value: (row) => row.amount,
};
const NAME: Column<Row, 'amount' | 'id'> = { ...AMOUNT, key: 'id', isNumeric: false };
const rows = (...amounts: readonly SortValue[]): readonly Row[] => amounts.map((amount, id) => ({ id, amount }));
const ids = (sorted: readonly Row[]) => sorted.map(({ id }) => id);

describe('sorting', () => {
  it('orders numbers of any size exactly', () => {
    const big = 2n ** 63n;
    const sorted = sortRows(rows(big, big + 1n, 5n), [AMOUNT], { key: 'amount', direction: 'ascending' });
    expect(ids(sorted)).toEqual([2, 0, 1]);
  });

  it('puts what is not known last in either direction', () => {
    const some = rows(2, undefined, 3);
    expect(ids(sortRows(some, [AMOUNT], { key: 'amount', direction: 'ascending' }))).toEqual([0, 2, 1]);
    expect(ids(sortRows(some, [AMOUNT], { key: 'amount', direction: 'descending' }))).toEqual([2, 0, 1]);
  });

  it('keeps the order of equal rows, loses none and changes no input', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3 })), fc.boolean(), (amounts, up) => {
        const input = rows(...amounts);
        const sorted = sortRows(input, [AMOUNT], { key: 'amount', direction: up ? 'ascending' : 'descending' });
        expect([...ids(sorted)].sort((a, b) => a - b)).toEqual(ids(input));
        for (const [i, row] of sorted.slice(1).entries()) {
          const before = sorted[i]!;
          if (before.amount === row.amount) expect(before.id).toBeLessThan(row.id);
          else expect((before.amount as number) < (row.amount as number)).toBe(up);
        }
      }),
      { seed: SEED },
    );
  });

  it('turns round on a second press and starts a new column from its natural end', () => {
    const sort = { key: 'amount', direction: 'descending' } as const;
    expect(nextSort(sort, AMOUNT)).toEqual({ key: 'amount', direction: 'ascending' });
    expect(nextSort(sort, NAME)).toEqual({ key: 'id', direction: 'ascending' });
    expect(nextSort({ key: 'id', direction: 'ascending' }, AMOUNT)).toEqual(sort);
  });
});

describe('filtering', () => {
  it('wants every word, anywhere, in any letter case', () => {
    expect(matchesText('apex 1', ['1', 'Apex'])).toBe(true);
    expect(matchesText('apex 2', ['1', 'Apex'])).toBe(false);
  });

  it('matches everything with nothing', () => {
    expect(matchesText('', ['1'])).toBe(true);
    expect(matchesText('  ', [])).toBe(true);
  });

  it('does not match across two texts', () => {
    expect(matchesText('1a', ['1', 'a'])).toBe(false);
  });
});
