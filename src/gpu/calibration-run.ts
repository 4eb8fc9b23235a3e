/** The short run that measures an engine: a few epochs of two sizes, each the best of several tries. */
import type { EpochCore, SparseMatrix } from '../chain/yuma/index.ts';
import { type Calibration, fitCalibration } from './calibration.ts';
import { measureWork, sumWork } from './epoch-work.ts';
import { seededRandom } from './random.ts';
import { sampleCore } from './sample-core.ts';
import type { EngineName, EpochEngine, EpochSeries } from './types.ts';

/** Any; the same epochs on every machine. */
const SEED = 0x63_61_6c;
/** Neurons and validators of a usual subnet, whose validators score everybody. */
const SHAPE = { n: 256, validators: 16, density: 100 } as const;

/** Clocks of browsers may say that an epoch took no time at all. */
const SHORTEST_MS = 0.1;

/** How long a job of several epochs may take, ms, and how many it has at most: more tell no more. */
interface RunSize {
  readonly ms: number;
  readonly epochs: number;
  readonly rounds: number;
}

/**
 * WebAssembly: some 40 ms in all; during the first rounds the browser still compiles. GPU: 150 ms; the larger job keeps
 * more than one workgroup busy, or the slope would say nothing of large jobs.
 */
const SIZES: Readonly<Record<EngineName, RunSize>> = {
  wasm: { ms: 20, epochs: 12, rounds: 4 },
  gpu: { ms: 25, epochs: 64, rounds: 2 },
  reference: { ms: 50, epochs: 2, rounds: 1 },
};

/** @throws what the engine throws, or the signal's reason */
export async function runCalibration(
  engine: EpochEngine,
  nowMs: () => number,
  signal?: AbortSignal,
): Promise<Calibration> {
  const { ms: jobMs, epochs, rounds } = SIZES[engine.name];
  const plainCore = usualCore();
  const liquidCore = { ...plainCore, liquidAlpha: true };
  const time = async (series: readonly EpochSeries[]): Promise<number> => {
    signal?.throwIfAborted();
    const startMs = nowMs();
    await engine.computeSeries(series, signal ? { signal } : {});
    return nowMs() - startMs;
  };
  const one = scenarios(plainCore, 1);
  await time(one); // opens what is opened late, and compiles
  const count = Math.max(2, Math.min(epochs, Math.floor(jobMs / Math.max(await time(one), SHORTEST_MS))));
  const jobs = [one, scenarios(plainCore, count), scenarios(liquidCore, Math.ceil(count / 2))];
  const best = jobs.map(() => Number.POSITIVE_INFINITY);
  // In turns, so that none is measured on code that another has had compiled better since. The shortest job is the one
  // that a busy machine disturbs most.
  for (let round = 0; round < rounds; round++) {
    for (const k of [0, 1, 0, 2, 0]) best[k] = Math.min(best[k]!, await time(jobs[k]!));
  }
  const [small, large, liquid] = jobs.map((job, k) => ({ work: sumWork(measureWork(job)), ms: best[k]! }));
  return fitCalibration({ small: small!, large: large!, liquid: liquid! });
}

/**
 * A sample whose rows are those of real subnets: every neuron has a quality, every validator sees it a little otherwise,
 * and columns ascend. The liquid kernels are faster where weights repeat or columns are shuffled, as in the sample itself.
 */
function usualCore(): EpochCore {
  const random = seededRandom(SEED);
  const core = sampleCore(random, SHAPE);
  const qualities = Array.from({ length: SHAPE.n }, () => random.below(0x8000));
  const rowsOf = (matrix: SparseMatrix, value: (column: number) => number): SparseMatrix =>
    matrix.map((row) => {
      const columns = row.columns.toSorted();
      return { columns, values: Uint16Array.from(columns, value) };
    });
  return {
    ...core,
    weights: rowsOf(core.weights, (column) => qualities[column]! + random.below(0x4000)),
    bonds: rowsOf(core.bonds, () => random.below(0x1_0000)),
  };
}

/** The same epoch under different majorities: nothing but the matrices can be shared. */
function scenarios(core: EpochCore, count: number): readonly EpochSeries[] {
  return Array.from({ length: count }, (_, k) => ({ steps: [{ core: { ...core, kappa: core.kappa + BigInt(k) } }] }));
}
