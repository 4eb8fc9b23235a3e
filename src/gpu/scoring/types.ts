/**
 * What scoring takes and gives: flat typed arrays with their shape, and the kernels that every engine has.
 *
 * Data of miners may hold anything. What no score can be made of gets the score that is of no use to its sender (no
 * similarity, an infinite error) and is named in `invalid`; shapes that contradict themselves are refused.
 */

/** One embedding per miner. */
export interface Embeddings {
  /** rows × dimensions, row-major; any number, NaN where a response was unusable (`packRows`). */
  readonly values: Float32Array;
  readonly rows: number;
  readonly dimensions: number;
}

/** Embeddings as integers, made by `quantiseRows`. */
export interface QuantisedRows {
  /** rows × dimensions, row-major, −127 … 127; the largest magnitude of a valid row is 127. */
  readonly codes: Int8Array;
  /** Σ of a row's squared codes, up to 2^29; 0 for invalid rows. */
  readonly norms: Uint32Array;
  readonly rows: number;
  readonly dimensions: number;
  /** Rows that are all zero or hold NaN or Infinity, ascending; their codes are 0. */
  readonly invalid: Uint32Array;
}

/** Embeddings divided by their length, made by `unitRows`. */
export interface UnitRows {
  /** rows × dimensions, row-major. */
  readonly values: Float32Array;
  readonly rows: number;
  readonly dimensions: number;
  /** As of `QuantisedRows`; such rows are 0. */
  readonly invalid: Uint32Array;
}

export interface Similarity {
  /** rows × rows, symmetric, −1 … 1; 0 in the rows and columns of invalid embeddings. */
  readonly scores: Float32Array;
  readonly rows: number;
  readonly invalid: Uint32Array;
}

/** Ensembles of one round. */
export interface Forecasts {
  /** miners × steps × paths, row-major; any number, NaN where a response was unusable. */
  readonly values: Float32Array;
  /** What came, per step: magnitudes up to 2^100. */
  readonly observations: Float32Array;
  readonly miners: number;
  readonly steps: number;
  readonly paths: number;
}

export interface ForecastScores {
  /** Per miner and step, row-major, in the unit of the observations; 0 is perfect, Infinity invalid. */
  readonly scores: Float64Array;
  /** Places in `scores` that are invalid, ascending. */
  readonly invalid: Uint32Array;
}

/** Vectors or a square matrix of residues modulo 2^31 − 1, each below it. */
export type Residues = Uint32Array;

/**
 * The kernels, computed in the calling thread. All engines give the same bits.
 * @throws ComputeError `compute/bad-scores`, `compute/too-large`, before anything is allocated
 */
export interface ScoringKernels {
  readonly name: 'twin' | 'wasm';
  /** Cosines of all pairs of rows, functions of integers (`similarity-int8.ts`). */
  similarityInt8(rows: QuantisedRows): Similarity;
  /** Cosines in float32, in a fixed order of additions (`similarity-f32.ts`). */
  similarityF32(rows: UnitRows): Similarity;
  /** The continuous ranked probability score of every ensemble (`crps.ts`). */
  crps(forecasts: Forecasts): ForecastScores;
  /**
   * matrix · vector for each vector, modulo 2^31 − 1 (`multiply-mod-p.ts`).
   * @param matrix n × n, row-major
   * @param vectors one after the other, n each
   */
  multiplyModP(matrix: Residues, n: number, vectors: Residues): Residues;
}

export interface ScoringGpuOptions {
  /** Looked at between submissions; the call then rejects with the signal's reason and frees what it held. */
  readonly signal?: AbortSignal;
}

/** The kernels that a graphics processor has. Calls may overlap. After `close()` every call rejects. */
export interface ScoringGpu {
  readonly name: 'gpu';
  /** Adapter in words. */
  readonly device: string;
  /** The adapter is a program on the CPU. */
  readonly isSoftware: boolean;
  /** Equal to the twin. */
  similarityInt8(rows: QuantisedRows, options?: ScoringGpuOptions): Promise<Similarity>;
  /** Within `CRPS_GPU_TOLERANCE` of the twin, relatively; up to `MAX_GPU_PATHS` paths. */
  crps(forecasts: Forecasts, options?: ScoringGpuOptions): Promise<ForecastScores>;
  close(): void;
}
