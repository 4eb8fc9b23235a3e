/**
 * Ensemble scores on the GPU (kernels/crps.wgsl), in submissions of as many ensembles as fit in a tenth of a second. One
 * ensemble of each submission is computed by the twin as well, and must agree.
 */
import { ComputeError } from '../error.ts';
import { crps, invalidPlaces } from './crps.ts';
import type { ScoringDevice } from './gpu-runner.ts';
import { assertCount, checkForecasts, MAX_FORECAST } from './limits.ts';
import { Pace } from './pace.ts';
import type { ForecastScores, Forecasts } from './types.ts';

/** 16 KiB of workgroup memory, which every WebGPU device has. Larger ensembles are for the CPU. */
export const MAX_GPU_PATHS = 4096;

/**
 * Relative error of a score against the twin, in float32: a difference, a product, up to 24 additions and a quotient round
 * by at most 2^−24 each (the quotient thrice that), and nothing cancels, so 29 · 2^−24 < 2^−19.
 */
export const CRPS_GPU_TOLERANCE = 2 ** -19;
/** Below it a device may take any number for zero, so this absolute error comes on top. */
export const CRPS_GPU_FLOOR = 2 ** -124;

/** Invocations that every WebGPU device has. */
const MAX_INVOCATIONS = 256;
/** The smallest network: half as many invocations fill a subgroup of any vendor. */
const MIN_CAPACITY = 128;
/** Comparisons in the first submission: some 100 ms of an imitated device. */
const FIRST_COMPARISONS = 2 ** 21;
/** Largest upload of a submission. */
const MAX_INPUT_BYTES = 2 ** 25;

/** @throws ComputeError `compute/…`, `gpu/…` */
export async function gpuCrps(
  device: ScoringDevice,
  forecasts: Forecasts,
  signal: AbortSignal | undefined,
): Promise<ForecastScores> {
  checkForecasts(forecasts);
  const { values, observations, miners, steps, paths } = forecasts;
  assertCount('paths', paths, MAX_GPU_PATHS);
  const capacity = Math.max(MIN_CAPACITY, 2 ** Math.ceil(Math.log2(paths)));
  const constants = { CAPACITY: capacity, WORKGROUP_SIZE: Math.min(capacity / 2, MAX_INVOCATIONS) };
  const kernel = await device.kernel(['crps'], constants, 2);
  const rounds = Math.log2(capacity);
  const comparisons = ((capacity / 2) * rounds * (rounds + 1)) / 2;
  const mostCells = Math.floor(MAX_INPUT_BYTES / (paths * Float32Array.BYTES_PER_ELEMENT));
  const width = device.limits.maxComputeWorkgroupsPerDimension;
  const scores = new Float64Array(miners * steps);
  const pace = new Pace(FIRST_COMPARISONS);
  let first = 0;
  while (first < scores.length) {
    signal?.throwIfAborted();
    const count = Math.min(pace.pieces(comparisons), mostCells, scores.length - first);
    const observed = Float32Array.from({ length: count }, (_, cell) => observations[(first + cell) % steps]!);
    // A copy of our own: what is uploaded must not be shared memory.
    const sent = values.slice(first * paths, (first + count) * paths);
    const startedMs = performance.now();
    const output = await device.withBuffers((upload) =>
      device.run(() => ({
        kernel,
        shape: Uint32Array.of(paths, count),
        inputs: [upload(observed), upload(sent)],
        outputBytes: count * Float32Array.BYTES_PER_ELEMENT,
        grid: [Math.min(count, width), Math.ceil(count / width)],
      })),
    );
    pace.learn(count * comparisons, performance.now() - startedMs);
    const got = new Float32Array(output);
    for (let cell = 0; cell < count; cell++) {
      const isValid = isForecast(sent, cell * paths, paths);
      scores[first + cell] = isValid ? got[cell]! : Number.POSITIVE_INFINITY;
    }
    recheck(sent, observed, paths, scores.subarray(first, first + count));
    first += count;
  }
  return { scores, invalid: invalidPlaces(scores) };
}

function isForecast(values: Float32Array, from: number, length: number): boolean {
  for (let i = from; i < from + length; i++) if (!(Math.abs(values[i]!) <= MAX_FORECAST)) return false;
  return true;
}

/** The last ensemble of a submission, by the twin. @throws ComputeError `gpu/recheck-failed` */
function recheck(values: Float32Array, observations: Float32Array, paths: number, scores: Float64Array): void {
  const cell = scores.length - 1;
  const { scores: expected } = crps({
    values: values.subarray(cell * paths, (cell + 1) * paths),
    observations: observations.subarray(cell, cell + 1),
    miners: 1,
    steps: 1,
    paths,
  });
  const want = expected[0]!;
  const got = scores[cell]!;
  if (got === want || Math.abs(got - want) <= want * CRPS_GPU_TOLERANCE + CRPS_GPU_FLOOR) return;
  throw new ComputeError('gpu/recheck-failed', `A score was miscalculated: expected ${want}, the device gave ${got}.`);
}
