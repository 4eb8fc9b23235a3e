/** Made-up series of epochs in which everything changes that may: weights, stakes, rules, whose bonds are stored. */
import { I32F32 } from '../../../chain/fixed/index.ts';
import type { EpochCore } from '../../../chain/yuma/index.ts';
import { seriesDifference } from '../../difference.ts';
import { seededRandom } from '../../random.ts';
import { createReferenceCalculator } from '../../reference.ts';
import { type SampleShape, sampleCore } from '../../sample-core.ts';
import type { EpochSeries, EpochStep, SeriesOutput } from '../../types.ts';
import type { GpuEpochEngine } from '../types.ts';

export interface SeriesShape extends Partial<SampleShape> {
  readonly epochs?: number;
}

const DEFAULT_EPOCHS = 5;

/** The same for the same seed. Epochs share objects where nothing changes, as callers should. */
export function madeUpSeries(seed: number, { epochs = DEFAULT_EPOCHS, ...shape }: SeriesShape = {}): EpochSeries {
  const random = seededRandom(seed);
  const size = { n: 24, validators: 7, ...shape };
  let core = sampleCore(random, size);
  const { weights, activeStake } = core;
  const steps = Array.from({ length: epochs }, (_, epoch): EpochStep => {
    if (epoch > 0) core = changed(core, random.below(7));
    const keepsBonds = Array.from({ length: core.n }, () => !random.oneIn(4));
    return { core, keepsBonds: random.oneIn(2) ? keepsBonds : undefined };
  });
  return { steps };

  function changed(before: EpochCore, change: number): EpochCore {
    if (change === 0) return { ...before, weights: sampleCore(random, size).weights };
    // The same rows in another order.
    if (change === 1) return { ...before, weights: weights.map(turned) };
    // No stake, no consensus.
    if (change === 2) return { ...before, activeStake: new BigInt64Array(before.n) };
    if (change === 3) return { ...before, activeStake, weights };
    if (change === 4) return { ...before, kappa: BigInt(random.u32()), bondsAlpha: BigInt(random.u32() >>> 2) };
    if (change === 5) return { ...before, liquidAlpha: before.yuma3 && !before.liquidAlpha };
    return before;
  }
}

function turned({ columns, values }: EpochCore['weights'][number]): EpochCore['weights'][number] {
  return { columns: columns.toReversed(), values };
}

/** Every mode with every kind of penalty; in thirds of one. */
export const MODES: readonly (readonly [string, SeriesShape])[] = [0, 1, 3].flatMap((thirds) => {
  const bondsPenalty = Math.floor((thirds * 65_535) / 3);
  return [
    [`classic, penalty ${thirds}/3`, { yuma3: false, bondsPenalty }],
    [`Yuma3, penalty ${thirds}/3`, { yuma3: true, bondsPenalty }],
    [`liquid alpha, penalty ${thirds}/3`, { liquidAlpha: true, bondsPenalty }],
  ] as const;
});

/** A few of each mode, of different sizes and lengths. */
export function mixedSeries(seed: number): readonly EpochSeries[] {
  return MODES.flatMap(([, shape], k) =>
    [8, 24, 70].map((n, size) => madeUpSeries(seed + 10 * k + size, { ...shape, n, epochs: 1 + ((k + size) % 4) })),
  );
}

/** A series whose weights nobody agrees on: with little stake everywhere there is no consensus at all. */
export function withoutConsensus(series: EpochSeries, epoch: number): EpochSeries {
  const steps = series.steps.map((step, k) =>
    k === epoch ? { ...step, core: { ...step.core, kappa: I32F32.one, weights: lonely(step.core) } } : step,
  );
  return { steps };
}

/** Every row gives all to a column of its own. */
function lonely({ n, weights }: EpochCore): EpochCore['weights'] {
  const values = Uint16Array.of(9);
  return weights.map((row, uid) => (row.columns.length > 0 ? { columns: Uint16Array.of((uid + 1) % n), values } : row));
}

/** The first series that the engine computes otherwise than the reference, and where. */
export async function firstWrongSeries(
  engine: GpuEpochEngine,
  series: readonly EpochSeries[],
  output: SeriesOutput = { bonds: true },
): Promise<string | undefined> {
  const expected = createReferenceCalculator().computeSeries(series, output);
  const got = await engine.computeSeries(series, output);
  for (const [k, result] of expected.entries()) {
    const difference = seriesDifference(result, got[k]!);
    if (difference) return `series ${k}, ${difference}`;
    if (output.bonds !== (got[k]!.bonds !== undefined)) return `series ${k} has or has no bonds`;
  }
  return undefined;
}
