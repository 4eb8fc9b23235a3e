/**
 * How long the engines take for epochs on this machine: single epochs of several sizes and rules, all subnets of a
 * network at once, and what-if scenarios over ten epochs. Sizes of real subnets, made-up weights and stakes (seeded).
 *
 * The engine's own part only: rows are prepared beforehand, results are read back. `ns per cell` is time over
 * validators × neurons × epochs; `GB/s` counts what an epoch must move per cell at the least: a weight as u32, a stored
 * bond in and one out as u16, 8 bytes.
 */
import { type EpochCore, prepareEpoch } from '../src/chain/yuma/index.ts';
import {
  createNodeGpuEngine,
  createNodeWasmEngine,
  createReferenceEngine,
  type EpochEngine,
  type EpochSeries,
  type EpochStep,
  type SeriesOutput,
} from '../src/gpu/node.ts';
import { randomEpochInput } from '../src/gpu/testing/random-input.ts';
import { type Figure, median } from './types.ts';

const SEED = 20_261;
const RUNS = 9;
/** What takes longer than this is measured once, without a warm-up. */
const SLOW_MS = 400;
const BYTES_PER_CELL = 8;
const POOL_THREADS = 2;
/** As many subnets as the main network has. */
const SUBNETS = 129;
const EPOCHS = 10;

const RULES = [
  { name: 'classic', yuma3On: false, liquidAlphaOn: false },
  { name: 'Yuma3', yuma3On: true, liquidAlphaOn: false },
  { name: 'liquid', yuma3On: true, liquidAlphaOn: true },
] as const;

/** One job: what an engine is given, and how much that is. */
interface Job {
  readonly what: string;
  readonly series: readonly EpochSeries[];
  readonly output: SeriesOutput;
  readonly cells: number;
  /** Milliseconds that the design asks of one thread of WebAssembly. */
  readonly reachMs?: number;
}

function core(validators: number, neurons: number, density: number, rule: (typeof RULES)[number], seed = SEED) {
  const { name: _, ...rules } = rule;
  return prepareEpoch(randomEpochInput({ seed, validators, neurons, density, ...rules }), 0).core;
}

const single = (one: EpochCore): EpochSeries => ({ steps: [{ core: one }] });

/** [validators, neurons, percent of the neurons that each validator scores] and the design's reach by rule, ms. */
const SIZES = [
  { validators: 16, neurons: 256, density: 90, reachMs: {} },
  { validators: 64, neurons: 256, density: 100, reachMs: { classic: 0.25, liquid: 0.9 } },
  { validators: 64, neurons: 256, density: 30, reachMs: { classic: 0.08, Yuma3: 0.08 } },
  { validators: 256, neurons: 4096, density: 100, reachMs: {} },
] as const;

function* epochJobs(): Generator<Job> {
  for (const { validators, neurons, density, reachMs } of SIZES) {
    for (const rule of RULES) {
      const reach = (reachMs as Readonly<Record<string, number>>)[rule.name];
      yield {
        what: `${validators}×${neurons}, ${density} % scored, ${rule.name}`,
        series: [single(core(validators, neurons, density, rule))],
        output: { bonds: true },
        cells: validators * neurons,
        ...(reach === undefined ? {} : { reachMs: reach }),
      };
    }
  }
}

function subnetsJob(): Job {
  return {
    what: `${SUBNETS} subnets of 16×256, classic`,
    series: Array.from({ length: SUBNETS }, (_, k) => single(core(16, 256, 90, RULES[0], SEED + k))),
    output: { bonds: true },
    cells: SUBNETS * 16 * 256,
    reachMs: 10,
  };
}

/** One subnet under many rules: kappa and the bonds' moving average vary, weights and stakes are shared. */
function scenariosJob(scenarios: number, rule: (typeof RULES)[number]): Job {
  const base = core(16, 256, 90, rule);
  const series = Array.from({ length: scenarios }, (_, k): EpochSeries => {
    const varied = {
      ...base,
      kappa: base.kappa + BigInt(k % 64) * 9_000_000n,
      bondsAlpha: 43_000_000n * BigInt(1 + (k >> 6)),
    };
    const step: EpochStep = { core: varied };
    return { steps: new Array<EpochStep>(EPOCHS).fill(step) };
  });
  const what = `${scenarios} scenarios × ${EPOCHS} epochs of 16×256, ${rule.name}`;
  return { what, series, output: { epochs: 'last' }, cells: scenarios * EPOCHS * 16 * 256 };
}

export async function epoch(): Promise<readonly Figure[]> {
  const oneThread = await createNodeWasmEngine({ threads: 0 });
  const pool = await createNodeWasmEngine({ threads: POOL_THREADS });
  const gpu = await createNodeGpuEngine({ allowSoftware: true });
  const engines = [
    // Cells that each may be given: what would take minutes is left out, and said.
    { name: 'reference', engine: createReferenceEngine(), mostCells: 1_100_000, meetsReach: false },
    { name: 'wasm, 1 thread', engine: oneThread, mostCells: Number.POSITIVE_INFINITY, meetsReach: true },
    { name: `wasm, ${POOL_THREADS} threads`, engine: pool, mostCells: Number.POSITIVE_INFINITY, meetsReach: false },
    {
      name: gpu.isSoftware ? 'gpu imitated' : 'gpu',
      engine: gpu,
      mostCells: gpu.isSoftware ? 12_000_000 : Number.POSITIVE_INFINITY,
      meetsReach: false,
    },
  ];
  const figures: Figure[] = [];
  for (const { name, engine } of engines) console.log(`${name}: ${engine.device}`);
  for (const job of [
    ...epochJobs(),
    subnetsJob(),
    ...RULES.flatMap((rule) => [256, 4096].map((n) => scenariosJob(n, rule))),
  ]) {
    for (const { name, engine, mostCells, meetsReach } of engines) {
      if (job.cells > mostCells) {
        console.log(`left out, it would take minutes: ${name}: ${job.what}`);
        continue;
      }
      const value = await measureMs(engine, job);
      figures.push({
        what: `${job.what}: ${name}`,
        value,
        unit: 'ms',
        note: `${((value * 1e6) / job.cells).toFixed(2)} ns per cell, ${((job.cells * BYTES_PER_CELL) / value / 1e6).toFixed(2)} GB/s`,
        ...(meetsReach && job.reachMs !== undefined ? { reach: job.reachMs } : {}),
      });
    }
  }
  for (const { engine } of engines) engine.close();
  return figures;
}

/** Median of several runs after a warm-up; of one run where that is slow. */
async function measureMs(engine: EpochEngine, { series, output }: Job): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const startedMs = performance.now();
    await engine.computeSeries(series, output);
    times.push(performance.now() - startedMs);
    if (run === 0 && times[0]! > SLOW_MS) return times[0]!;
  }
  return median(times.slice(1));
}
