/**
 * The kernels in WebAssembly, equal to the twins bit for bit. Results, forecasts and matrices go through its memory in
 * strips, so that only embeddings are held there as a whole.
 */
import { invalidPlaces } from './crps.ts';
import { checkEmbeddings, checkForecasts, checkQuantisedRows } from './limits.ts';
import { mirrorUpper } from './mirror-upper.ts';
import { checkProduct, notResidue, P } from './multiply-mod-p.ts';
import type {
  ForecastScores,
  Forecasts,
  QuantisedRows,
  Residues,
  ScoringKernels,
  Similarity,
  UnitRows,
} from './types.ts';
import { WasmKernel } from './wasm-kernel.ts';

/** Rows are padded to so many elements, the kernel's widest step. */
const STRIDE_STEP = 16;
/** Rows are padded to so many, the kernel's columns at a time. */
const ROW_STEP = 4;
/** Rows of scores at a time, a multiple of ROW_STEP: so many embeddings of 1024 bytes stay in a first-level cache. */
const SIMILARITY_ROWS = 16;
/** Forecasts at a time: 256 KiB. */
const FORECAST_VALUES = 2 ** 16;
/** Matrix entries at a time: 256 KiB. */
const MATRIX_VALUES = 2 ** 16;
/** Counters of the radix sort in front of its two lists of paths. */
const SORT_COUNTERS_BYTES = 4096;

/** @param module src/gpu/built/scoring.simd.wasm, or scoring.scalar.wasm where the engine has no SIMD */
export function createScoringWasm(module: WebAssembly.Module): ScoringKernels {
  const kernel = new WasmKernel(module);
  return {
    name: 'wasm',
    similarityInt8: (rows) => similarityInt8(kernel, rows),
    similarityF32: (rows) => similarityF32(kernel, rows),
    crps: (forecasts) => crps(kernel, forecasts),
    multiplyModP: (matrix, n, vectors) => multiplyModP(kernel, matrix, n, vectors),
  };
}

function similarityInt8(wasm: WasmKernel, quantised: QuantisedRows): Similarity {
  checkQuantisedRows(quantised);
  const { codes, norms, rows, dimensions, invalid } = quantised;
  const stride = padded(dimensions, STRIDE_STEP);
  const allRows = padded(rows, ROW_STEP);
  const sizes = [allRows * stride * 2, allRows * 8, SIMILARITY_ROWS * allRows * 4];
  return wasm.call(sizes, ({ kernel, memory, places: [codesAt, normsAt, outAt] }) => {
    copyRows(codes, dimensions, new Int16Array(memory, codesAt, allRows * stride), stride);
    new Float64Array(memory, normsAt, allRows).fill(0).set(norms);
    const strip = new Float32Array(memory, outAt, SIMILARITY_ROWS * allRows);
    const scores = scoresByStrips(rows, allRows, strip, (first, count) => {
      kernel.similarityInt8(codesAt!, normsAt!, stride, first, count, allRows, outAt!);
    });
    return { scores, rows, invalid };
  });
}

function similarityF32(wasm: WasmKernel, units: UnitRows): Similarity {
  checkEmbeddings(units);
  const { values, rows, dimensions, invalid } = units;
  const stride = padded(dimensions, STRIDE_STEP);
  const allRows = padded(rows, ROW_STEP);
  const sizes = [allRows * stride * 4, SIMILARITY_ROWS * allRows * 4];
  return wasm.call(sizes, ({ kernel, memory, places: [unitsAt, outAt] }) => {
    copyRows(values, dimensions, new Float32Array(memory, unitsAt, allRows * stride), stride);
    const strip = new Float32Array(memory, outAt, SIMILARITY_ROWS * allRows);
    const scores = scoresByStrips(rows, allRows, strip, (first, count) => {
      kernel.similarityF32(unitsAt!, stride, first, count, allRows, outAt!);
    });
    return { scores, rows, invalid };
  });
}

/** `compute` fills the strip with rows first … first+count−1, `allRows` wide, right of the diagonal. */
function scoresByStrips(
  rows: number,
  allRows: number,
  strip: Float32Array,
  compute: (first: number, count: number) => void,
): Float32Array {
  const scores = new Float32Array(rows * rows);
  for (let first = 0; first < rows; first += SIMILARITY_ROWS) {
    const count = Math.min(SIMILARITY_ROWS, allRows - first);
    compute(first, count);
    for (let row = first; row < Math.min(first + count, rows); row++) {
      const at = (row - first) * allRows;
      scores.set(strip.subarray(at + row, at + rows), row * rows + row);
    }
  }
  mirrorUpper(scores, rows);
  return scores;
}

/** Copies rows into longer ones; everything else of `to` becomes 0. */
function copyRows(from: Int8Array | Float32Array, width: number, to: Int16Array | Float32Array, stride: number): void {
  to.fill(0);
  for (let row = 0; row * width < from.length; row++) {
    to.set(from.subarray(row * width, (row + 1) * width), row * stride);
  }
}

function crps(wasm: WasmKernel, forecasts: Forecasts): ForecastScores {
  checkForecasts(forecasts);
  const { values, observations, miners, steps, paths } = forecasts;
  const scores = new Float64Array(miners * steps);
  const cells = Math.min(Math.max(1, Math.floor(FORECAST_VALUES / paths)), scores.length);
  const sizes = [cells * paths * 4, cells * 4, SORT_COUNTERS_BYTES + 2 * paths * 4, cells * 8];
  return wasm.call(sizes, ({ kernel, memory, places: [valuesAt, observationsAt, scratchAt, outAt] }) => {
    const strip = new Float32Array(memory, valuesAt, cells * paths);
    const observed = new Float32Array(memory, observationsAt, cells);
    for (let first = 0; first < scores.length; first += cells) {
      const count = Math.min(cells, scores.length - first);
      strip.set(values.subarray(first * paths, (first + count) * paths));
      for (let cell = 0; cell < count; cell++) observed[cell] = observations[(first + cell) % steps]!;
      kernel.crps(valuesAt!, observationsAt!, count, paths, scratchAt!, outAt!);
      scores.set(new Float64Array(memory, outAt, count), first);
    }
    return { scores, invalid: invalidPlaces(scores) };
  });
}

function multiplyModP(wasm: WasmKernel, matrix: Residues, n: number, vectors: Residues): Residues {
  const count = checkProduct(matrix, n, vectors);
  const rows = Math.min(Math.max(1, Math.floor(MATRIX_VALUES / n)), n);
  const sizes = [rows * n * 4, count * n * 4, count * n * 4];
  return wasm.call(sizes, ({ kernel, memory, places: [matrixAt, vectorsAt, outAt] }) => {
    const strip = new Uint32Array(memory, matrixAt, rows * n);
    new Uint32Array(memory, vectorsAt, count * n).set(vectors);
    for (let first = 0; first < n; first += rows) {
      const here = Math.min(rows, n - first);
      strip.set(matrix.subarray(first * n, (first + here) * n));
      if (kernel.largest(matrixAt!, here * n) >>> 0 >= P) throw notResidue('matrix');
      kernel.multiplyModP(matrixAt!, here, n, vectorsAt!, count, outAt! + first * 4, n);
    }
    return new Uint32Array(memory, outAt, count * n).slice();
  });
}

function padded(count: number, step: number): number {
  return Math.ceil(count / step) * step;
}
