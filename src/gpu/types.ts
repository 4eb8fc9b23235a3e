/**
 * What every epoch engine is to the rest of the house, whichever machine it runs on.
 *
 * An engine computes `EpochCore` → `EpochCoreResult` to the last bit, one epoch or many in a row; all engines give the
 * same bits. It is opened once, used many times and closed. Calls may overlap; how
 * they share the engine does not show in their results.
 *
 *   open ──▶ ready ──compute…()*──▶ ready ──close()──▶ closed
 *                      └─ device lost ─▶ lost (every call rejects; open another engine)
 *
 * Work is shared by identity: weights, bonds or stakes that are the same object in several steps are sent and prepared
 * once, and a step with the weights, stakes and kappa of the step before keeps its consensus. So vary rules by spreading
 * (`{ ...core, kappa }`) and do not copy rows.
 */
import type { EpochCore, EpochCoreResult } from '../chain/yuma/index.ts';

export type EngineName = 'gpu' | 'wasm' | 'reference';

export interface ComputeProgress {
  /** Epochs computed so far, and of how many. */
  readonly done: number;
  readonly total: number;
}

export interface ComputeOptions {
  /** Looked at between pieces of work; the call then rejects with the signal's reason and frees what it held. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ComputeProgress) => void;
}

/** One epoch of a series. */
export interface EpochStep {
  /** The bonds of the first step's core are what the series starts with; those of later cores are ignored. */
  readonly core: EpochCore;
  /** P′ by uid: whose bonds are stored after this epoch, for the next to find. Undefined = everybody's. */
  readonly keepsBonds?: readonly boolean[] | undefined;
}

/**
 * Consecutive epochs of one subnet, at least one, all with the same n. Each finds the bonds that the one before stored,
 * in the order in which they were stored; no neuron registers in between, so no bond is masked.
 */
export interface EpochSeries {
  readonly steps: readonly EpochStep[];
}

/** What an epoch gives but for its bonds: I32F32 bits by uid. */
export type EpochShares = Omit<EpochCoreResult, 'bonds'>;

export interface SeriesResult {
  /** One per epoch, in order; with `epochs: 'last'` only the last one's. */
  readonly epochs: readonly EpochShares[];
  /** What the last epoch leaves (`EpochCoreResult.bonds`, before `keepsBonds`); undefined unless asked for. */
  readonly bonds: EpochCoreResult['bonds'] | undefined;
}

export interface SeriesOutput {
  /** Default `every`. */
  readonly epochs?: 'every' | 'last';
  /** Default false: reading bonds back costs more than anything else. */
  readonly bonds?: boolean;
}

export interface SeriesOptions extends ComputeOptions, SeriesOutput {
  /** Called once per series as soon as its result is final; what was reported stays valid if the call fails later. */
  readonly onResult?: (index: number, result: SeriesResult) => void;
}

/** An engine that computes in the calling thread, for workers and tests. */
export interface EpochCalculator {
  /**
   * One result per series, in order.
   * @throws ComputeError `compute/…` when a series is refused; nothing was computed then
   */
  computeSeries(series: readonly EpochSeries[], output?: SeriesOutput): readonly SeriesResult[];
}

export interface EpochEngine {
  readonly name: EngineName;
  /** Adapter or CPU in words. */
  readonly device: string;
  /**
   * One result per core, in order; arrays by uid, I32F32 bits.
   * @throws ComputeError when a core is refused, the device is lost or the engine is closed
   */
  computeCores(cores: readonly EpochCore[], options?: ComputeOptions): Promise<readonly EpochCoreResult[]>;
  /** One result per series, in order. @throws ComputeError as `computeCores` */
  computeSeries(series: readonly EpochSeries[], options?: SeriesOptions): Promise<readonly SeriesResult[]>;
  /** Frees what the engine holds. Calls under way reject. Nothing may be called afterwards; closing twice is fine. */
  close(): void;
}
