/**
 * What the rest of the house computes with: it takes jobs, chooses an engine for each, and finishes them on another where
 * that one fails.
 *
 *   job ─ choose ─▶ GPU ──fails──▶ WebAssembly ──fails──▶ reference
 *                    └── what was finished stays; only the rest is handed on ──┘
 *
 * Who computed is told with the results. Epochs that only the reference takes (a row that names a column twice) go there
 * at once.
 */
import type { Failure } from '../chain/failure.ts';
import type { EpochCore } from '../chain/yuma/index.ts';
import { checkSeries } from './check.ts';
import { chooseEngine, type EngineSetting } from './choose.ts';
import { ComputerEngines } from './computer-engines.ts';
import { asComputeError } from './computer-slot.ts';
import type {
  Computation,
  ComputedPart,
  ComputerOptions,
  ComputerPlatform,
  ComputerStatus,
  EpochComputer,
} from './computer-types.ts';
import { coreResult, seriesOfCores } from './cores-as-series.ts';
import { countEpochs, measureWork, sumWork } from './epoch-work.ts';
import { ComputeError, type ComputeErrorCode } from './error.ts';
import type { ComputeOptions, EngineName, EpochEngine, EpochSeries, SeriesOptions, SeriesResult } from './types.ts';

/** Codes that say something of the job alone: the engine stays for other jobs. */
const TOO_MUCH: ReadonlySet<ComputeErrorCode> = new Set(['compute/too-large', 'gpu/out-of-memory']);

export function createEpochComputer(platform: ComputerPlatform, options: ComputerOptions = {}): EpochComputer {
  return new Computer(platform, options);
}

/** What is done of a job, and by whom. */
interface Job {
  readonly series: readonly EpochSeries[];
  readonly options: SeriesOptions;
  readonly results: (SeriesResult | undefined)[];
  readonly parts: ComputedPart[];
  readonly failures: Failure[];
  /** Engines that this job was too much for. */
  readonly refusing: Set<EngineName>;
  doneEpochs: number;
  /** What a callback of the caller threw: no engine's failure. */
  thrown: { readonly error: unknown } | undefined;
}

class Computer implements EpochComputer {
  readonly #engines: ComputerEngines;
  readonly #onStatus: (status: ComputerStatus) => void;
  #setting: EngineSetting;
  #last: EpochEngine | undefined;
  #isClosed = false;

  constructor(platform: ComputerPlatform, options: ComputerOptions) {
    this.#setting = options.setting ?? 'auto';
    this.#onStatus = options.onStatus ?? (() => undefined);
    this.#engines = new ComputerEngines(platform, options, () => this.#report());
  }

  get status(): ComputerStatus {
    const { opening, expected, failures } = this.#engines;
    const onCpu = [failures.wasm, failures.worker];
    const every = [failures.gpu, ...onCpu];
    const wanted = { auto: every, gpu: every, wasm: onCpu, reference: [] }[this.#setting];
    return {
      setting: this.#setting,
      engine: this.#last?.name,
      device: this.#last?.device ?? '',
      opening,
      failures: wanted.flatMap((failure) => failure ?? []),
      expected,
    };
  }

  async computeCores(cores: readonly EpochCore[], options: ComputeOptions = {}) {
    const { results, ...how } = await this.computeSeries(seriesOfCores(cores), { ...options, bonds: true });
    return { ...how, results: results.map(coreResult) };
  }

  async computeSeries(series: readonly EpochSeries[], options: SeriesOptions = {}): Promise<Computation<SeriesResult>> {
    const job: Job = {
      series,
      options,
      results: new Array(series.length).fill(undefined),
      parts: [],
      failures: [],
      refusing: new Set(),
      doneEpochs: 0,
      thrown: undefined,
    };
    for (let open = unfinished(job); open.length > 0; open = unfinished(job)) await this.#advance(job, open);
    return { results: job.results as SeriesResult[], parts: job.parts, failures: job.failures };
  }

  choose(setting: EngineSetting): void {
    this.#setting = setting;
    if (setting !== 'reference') this.#engines.wasm.retry();
    if (setting === 'auto' || setting === 'gpu') this.#engines.gpu.retry();
    this.#report();
  }

  async prepare(): Promise<void> {
    const setting = this.#setting;
    if (setting === 'auto' || setting === 'reference') return;
    // The slot keeps and tells why it could not be opened.
    await this.#engines[setting].get().catch(() => undefined);
  }

  close(): void {
    this.#isClosed = true;
    this.#engines.close();
  }

  /** One engine's try at what is not finished. Afterwards less is unfinished, or one engine fewer is left to try. */
  async #advance(job: Job, open: readonly number[]): Promise<void> {
    const engine = await this.#take(job, open);
    try {
      await this.#run(job, engine, open);
    } catch (error) {
      this.#assertGoesOn(job);
      // Mistakes of the caller are found by every engine, and are no failure of this one.
      checkSeries(job.series, job.options, 'taken');
      if (engine.name === 'reference') throw error;
      const reason = asComputeError(error, engine.name);
      job.failures.push(reason.failure);
      const twice =
        reason.code === 'compute/duplicate-column' ? open.filter((k) => namesColumnTwice(job.series[k]!)) : [];
      if (twice.length > 0) await this.#run(job, this.#engines.reference, twice);
      else if (TOO_MUCH.has(reason.code)) job.refusing.add(engine.name);
      else if (engine.name === 'gpu') this.#engines.gpu.fail(engine, reason);
      else this.#engines.wasm.fail(engine, reason);
    }
  }

