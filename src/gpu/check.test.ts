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
});
