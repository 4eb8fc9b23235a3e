import { describe, expect, it } from 'vitest';
import type { EpochCore, SparseRow } from '../chain/yuma/index.ts';
import { checkSeries, MAX_NEURONS } from './check.ts';
import { seededRandom } from './random.ts';
import { sampleCore } from './sample-core.ts';
import type { SeriesOutput } from './types.ts';

const row = (...columns: number[]): SparseRow => ({
  columns: Uint16Array.from(columns),
  values: new Uint16Array(columns.length),
});
const core = (changes: Partial<EpochCore> = {}): EpochCore => ({
  ...sampleCore(seededRandom(1), { n: 4, validators: 2 }),
  ...changes,
});
const check = (changes: Partial<EpochCore>) => () => checkSeries([{ steps: [{ core: core(changes) }] }]);

describe('checkSeries', () => {
  it('refuses a row that names a column twice, and says where', () => {
    const twice = [row(), row(2, 0, 2), row(), row()];
    const second = [{ steps: [{ core: core() }] }, { steps: [{ core: core({ weights: twice }) }] }];
    expect(() => checkSeries(second)).toThrow(
      expect.objectContaining({
        code: 'compute/duplicate-column',
        message: 'Series 1: weights[1] names column 2 twice.',
      }),
    );
    expect(check({ bonds: twice })).toThrow(/bonds\[1\]/);
    expect(() => checkSeries(second, {}, 'taken')).not.toThrow();
  });

  it('takes rows that share columns', () => {
    expect(check({ weights: [row(1, 2), row(1, 2), row(2, 1), row()] })).not.toThrow();
  });

  it('finds a repeated or strange column wherever it stands in rows of any length and order', () => {
    const n = 12;
    const bonds = Array.from({ length: n }, () => row());
    const shuffled = [7, 2, 9, 4, 11, 0, 5, 10, 3, 8];
    for (const columns of [shuffled, shuffled.toSorted((a, b) => a - b)]) {
      for (let length = 1; length <= columns.length; length++) {
        for (let k = 0; k < length; k++) {
          const weights = (changed: readonly number[]) => [row(...changed), ...bonds.slice(1)];
          const asked = (changed: readonly number[]) =>
            check({ n, bonds, activeStake: new BigInt64Array(n), weights: weights(changed) });
          const some = columns.slice(0, length);
          expect(asked(some)).not.toThrow();
          expect(asked(some.with(k, n))).toThrow(RangeError);
          if (k > 0) expect(asked(some.with(k, some[k - 1]!))).toThrow(`names column ${some[k - 1]} twice`);
          if (k > 0) expect(asked(some.with(k, some[0]!))).toThrow(`names column ${some[0]} twice`);
        }
      }
    }
  });

  it('refuses more neurons than the chain can sum without wrapping', () => {
    const n = MAX_NEURONS + 1;
    const empty = Array.from({ length: n }, () => row());
    const large = { n, activeStake: new BigInt64Array(n), weights: empty, bonds: empty };
    expect(check(large)).toThrow(expect.objectContaining({ code: 'compute/too-large' }));
  });

  it.each<[string, Partial<EpochCore>]>([
    ['a stake vector of another length', { activeStake: new BigInt64Array(3) }],
    ['too few rows', { weights: [row()] }],
    ['a column that is no neuron', { bonds: [row(4), row(), row(), row()] }],
    ['values but no columns', { weights: [{ ...row(), values: new Uint16Array(1) }, row(), row(), row()] }],
    ['more columns than values', { weights: [{ ...row(1, 2), values: new Uint16Array(1) }, row(), row(), row()] }],
  ])('throws on a core with %s', (_, changes) => {
    expect(check(changes)).toThrow(RangeError);
  });

  it('refuses a series without epochs, and one whose epochs differ in size', () => {
    const bad = expect.objectContaining({ code: 'compute/bad-series' });
    expect(() => checkSeries([{ steps: [] }])).toThrow(bad);
    const other = sampleCore(seededRandom(1), { n: 5, validators: 2 });
    expect(() => checkSeries([{ steps: [{ core: core() }, { core: other }] }])).toThrow(bad);
    expect(() => checkSeries([{ steps: [{ core: core(), keepsBonds: [true] }] }])).toThrow(RangeError);
  });

  it('refuses results that would not fit memory, before anything is computed', () => {
    const steps = new Array(1_000).fill({ core: core() });
    const series = new Array(10_000).fill({ steps });
    const refusal = (output: SeriesOutput) => () => checkSeries(series, output);
    expect(refusal({})).toThrow(expect.objectContaining({ code: 'compute/too-large' }));
    expect(refusal({ epochs: 'last', bonds: true })).not.toThrow();
  });

  it('counts a row once for its bonds and all its weights', () => {
    const n = 1_024;
    const [some, others] = [row(0), row(1)].map((one) => new Array<SparseRow>(n).fill(one));
    const large = core({ n, weights: some!, bonds: some!, activeStake: new BigInt64Array(n) });
    // 4 MiB of bonds each.
    const one = { steps: [{ core: large }, { core: { ...large, weights: others! } }] };
    const asked = (count: number) => () => checkSeries(new Array(count).fill(one), { epochs: 'last', bonds: true });
    expect(asked(250)).not.toThrow();
    expect(asked(260)).toThrow(expect.objectContaining({ code: 'compute/too-large' }));
  });
});