  /** The engine to try next, open. */
  async #take(job: Job, open: readonly number[]): Promise<EpochEngine> {
    this.#assertGoesOn(job);
    await this.#engines.load();
    const work = sumWork(measureWork(open.map((index) => job.series[index]!)));
    for (;;) {
      this.#assertGoesOn(job);
      const { wasm, gpu } = this.#engines.candidates;
      const refused = (name: EngineName) => (job.refusing.has(name) ? ({ state: 'failed' } as const) : {});
      const name = chooseEngine(this.#setting, work, {
        wasm: { ...wasm, ...refused('wasm') },
        gpu: { ...gpu, ...refused('gpu') },
      });
      if (name === 'reference') return this.#engines.reference;
      const { engine } = this.#engines[name];
      if (engine) return engine;
      try {
        // Opening measures the engine, which may change the choice.
        await this.#engines[name].get();
      } catch (error) {
        this.#assertGoesOn(job);
        job.failures.push(asComputeError(error, name).failure);
      }
    }
  }

  async #run(job: Job, engine: EpochEngine, indices: readonly number[]): Promise<void> {
    const { options, results } = job;
    const series = indices.map((index) => job.series[index]!);
    const total = countEpochs(job.series);
    const before = job.doneEpochs;
    const startMs = performance.now();
    const onResult = (k: number, result: SeriesResult) => {
      const index = indices[k]!;
      results[index] = result;
      job.doneEpochs += job.series[index]!.steps.length;
      guard(job, () => options.onResult?.(index, result));
    };
    const onProgress = ({ done }: { readonly done: number }) =>
      guard(job, () => options.onProgress?.({ done: before + done, total }));
    try {
      const all = await engine.computeSeries(series, { ...options, onResult, onProgress });
      for (const [k, index] of indices.entries()) if (!results[index]) onResult(k, all[k]!);
    } finally {
      const epochs = job.doneEpochs - before;
      const ms = performance.now() - startMs;
      if (epochs > 0) {
        job.parts.push({ engine: engine.name, device: engine.device, epochs, ms });
        this.#last = engine;
        this.#report();
      }
    }
  }

  /** @throws the signal's reason, what a callback threw, or `compute/closed` */
  #assertGoesOn({ options, thrown }: Job): void {
    options.signal?.throwIfAborted();
    if (thrown) throw thrown.error;
    if (this.#isClosed) throw new ComputeError('compute/closed', 'Computing was ended.');
  }

  #report(): void {
    if (!this.#isClosed) this.#onStatus(this.status);
  }
}

const unfinished = ({ results }: Job) => [...results.keys()].filter((index) => results[index] === undefined);

/** Calls back the caller, whose mistakes are not to be taken for an engine's. */
function guard(job: Job, call: () => void): void {
  try {
    call();
  } catch (error) {
    job.thrown = { error };
    throw error;
  }
}

function namesColumnTwice(series: EpochSeries): boolean {
  try {
    checkSeries([series]);
    return false;
  } catch (error) {
    return error instanceof ComputeError && error.code === 'compute/duplicate-column';
  }
}
