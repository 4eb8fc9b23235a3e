/**
 * How long a validator's scoring takes on this machine, by engine: similarity of embeddings, ensembles of forecasts,
 * checks of matrix products. Made-up responses (seeded); one thread. Quantising and dividing by lengths is a row of its
 * own. A figure's note compares it with the twin in TypeScript, per unit of work.
 *
 * A GPU that is a program on the CPU is named so, and scores a part of the forecasts only.
 */
import { seededRandom } from '../src/gpu/random.ts';
import {
  checkMatrixProduct,
  createScoringTwin,
  type ForecastScores,
  type Forecasts,
  type ProductClaim,
  quantiseRows,
  type ScoringGpu,
  type ScoringKernels,
  unitRows,
} from '../src/gpu/scoring/index.ts';
import { openNodeScoringGpu, openNodeScoringWasm } from '../src/gpu/scoring/scoring.node.ts';
import { randomEmbeddings, randomForecasts, randomResidues } from '../src/gpu/scoring/testing/random-scores.ts';
import { type Figure, median } from './types.ts';

const SEED = 20_262;
const RUNS = 7;
/** What takes longer than this is measured once, without a warm-up. */
const SLOW_MS = 400;

const EMBEDDINGS = [
  [256, 384],
  [1024, 1024],
] as const;
/** A round of a forecasting subnet: miners, steps, paths. */
const ROUND = [255, 289, 1000] as const;
/** Of the round's miners that an imitated GPU scores. */
const IMITATED_MINERS = 4;
const ORDERS = [512, 2048] as const;
const FREIVALDS_ROUNDS = 3;

export async function scoring(): Promise<readonly Figure[]> {
  const cpus = [
    { name: 'twin', engine: createScoringTwin() },
    { name: 'wasm simd', engine: await openNodeScoringWasm('simd') },
    { name: 'wasm scalar', engine: await openNodeScoringWasm('scalar') },
  ];
  const gpu = await openNodeScoringGpu({ allowSoftware: true });
  const gpuName = gpu.isSoftware ? 'gpu imitated' : 'gpu';
  console.log(`${gpuName}: ${gpu.device}`);
  await compileKernels(gpu);
  const table = new Table();
  await similarity(table, cpus, gpu, gpuName);
  await forecasts(table, cpus, gpu, gpuName);
  await products(table, cpus);
  gpu.close();
  return table.figures;
}

/** Kernels are compiled at first use, which is not what is measured. */
async function compileKernels(gpu: ScoringGpu): Promise<void> {
  await gpu.similarityInt8(quantiseRows(randomEmbeddings(seededRandom(SEED), 1, 1)));
  await gpu.crps(randomForecasts(seededRandom(SEED), 1, 1, ROUND[2]));
}

type Engines = readonly { readonly name: string; readonly engine: ScoringKernels }[];

async function similarity(table: Table, cpus: Engines, gpu: ScoringGpu, gpuName: string): Promise<void> {
  for (const [rows, dimensions] of EMBEDDINGS) {
    const embeddings = randomEmbeddings(seededRandom(SEED), rows, dimensions);
    const codes = quantiseRows(embeddings);
    const units = unitRows(embeddings);
    const size = `R=${rows}, D=${dimensions}`;
    await table.measure(`quantise ${size}`, 'shared', 1, () => quantiseRows(embeddings));
    await table.measure(`unit rows ${size}`, 'shared', 1, () => unitRows(embeddings));
    for (const { name, engine } of cpus) {
      await table.measure(`similarity int8 ${size}`, name, 1, () => engine.similarityInt8(codes));
    }
    await table.measure(`similarity int8 ${size}`, gpuName, 1, () => gpu.similarityInt8(codes));
    for (const { name, engine } of cpus) {
      await table.measure(`similarity f32 ${size}`, name, 1, () => engine.similarityF32(units));
    }
  }
}

async function forecasts(table: Table, cpus: Engines, gpu: ScoringGpu, gpuName: string): Promise<void> {
  const [miners, steps, paths] = ROUND;
  const round = randomForecasts(seededRandom(SEED), miners, steps, paths);
  const measure = (name: string, part: Forecasts, run: (part: Forecasts) => ForecastScores | Promise<ForecastScores>) =>
    table.measure('CRPS', `${part.miners}×${steps}×${paths}, ${name}`, part.miners, () => run(part));
  for (const { name, engine } of cpus) await measure(name, round, (part) => engine.crps(part));
  const values = round.values.subarray(0, IMITATED_MINERS * steps * paths);
  const part = gpu.isSoftware ? { ...round, values, miners: IMITATED_MINERS } : round;
  await measure(gpuName, part, (some) => gpu.crps(some));
}

async function products(table: Table, cpus: Engines): Promise<void> {
  for (const n of ORDERS) {
    const claim = trueClaim(n);
    for (const { name, engine } of cpus) {
      await table.measure(`Freivalds n=${n}, ${FREIVALDS_ROUNDS} rounds`, name, 1, () => {
        const { u32 } = seededRandom(SEED);
        const isTrue = checkMatrixProduct(engine, claim, { rounds: FREIVALDS_ROUNDS, randomU32: u32 });
        if (!isTrue) throw new Error(`${name} rejected a true product`);
      });
    }
  }
}

/** A random matrix times one that moves every column to the next place: true without n³ products. */
function trueClaim(n: number): ProductClaim {
  const a = randomResidues(seededRandom(SEED), n * n);
  const b = new Uint32Array(n * n);
  const c = new Uint32Array(n * n);
  for (let k = 0; k < n; k++) {
    const next = (k + 1) % n;
    b[k * n + next] = 1;
    for (let row = 0; row < n; row++) c[row * n + next] = a[row * n + k]!;
  }
  return { n, a, b, c };
}

class Table {
  readonly figures: Figure[] = [];
  /** The twin's time per unit of work, by what was measured. */
  readonly #twinMs = new Map<string, number>();

  /** @param units of work, for comparing runs of different length */
  async measure(what: string, name: string, units: number, run: () => unknown): Promise<void> {
    const value = await medianMs(run);
    const perUnit = value / units;
    const twinMs = this.#twinMs.get(what) ?? perUnit;
    this.#twinMs.set(what, twinMs);
    const isFirst = twinMs === perUnit;
    const note = isFirst ? {} : { note: `${(twinMs / perUnit).toFixed(2)} times the twin's speed` };
    this.figures.push({ what: `${what}: ${name}`, value, unit: 'ms', ...note });
  }
}

/** Median of several runs after a warm-up; of one run where that is slow. */
async function medianMs(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < RUNS; at++) {
    const startedMs = performance.now();
    await run();
    times.push(performance.now() - startedMs);
    if (at === 0 && times[0]! > SLOW_MS) return times[0]!;
  }
  return median(times.slice(1));
}
