/**
 * How long the engines take for epochs on this machine: single epochs of several sizes and rules, all subnets of a
 * network at once, and what-if scenarios over ten epochs. Sizes of real subnets, made-up weights and stakes (seeded).
 *
 * The engine's own part only: epochs are prepared beforehand, results are read back. `wasm kernel` is the compiled code
 * alone, to compare with other compiled code; the other rows are whole calls, with checks, packing and unpacking. `ns per
 * cell` is time over validators × neurons × epochs; `GB/s` counts what an epoch must move per cell at the least: a weight as
 * u32, a stored bond in and one out as u16, 8 bytes.
 */
import { buildWasmKernels } from '../scripts/wasm-kernels.ts';
import {
  compareEpoch,
  type EpochCore,
  prepareEpoch,
  runSubnetEpoch,
  type SubnetEpochInput,
} from '../src/chain/yuma/index.ts';
import {
  createNodeGpuEngine,
  createNodeWasmEngine,
  createReferenceEngine,
  type EpochEngine,
  type EpochSeries,
  type EpochStep,
  runSubnetEpochs,
  type SeriesOutput,
} from '../src/gpu/node.ts';
import { randomEpochInput } from '../src/gpu/testing/random-input.ts';
import { packJob } from '../src/gpu/wasm/job.ts';
import { openKernel } from '../src/gpu/wasm/kernel.ts';
import { loadEpochModule } from '../src/gpu/wasm/module.node.ts';
import { type Figure, median } from './types.ts';

const SEED = 20_261;
/** Compilers of JavaScript and WebAssembly need some hundred calls, or about so long, to do their best. */
const WARM_UP = { ms: 150, runs: 300 };
const MEASURED = { ms: 300, runs: 300 };
/** What takes longer than this is measured once. */
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

function core(validators: number, neurons: number, density: number, rule: (typeof RULES)[number]) {
  const { name: _, ...rules } = rule;
  return prepareEpoch(randomEpochInput({ seed: SEED, validators, neurons, density, ...rules }), 0).core;
}

/** One of the network's subnets. */
function subnetInput(k: number): SubnetEpochInput {
  const { name: _, ...rules } = RULES[0];
  return randomEpochInput({ seed: SEED + k, validators: 16, neurons: 256, density: 90, ...rules });
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
    series: Array.from({ length: SUBNETS }, (_, k) => single(prepareEpoch(subnetInput(k), 0).core)),
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

/** What is measured: an engine, or the compiled code in it. */
interface Contestant {
  readonly name: string;
  /** What would take minutes is left out, and said. */
  readonly mostCells: number;
  /** The design's reach is for this one. */
  readonly meetsReach?: boolean;
  readonly prepare: (job: Job) => () => unknown;
}

const whole =
  (engine: EpochEngine): Contestant['prepare'] =>
  ({ series, output }) =>
  () =>
    engine.computeSeries(series, output);

/** @throws Error if the GPU and the CPU do not agree that all subnets are as they should be */
async function auditMs(engine: EpochEngine): Promise<number> {
  const inputs = Array.from({ length: SUBNETS }, (_, k) => subnetInput(k));
  const stored = inputs.map((input) => runSubnetEpoch(input));
  return measureMs(async () => {
    const outputs = await runSubnetEpochs(engine, inputs);
    const unequal = outputs.filter((output, k) => compareEpoch(output, stored[k]!).differenceCount > 0);
    if (unequal.length > 0) throw new Error(`${engine.device}: ${unequal.length} subnets differ from the reference`);
  });
}

export async function epoch(): Promise<readonly Figure[]> {
  await buildWasmKernels();
  const { module, isSimd } = await loadEpochModule();
  const kernel = await openKernel(module, isSimd);
  const reference = createReferenceEngine();
  const oneThread = await createNodeWasmEngine({ threads: 0 });
  const pool = await createNodeWasmEngine({ threads: POOL_THREADS });
  const gpu = await createNodeGpuEngine({ allowSoftware: true });
  const gpuName = gpu.isSoftware ? 'gpu, imitated by software' : 'gpu';
  const all = Number.POSITIVE_INFINITY;
  const contestants: readonly Contestant[] = [
    { name: 'reference', mostCells: 1_100_000, prepare: whole(reference) },
    {
      name: 'wasm kernel',
      mostCells: all,
      meetsReach: true,
      prepare: ({ series, output }) => {
        const job = packJob(series, output);
        return () => kernel.run(job);
      },
    },
    { name: 'wasm, 1 thread', mostCells: all, prepare: whole(oneThread) },
    { name: `wasm, ${POOL_THREADS} threads`, mostCells: all, prepare: whole(pool) },
    { name: gpuName, mostCells: gpu.isSoftware ? 12_000_000 : all, prepare: whole(gpu) },
  ];
  for (const engine of [reference, oneThread, pool, gpu]) console.log(`${engine.name}: ${engine.device}`);

  const figures: Figure[] = [];
  const scenarios = RULES.flatMap((rule) => [256, 4096].map((count) => scenariosJob(count, rule)));
  for (const job of [...epochJobs(), subnetsJob(), ...scenarios]) {
    for (const { name, mostCells, meetsReach, prepare } of contestants) {
      if (job.cells > mostCells) {
        console.log(`left out, it would take minutes: ${name}: ${job.what}`);
        continue;
      }
      const value = await measureMs(prepare(job));
      figures.push({
        what: `${job.what}: ${name}`,
        value,
        unit: 'ms',
        note: perCell(value, job.cells),
        ...(meetsReach && job.reachMs !== undefined ? { reach: job.reachMs } : {}),
      });
    }
  }
  for (const engine of [reference, oneThread, pool, gpu]) {
    const name = engine === gpu ? gpuName : engine === pool ? `wasm, ${POOL_THREADS} threads` : engine.name;
    const what = `${SUBNETS} subnets prepared, computed, finished, compared: ${name}`;
    figures.push({ what, value: await auditMs(engine), unit: 'ms' });
  }
  for (const engine of [reference, oneThread, pool, gpu]) engine.close();
  return figures;
}

function perCell(ms: number, cells: number): string {
  return `${((ms * 1e6) / cells).toFixed(2)} ns per cell, ${((cells * BYTES_PER_CELL) / ms / 1e6).toFixed(2)} GB/s`;
}

/** Median of several runs after a warm-up; of one run where that is slow. */
async function measureMs(run: () => unknown): Promise<number> {
  const first = await timed(run, { ms: 0, runs: 1 });
  if (first[0]! > SLOW_MS) return first[0]!;
  await timed(run, WARM_UP);
  return median(await timed(run, MEASURED));
}

/** Times of calls one after the other, until there are enough or it took long enough. */
async function timed(run: () => unknown, enough: { readonly ms: number; readonly runs: number }): Promise<number[]> {
  const times: number[] = [];
  const beganMs = performance.now();
  while (times.length < enough.runs) {
    const startedMs = performance.now();
    await run();
    times.push(performance.now() - startedMs);
    if (performance.now() - beganMs > enough.ms) break;
  }
  return times;
}
