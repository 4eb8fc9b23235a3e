/**
 * `npm run fuzz -- [--epochs N] [--seed S] [--engines wasm,gpu] [--case SEED]`: random epochs, single ones and series
 * with carried bonds, on every engine; each result must equal the reference's in every bit.
 *
 * Prints the seed, and for each difference the seed of its case: `--case` runs that one again. Exits with 1 on any
 * difference. The last line is `N passed, N failed`, counting epochs.
 */
import { parseArgs } from 'node:util';
import {
  createNodeGpuEngine,
  createNodeWasmEngine,
  createReferenceCalculator,
  type EpochEngine,
  type EpochSeries,
  type SeriesResult,
  seriesDifference,
} from '../src/gpu/node.ts';
import { seededRandom } from '../src/gpu/random.ts';
import { randomSeries } from '../src/gpu/testing/random-series.ts';
import { rerunWithVulkan } from './vulkan.mjs';
import { buildWasmKernels } from './wasm-kernels.ts';

const USAGE = `Usage: npm run fuzz -- [options]

Compares random epochs on all engines with the reference, bit for bit.
  --epochs N     how many (default 100000; npm test runs 10000)
  --seed S       0…2^32−1 (default: today's date as a number, printed)
  --engines LIST of wasm, wasm-scalar, gpu (default wasm,gpu)
  --case SEED    only the series with this seed, which a difference has named
  --help         this text`;

/** Series given to an engine at once: enough for the GPU to batch. */
const BATCH = 256;
const DEFAULT_EPOCHS = 100_000;
/** Differences shown; after so many the rest is the same fault. */
const MOST_SHOWN = 20;

const OPEN: Readonly<Record<string, () => Promise<EpochEngine>>> = {
  wasm: () => createNodeWasmEngine(),
  'wasm-scalar': () => createNodeWasmEngine({ variant: 'scalar' }),
  // Whether kernels are right does not depend on how fast their device is.
  gpu: () => createNodeGpuEngine({ allowSoftware: true }),
};

interface Case {
  readonly seed: number;
  readonly series: EpochSeries;
}

interface Totals {
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
async function compare(batch: readonly Case[], engines: readonly EpochEngine[], totals: Totals): Promise<void> {
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

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      epochs: { type: 'string', default: String(DEFAULT_EPOCHS) },
      seed: { type: 'string', default: new Date().toISOString().slice(0, 10).replaceAll('-', '') },
      engines: { type: 'string', default: 'wasm,gpu' },
      case: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const names = values.engines.split(',');
  const numbers = [values.epochs, values.seed, values.case ?? '0'].map(Number);
  if (values.help || names.some((name) => !(name in OPEN)) || numbers.some((x) => !Number.isSafeInteger(x) || x < 0)) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  if (names.includes('gpu')) {
    const exitCode = await rerunWithVulkan();
    if (exitCode !== undefined) return exitCode;
  }
  await buildWasmKernels();
  const engines = await Promise.all(names.map((name) => OPEN[name]!()));
  const [epochs = 0, seed = 0, only = 0] = numbers;
  console.log(`seed ${seed}; reference against ${engines.map((e) => `${e.name} (${e.device})`).join(', ')}`);

  const totals: Totals = { passed: 0, failed: 0 };
  const startedMs = performance.now();
  let batch: Case[] = [];
  for (const one of values.case === undefined ? cases(seed, epochs) : [{ seed: only, series: randomSeries(only) }]) {
    batch.push(one);
    if (batch.length < BATCH) continue;
    await compare(batch, engines, totals);
    batch = [];
  }
  await compare(batch, engines, totals);
  for (const engine of engines) engine.close();
  console.log(`${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  return totals.failed > 0 ? 1 : 0;
}

// Dawn keeps Node alive after its device is gone, so the process ends here and now.
process.exit(await main());
