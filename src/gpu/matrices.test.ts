import { expect, it } from 'vitest';
import { EMPTY_ROW, type SparseMatrix, type SparseRow } from '../chain/yuma/index.ts';
import { createRowFinder, distinctWeights } from './matrices.ts';
import { seededRandom } from './random.ts';
import { sampleCore } from './sample-core.ts';

const row = (...columns: number[]): SparseRow => ({
  columns: Uint16Array.from(columns),
  values: new Uint16Array(columns.length),
});

it('finds the rows that have entries, whichever objects the others are', () => {
  const other = row();
  const matrix = [other, row(0, 1, 2), EMPTY_ROW, other, row(3), row(), EMPTY_ROW];
  expect(createRowFinder()(matrix)).toEqual({ uids: [1, 4], first: [0, 3, 4], entries: 4 });
  expect(createRowFinder()([])).toEqual({ uids: [], first: [0], entries: 0 });
});

it('looks at each matrix once', () => {
  let looks = 0;
  const matrix: SparseMatrix = new Proxy([row(1), row()], {
    get: (rows, key, self) => {
      looks += Number(key === '0');
      return Reflect.get(rows, key, self);
    },
  });
  const find = createRowFinder();
  expect(find(matrix)).toBe(find(matrix));
  expect(looks).toBe(1);
});

it('lists the weights of a series once each, in order', () => {
  const [a, b] = [1, 2].map((seed) => sampleCore(seededRandom(seed), { n: 3 }));
  const steps = [b!, b!, a!, { ...b!, kappa: 0n }, a!].map((core) => ({ core }));
  expect(distinctWeights({ steps })).toEqual([b!.weights, a!.weights]);
});
