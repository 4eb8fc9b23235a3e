/** Epochs on the kernel equal the reference: both builds, dense and compressed rows, every rule and edge. */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { I32F32 } from '../../chain/fixed/index.ts';
import {
  decodeEpochInput,
  EMPTY_ROW,
  type EpochCore,
  encodeEpochOutput,
  encodeSubnetEpochOutput,
  finishEpoch,
  finishSubnetEpoch,
  prepareEpoch,
  prepareSubnetEpoch,
} from '../../chain/yuma/index.ts';
import { firstDifference } from '../difference.ts';
import { knownCores } from '../known-cores.ts';
import { type SeededRandom, seededRandom } from '../random.ts';
import { createReferenceCalculator } from '../reference.ts';
import { type SampleShape, sampleCore } from '../sample-core.ts';
import { randomEpochInput } from '../testing/random-input.ts';
import type { EpochCalculator, EpochSeries, EpochStep, SeriesOutput } from '../types.ts';
import { createWasmCalculator } from './calculator.ts';
import { openKernel } from './kernel.ts';
import { loadEpochModule } from './module.node.ts';
import { isInRange } from './range.ts';

const { one } = I32F32;
const reference = createReferenceCalculator();

/** Every rule drawn from values that matter; `wild` allows what no chain has. */
function anyShape(random: SeededRandom, wild = false): Partial<SampleShape> {
  const n = 1 + random.below(random.pick([8, 40, 140]));
  return {
    n,
    validators: Math.min(n, random.below(14)),
    yuma3: !random.oneIn(3),
    liquidAlpha: random.oneIn(2),
    kappa: random.pick([0, 1, 21_845, 32_767, 32_768, 65_534, 65_535]),
    bondsPenalty: random.pick([0, 65_535, 1, 21_845, 32_768, 65_534]),
    alphaLow: random.below(0x1_0000),
    alphaHigh: random.below(0x1_0000),
    alphaSigmoidSteepness: random.pick([0, 1_000, 200, -200, 777, -300, 32_767, -32_768]),
    bondsAlpha: random.pick([0n, one, 429_496_730n, BigInt(random.u32()), ...(wild ? [random.i64()] : [])]),
    stake: random.pick(['shares', 'shares', 'equal', 'single', ...(wild ? (['wild'] as const) : [])]),
    density: random.pick([5, 30, 60, 100]),
  };
}

