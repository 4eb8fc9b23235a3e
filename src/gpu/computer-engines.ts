/**
 * The engines of a computer: which are open, what was measured on them, why one is not used.
 *
 * A GPU or WebAssembly engine that is opened is measured once, unless that was done on an earlier visit.
 */
import type { Failure } from '../chain/failure.ts';
import { type Calibration, predictMs } from './calibration.ts';
import {
  addCalibration,
  type CalibrationBook,
  type CalibrationStore,
  decodeBook,
  encodeBook,
  findCalibration,
  type MeasuredEngine,
} from './calibration-book.ts';
import { runCalibration } from './calibration-run.ts';
import type { Candidate, Candidates } from './choose.ts';
import { EngineSlot } from './computer-slot.ts';
import type { ComputerOptions, ComputerPlatform, ComputerStatus } from './computer-types.ts';
import type { EpochWork } from './epoch-work.ts';
import { openTestedGpu } from './open-gpu.ts';
import { createReferenceCalculator, createReferenceEngine } from './reference.ts';
import type { EngineName, EpochCalculator, EpochEngine } from './types.ts';
import type { WasmEpochEngine } from './wasm/engine.ts';
import type { GpuEpochEngine } from './webgpu/types.ts';

/** 64 validators that weight 256 neurons, without liquid alpha: what predictions are shown for. */
const USUAL_EPOCH: EpochWork = { plainCells: 65 * 256, liquidCells: 0 };

const FORGETFUL: CalibrationStore = { load: async () => undefined, save: async () => undefined };

export class ComputerEngines {
  readonly reference: EpochEngine = createReferenceEngine();
  readonly wasm: EngineSlot<WasmEpochEngine>;
  readonly gpu: EngineSlot<GpuEpochEngine>;
  readonly #nowMs: () => number;
  readonly #store: CalibrationStore;
  readonly #onChange: () => void;
  #book: CalibrationBook = [];
  #loading: Promise<void> | undefined;
  /** A worker of the WebAssembly engine that failed; the engine goes on. */
  #note: Failure | undefined;

  constructor(platform: ComputerPlatform, options: ComputerOptions, onChange: () => void) {
    const { allowSoftwareGpu: allowSoftware = false, threads } = options;
    this.#nowMs = () => platform.nowMs();
    this.#store = options.calibrations ?? FORGETFUL;
    this.#onChange = onChange;
    const onFailure = (failure: Failure) => {
      this.#note = failure;
      onChange();
    };
    this.wasm = new EngineSlot<WasmEpochEngine>(
      'wasm',
      () => this.#measured(() => platform.openWasm({ onFailure, ...(threads === undefined ? {} : { threads }) })),
      onChange,
    );
    this.gpu = new EngineSlot<GpuEpochEngine>(
      'gpu',
      async () => {
        const recheck = { calculator: await this.#checker(), random: () => platform.random() };
        const gpu = await this.#measured(() => openTestedGpu(() => platform.openGpu({ allowSoftware, recheck })));
        void gpu.lost.then((reason) => this.gpu.fail(gpu, reason));
        return gpu;
      },
      onChange,
    );
  }

  /** Reads what was measured on earlier visits, once. A store that fails costs a measurement. */
  load(): Promise<void> {
    this.#loading ??= this.#store.load().then(
      (record) => {
        this.#book = decodeBook(record);
        this.#onChange();
      },
      () => undefined,
    );
    return this.#loading;
  }

  get candidates(): Candidates {
    const threads = this.wasm.engine?.threads ?? 1;
    return { wasm: { ...this.#candidate(this.wasm, 'wasm'), threads }, gpu: this.#candidate(this.gpu, 'gpu') };
  }

  get expected(): ComputerStatus['expected'] {
    return (['gpu', 'wasm'] as const).flatMap((engine) => {
      const calibration = this.#calibration(engine);
      return calibration ? [{ engine, ms: predictMs(calibration, USUAL_EPOCH) }] : [];
    });
  }

  get opening(): EngineName | undefined {
    return (['gpu', 'wasm'] as const).find((name) => this[name].state === 'opening');
  }

  get failures(): Readonly<Record<'gpu' | 'wasm' | 'worker', Failure | undefined>> {
    return { gpu: this.gpu.failure, wasm: this.wasm.failure, worker: this.#note };
  }

  close(): void {
    this.gpu.close();
    this.wasm.close();
    this.reference.close();
  }

  #candidate(slot: EngineSlot<WasmEpochEngine> | EngineSlot<GpuEpochEngine>, name: MeasuredEngine): Candidate {
    const state = slot.state === 'opening' ? 'closed' : slot.state;
    return { state, calibration: this.#calibration(name) };
  }

  #calibration(name: MeasuredEngine): Calibration | undefined {
    return findCalibration(this.#book, this.#nowMs(), name, this[name].engine?.device);
  }

  /** Who checks the GPU's results: WebAssembly, else the reference. */
  async #checker(): Promise<EpochCalculator> {
    try {
      return (await this.wasm.get()).calculator;
    } catch {
      // The slot keeps and tells the reason.
      return createReferenceCalculator();
    }
  }

  async #measured<E extends WasmEpochEngine | GpuEpochEngine>(open: () => Promise<E>): Promise<E> {
    await this.load();
    const engine = await open();
    const { name, device } = engine;
    if (findCalibration(this.#book, this.#nowMs(), name, device)) return engine;
    try {
      const calibration = await runCalibration(engine, () => performance.now());
      this.#book = addCalibration(this.#book, { engine: name, device, calibration, measuredAtMs: this.#nowMs() });
    } catch (error) {
      engine.close();
      throw error;
    }
    // A store that fails costs a measurement at the next visit.
    this.#store.save(encodeBook(this.#book)).catch(() => undefined);
    return engine;
  }
}
