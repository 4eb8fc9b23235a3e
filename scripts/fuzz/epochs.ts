/**
 * Random epochs, single ones and series with carried bonds, on every engine; each result must equal the reference's in
 * every bit.
 */
import {
  createNodeGpuEngine,
  createNodeWasmEngine,
  createReferenceCalculator,
  type EpochEngine,
  type EpochSeries,
  type SeriesResult,
  seriesDifference,
} from '../../src/gpu/node.ts';
import { seededRandom } from '../../src/gpu/random.ts';
import { randomSeries } from '../../src/gpu/testing/random-series.ts';

/** Series given to an engine at once: enough for the GPU to batch. */
const BATCH = 256;
/** Differences shown; after so many the rest is the same fault. */
const MOST_SHOWN = 20;

export const EPOCH_ENGINES: Readonly<Record<string, () => Promise<EpochEngine>>> = {
  wasm: () => createNodeWasmEngine(),
  'wasm-scalar': () => createNodeWasmEngine({ variant: 'scalar' }),
  // Whether kernels are right does not depend on how fast their device is.
  gpu: () => createNodeGpuEngine({ allowSoftware: true }),
};

interface Case {
  readonly seed: number;
  readonly series: EpochSeries;
}

export interface EpochTotals {
  passed: number;
  failed: number;
}

function* cases(seed: number, epochs: number): Generator<Case> {
  const random = seededRandom(seed);
  for (let done = 0; done < epochs; ) {
    const seedOfCase = random.u32();
    const series = randomSeries(seedOfCase);
    done += series.steps.length;
    yield { seed: seedOfCase, series };
  }
}

/** An epoch counts as passed when it is equal on all engines. */
async function compare(batch: readonly Case[], engines: readonly EpochEngine[], totals: EpochTotals): Promise<void> {
  const series = batch.map((one) => one.series);
  const computing = engines.map((engine) => engine.computeSeries(series, { bonds: true }));
  // What rejects is awaited below; the reference computes meanwhile.
  for (const results of computing) results.catch(() => undefined);
  const calculator = createReferenceCalculator();
  const expected = calculator.computeSeries(series, { bonds: true });
  const failed = new Set<Case>();
  for (const [index, engine] of engines.entries()) {
    const got = await computing[index]!;
    batch.forEach((one, k) => {
      const difference = seriesDifference(expected[k]!, got[k] ?? MISSING);
      if (!difference) return;
      if (failed.size < MOST_SHOWN) console.error(`case ${one.seed}, ${engine.name}: ${difference}`);
      failed.add(one);
    });
  }
  for (const one of batch) totals[failed.has(one) ? 'failed' : 'passed'] += one.series.steps.length;
}

const MISSING: SeriesResult = { epochs: [], bonds: undefined };

/** Compares `epochs` epochs, or the one series `only`; the caller has built the kernels and named the GPU's driver. */
export async function fuzzEpochs(options: {
  readonly epochs: number;
  readonly seed: number;
  readonly engines: readonly string[];
  readonly only: number | undefined;
  readonly log: (line: string) => void;
}): Promise<EpochTotals> {
  const { epochs, seed, only, log } = options;
  const engines = await Promise.all(options.engines.map((name) => EPOCH_ENGINES[name]!()));
  log(`reference against ${engines.map((e) => `${e.name} (${e.device})`).join(', ')}`);
  const totals: EpochTotals = { passed: 0, failed: 0 };
  const startedMs = performance.now();
  let batch: Case[] = [];
  for (const one of only === undefined ? cases(seed, epochs) : [{ seed: only, series: randomSeries(only) }]) {
    batch.push(one);
    if (batch.length < BATCH) continue;
    await compare(batch, engines, totals);
    batch = [];
  }
  await compare(batch, engines, totals);
  for (const engine of engines) engine.close();
  log(`${totals.passed + totals.failed} epochs in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  return totals;
}
