/** What a computer gives and takes (`computer.ts`): results from whichever engine, with which engine it was. */
import type { Failure } from '../chain/failure.ts';
import type { EpochCore, EpochCoreResult } from '../chain/yuma/index.ts';
import type { CalibrationStore } from './calibration-book.ts';
import type { EngineSetting } from './choose.ts';
import type { ComputeOptions, EngineName, EpochSeries, SeriesOptions, SeriesResult } from './types.ts';
import type { WasmEngineOptions, WasmEpochEngine } from './wasm/engine.ts';
import type { Recheck } from './webgpu/recheck.ts';
import type { GpuEpochEngine } from './webgpu/types.ts';

/** What one engine did of a job. */
export interface ComputedPart {
  readonly engine: EngineName;
  readonly device: string;
  readonly epochs: number;
  /** Opening the engine is not in it. */
  readonly ms: number;
}

export interface Computation<R> {
  readonly results: readonly R[];
  /** In the order in which they were done; one, unless an engine failed or refused some of the work. */
  readonly parts: readonly ComputedPart[];
  /** Engines that failed or refused during this job, oldest first; of earlier ones the status tells. Results are right. */
  readonly failures: readonly Failure[];
}

export interface ComputerStatus {
  readonly setting: EngineSetting;
  /** Who computed last; undefined before the first job. */
  readonly engine: EngineName | undefined;
  readonly device: string;
  /** An engine is being opened, tested and measured. */
  readonly opening: EngineName | undefined;
  /** Why engines that the setting allows are not used. */
  readonly failures: readonly Failure[];
  /** What a usual epoch (64 × 256, plain) takes on each engine that was measured. */
  readonly expected: readonly { readonly engine: EngineName; readonly ms: number }[];
}

export interface ComputerOptions {
  /** Default `auto`. */
  readonly setting?: EngineSetting;
  /** Take a graphics adapter that is a program on the CPU. Default false. */
  readonly allowSoftwareGpu?: boolean;
  /** Threads of the WebAssembly engine; its default. */
  readonly threads?: number;
  /** Where measurements are kept. Default: nowhere. */
  readonly calibrations?: CalibrationStore;
  /** Called whenever the status has changed. */
  readonly onStatus?: (status: ComputerStatus) => void;
}

/** How engines are opened on this platform. */
export interface ComputerPlatform {
  openWasm(options: WasmEngineOptions): Promise<WasmEpochEngine>;
  openGpu(options: { readonly allowSoftware: boolean; readonly recheck: Recheck }): Promise<GpuEpochEngine>;
  /** Wall clock, for the age of measurements. */
  nowMs(): number;
  /** 0 … 1, without 1: which of the GPU's results are checked. */
  random(): number;
}

/**
 * Computes on the engine that suits the job. Jobs reject only for what the caller asked (an impossible job, an abort,
 * `close()`), never because an engine failed.
 */
export interface EpochComputer {
  readonly status: ComputerStatus;
  /** @throws ComputeError `compute/…`, RangeError, or the signal's reason */
  computeCores(cores: readonly EpochCore[], options?: ComputeOptions): Promise<Computation<EpochCoreResult>>;
  /** @throws as `computeCores`. What `onResult` was told stays, whichever engine finishes the rest. */
  computeSeries(series: readonly EpochSeries[], options?: SeriesOptions): Promise<Computation<SeriesResult>>;
  /** For jobs from now on. An engine that had failed is tried again. */
  choose(setting: EngineSetting): void;
  /** Opens the engine that is forced, before there is a job: the status then tells whether it works. */
  prepare(): Promise<void>;
  close(): void;
}
