/**
 * Similarity of quantised embeddings on the GPU: kernels/similarity-int8.wgsl gives integers, the twin's own formula makes
 * scores of them, so the result is the twin's. The diagonal, which is known, checks the device.
 */
import { ComputeError } from '../error.ts';
import type { ScoringDevice } from './gpu-runner.ts';
import { checkQuantisedRows } from './limits.ts';
import { mirrorUpper } from './mirror-upper.ts';
import { Pace } from './pace.ts';
import { cosine } from './similarity-int8.ts';
import type { QuantisedRows, Similarity } from './types.ts';

/** Rows and columns of a workgroup's tile, as in the kernel. */
const TILE = 64;
/** Codes in a word. */
const LANES = 4;
/** Products of codes in the first submission: some 100 ms of an imitated device. */
const FIRST_PRODUCTS = 2 ** 25;
/** Largest output of a submission. */
const MAX_OUTPUT_BYTES = 2 ** 26;

/** @throws ComputeError `compute/…`, `gpu/…` */
export async function gpuSimilarity(
  device: ScoringDevice,
  quantised: QuantisedRows,
  isPacked: boolean,
  signal: AbortSignal | undefined,
): Promise<Similarity> {
  checkQuantisedRows(quantised);
  const { norms, rows, dimensions, invalid } = quantised;
  const words = Math.ceil(dimensions / LANES);
  const bytes = rows * words * LANES;
  if (bytes > device.limits.maxStorageBufferBindingSize) {
    const most = device.limits.maxStorageBufferBindingSize;
    throw new ComputeError('compute/too-large', `${device.words} takes ${most} bytes of codes at once, not ${bytes}.`);
  }
  const kernel = await device.kernel([isPacked ? 'dot-packed' : 'dot-shifts', 'similarity-int8'], {}, 1);
  const tiles = Math.ceil(rows / TILE);
  const tileBytes = TILE * rows * Int32Array.BYTES_PER_ELEMENT;
  const mostTiles = Math.max(1, Math.floor(MAX_OUTPUT_BYTES / tileBytes));
  const pace = new Pace(FIRST_PRODUCTS);
  return device.withBuffers(async (upload) => {
    let codes: GPUBuffer | undefined;
    const scores = new Float32Array(rows * rows);
    let first = 0;
    while (first < tiles) {
      signal?.throwIfAborted();
      const products = TILE * (rows - first * TILE) * dimensions;
      const count = Math.min(pace.pieces(products), mostTiles, tiles - first);
      const startedMs = performance.now();
      const output = await device.run(() => {
        codes ??= upload(paddedCodes(quantised, words));
        return {
          kernel,
          shape: Uint32Array.of(rows, words, first),
          inputs: [codes],
          outputBytes: count * tileBytes,
          grid: [tiles, count],
        };
      });
      pace.learn(count * products, performance.now() - startedMs);
      scoreRows(new Int32Array(output), scores, norms, first * TILE, Math.min((first + count) * TILE, rows));
      first += count;
    }
    mirrorUpper(scores, rows);
    return { scores, rows, invalid };
  });
}

/** Scores of rows `from` … `to`−1 right of the diagonal. @throws ComputeError `gpu/recheck-failed` */
function scoreRows(dots: Int32Array, scores: Float32Array, norms: Uint32Array, from: number, to: number): void {
  const rows = norms.length;
  for (let row = from; row < to; row++) {
    const norm = norms[row]!;
    const at = (row - from) * rows;
    if (dots[at + row] !== norm) {
      const got = `row ${row} has the norm ${norm}, the device gave ${dots[at + row]}`;
      throw new ComputeError('gpu/recheck-failed', `A similarity was miscalculated: ${got}.`);
    }
    for (let column = row; column < rows; column++) {
      scores[row * rows + column] = cosine(dots[at + column]!, norm, norms[column]!);
    }
  }
}

/** Rows of whole words, filled up with zeros. */
function paddedCodes({ codes, rows, dimensions }: QuantisedRows, words: number): Int8Array<ArrayBuffer> {
  const padded = new Int8Array(rows * words * LANES);
  if (padded.length === codes.length) padded.set(codes);
  else {
    for (let row = 0; row < rows; row++) {
      padded.set(codes.subarray(row * dimensions, (row + 1) * dimensions), row * words * LANES);
    }
  }
  return padded;
}