describe.each(['simd', 'scalar'] as const)('the %s kernel', (variant) => {
  let calculator: EpochCalculator;
  beforeAll(async () => {
    const { module, isSimd } = await loadEpochModule(variant);
    calculator = createWasmCalculator(await openKernel(module, isSimd));
  });

  /** The first place in which the kernel's results differ from the reference's. */
  function firstWrong(series: readonly EpochSeries[], output: SeriesOutput = { bonds: true }): string | undefined {
    const expected = reference.computeSeries(series, output);
    const got = calculator.computeSeries(series, output);
    expect(got.length).toBe(series.length);
    for (const [index, one] of expected.entries()) {
      const other = got[index]!;
      expect(other.epochs.length).toBe(one.epochs.length);
      for (const [epoch, shares] of one.epochs.entries()) {
        const isLast = epoch === one.epochs.length - 1;
        const difference = firstDifference(
          { ...shares, bonds: (isLast && one.bonds) || [] },
          { ...other.epochs[epoch]!, bonds: (isLast && other.bonds) || [] },
        );
        if (difference) return `series ${index}, epoch ${epoch}: ${difference}`;
      }
      expect(other.bonds === undefined).toBe(one.bonds === undefined);
    }
    return undefined;
  }
  const single = (core: EpochCore): EpochSeries => ({ steps: [{ core }] });

  describe('equals the chain', () => {
    const folder = new URL('../../../test/vectors/yuma/', import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.startsWith('functions'));

    it('in every vector', () => {
      expect(files.length).toBeGreaterThan(60);
      for (const file of files) {
        const document = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
        for (const step of document.kind === 'scenario' ? document.steps : [document]) {
          const input = decodeEpochInput(step.input);
          const prepared =
            step.kind === 'epoch' ? [prepareEpoch(input, step.input.mechanism ?? 0)] : prepareSubnetEpoch(input);
          const results = calculator
            .computeSeries(
              prepared.map(({ core }) => single(core)),
              { bonds: true },
            )
            .map(({ epochs, bonds }) => ({ ...epochs[0]!, bonds: bonds! }));
          const output =
            step.kind === 'epoch'
              ? encodeEpochOutput(finishEpoch(prepared[0]!, results[0]!, input.raoEmission))
              : encodeSubnetEpochOutput(finishSubnetEpoch(input, prepared, results));
          expect(output, file).toEqual(step.expected);
        }
      }
    });
  });

  it('equals the reference on the known cores, and on those that it must refer', () => {
    const cores = knownCores();
    expect(cores.filter((core) => !isInRange(single(core))).length).toBeGreaterThan(0);
    expect(firstWrong(cores.map(single))).toBeUndefined();
  });

  it.each([1, 2, 3])('equals the reference on 100 made-up cores of any kind, seed %i', (block) => {
    const cores = Array.from({ length: 100 }, (_, k) => {
      const random = seededRandom(block * 1_000 + k);
      return sampleCore(random, anyShape(random, true));
    });
    expect(firstWrong(cores.map(single))).toBeUndefined();
    expect(firstWrong(cores.map(single), {})).toBeUndefined();
  });

  it.each([20, 40, 100])('equals the reference on subnets of real size, %i %% of the cells filled', (density) => {
    const cores = Array.from({ length: 3 }, (_, k) => {
      const rules = { yuma3On: k > 0, liquidAlphaOn: k > 1 };
      const size = { validators: 24, neurons: 130, maxAllowedValidators: 24 };
      return prepareSubnetEpoch(randomEpochInput({ seed: 70 + k, density, ...size, ...rules }))[0]!.core;
    });
    expect(firstWrong(cores.map(single))).toBeUndefined();
    expect(firstWrong(cores.map(single), {})).toBeUndefined();
  });

  it.each([0, 32_767, 32_768, 65_535])('equals the reference where stakes tie exactly at kappa %i', (kappa) => {
    const cores = [2, 4, 8].flatMap((validators) =>
      [0, 1, 2].flatMap((seed) =>
        [50, 100].map((density) =>
          sampleCore(seededRandom(seed), { n: 20, validators, kappa, stake: 'equal', yuma3: seed > 0, density }),
        ),
      ),
    );
    // Halves and quarters of exactly one: cumulative stake meets the minority to the bit.
    const exact = cores.map((core) => ({ ...core, kappa: kappa === 32_768 ? one / 2n : core.kappa }));
    expect(firstWrong(exact.map(single))).toBeUndefined();
  });

  it('equals the reference on edges', () => {
    const random = seededRandom(5);
    const full = { density: 100, validators: 9, n: 37 };
    const rowsOf = (core: EpochCore, change: (uid: number) => { columns: Uint16Array; values: Uint16Array }) => ({
      ...core,
      weights: core.weights.map((row, uid) => (row.columns.length > 0 ? change(uid) : row)),
    });
    const edges = [false, true].flatMap((yuma3) =>
      [false, true].flatMap((liquidAlpha) => {
        const rules = { ...full, yuma3, liquidAlpha };
        const core = sampleCore(random, rules);
        const voter = core.activeStake.findIndex((stake) => stake > 0n);
        const dominant = BigInt64Array.from(core.activeStake, (stake, uid) =>
          uid === voter ? one - 1n : stake > 0n ? 0n : stake,
        );
        return [
          // One entry per row: every score is one. Everybody on the same neuron: it has all the incentive.
          rowsOf(core, (uid) => ({ columns: Uint16Array.of(uid % 5), values: Uint16Array.of(7) })),
          rowsOf(core, () => ({ columns: Uint16Array.of(3, 1), values: Uint16Array.of(9, 0) })),
          // Explicit zeros everywhere: no consensus at all.
          rowsOf(core, () => ({ columns: Uint16Array.of(2, 1, 0), values: new Uint16Array(3) })),
          { ...core, activeStake: dominant },
          { ...core, activeStake: new BigInt64Array(core.n) },
          { ...core, activeStake: dominant.map((stake) => (stake > 0n ? one : 0n)) },
          { ...core, bondsAlpha: one },
          { ...core, bondsAlpha: 0n },
          { ...core, kappa: one - 1n, bondsPenalty: 1n },
          { ...core, kappa: 1n, bondsPenalty: one - 1n },
          { ...core, kappa: one, bondsPenalty: 0n },
          // So little stake that only one of two neurons has a rank: one bond holder there, with all the incentive.
          {
            ...sampleCore(random, { ...rules, n: 2, validators: 1 }),
            activeStake: BigInt64Array.of(1_000n, 0n),
            weights: [{ columns: Uint16Array.of(0, 1), values: Uint16Array.of(65_535, 1) }, EMPTY_ROW],
          },
          sampleCore(random, { ...rules, stake: 'single' }),
          sampleCore(random, { ...rules, n: 1, validators: 1 }),
          sampleCore(random, { ...rules, n: 0, validators: 0 }),
          sampleCore(random, { ...rules, n: 5, validators: 0 }),
          ...[7, 8, 9, 16, 33].map((n) => sampleCore(random, { ...rules, n, validators: 3 })),
        ];
      }),
    );
    expect(firstWrong(edges.map(single))).toBeUndefined();
    for (const edge of edges) expect(firstWrong([single(edge)], {})).toBeUndefined();
  });

  it('equals the reference for 16384 neurons with few rows', () => {
    const cores = [true, false].map((yuma3) =>
      sampleCore(seededRandom(9), { n: 16_384, validators: 3, density: 3, yuma3, liquidAlpha: yuma3 }),
    );
    expect(firstWrong(cores.map(single))).toBeUndefined();
  });

  it('carries bonds through series of changing rules, weights and permits', () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = seededRandom(4_000 + seed);
      const shape = anyShape(random);
      const base = sampleCore(random, shape);
      const steps = Array.from({ length: 1 + random.below(6) }, (): EpochStep => {
        const size = { n: base.n, validators: Math.min(base.n, random.below(10)), density: shape.density! };
        const other = sampleCore(random, { ...anyShape(random), ...size });
        const { weights, activeStake } = base;
        return {
          core: random.oneIn(2) ? other : { ...other, weights, activeStake },
          keepsBonds: random.oneIn(3) ? Array.from({ length: base.n }, () => !random.oneIn(4)) : undefined,
        };
      });
      const swept = [0n, one / 3n, one].map((bondsPenalty) => ({
        steps: steps.map((step) => ({ ...step, core: { ...step.core, bondsPenalty } })),
      }));
      const series = [{ steps }, ...swept, { steps: steps.toReversed() }];
      expect(firstWrong(series), `seed ${seed}`).toBeUndefined();
      expect(firstWrong(series, { epochs: 'last' }), `seed ${seed}`).toBeUndefined();
    }
  });

  it('computes nothing for no series', () => {
    expect(calculator.computeSeries([])).toEqual([]);
  });

  it('gives results in order where some are referred to the reference', () => {
    const sane = sampleCore(seededRandom(1));
    const wild = { ...sane, bondsAlpha: -one };
    expect(firstWrong([sane, wild, sane, wild, wild].map(single))).toBeUndefined();
  });

  it('refuses rows that name a column twice', () => {
    const core = sampleCore(seededRandom(1));
    const twice = { columns: Uint16Array.of(1, 1), values: Uint16Array.of(5, 6) };
    const hostile = { ...core, weights: core.weights.map((row, uid) => (uid === 0 ? twice : row)) };
    const compute = () => calculator.computeSeries([single(core), single(hostile)]);
    expect(compute).toThrow(expect.objectContaining({ code: 'compute/duplicate-column' }));
  });
});
