/**
 * A validator's numbers: similarity of embeddings, scores of forecasts, checks of matrix products, scores over time.
 *
 *   responses ─ packRows ─▶ flat arrays ─ quantiseRows, unitRows ─▶ kernels ─▶ scores ─ updateScores ─▶ rawWeights
 *                                                                                └─ processWeights (chain/weights)
 *
 * | kernel                   | twin | wasm            | gpu                                  |
 * | similarityInt8           | yes  | same bits, SIMD | same bits                            |
 * | similarityF32            | yes  | same bits, SIMD | none: int8 where the GPU would pay   |
 * | crps                     | yes  | same bits       | within CRPS_GPU_TOLERANCE            |
 * | multiplyModP (Freivalds) | yes  | same bits, SIMD | none: sending the matrices costs more |
 *
 * Everything here runs in a page or a worker, in the calling thread. Node's twin of the opening functions is
 * `scoring.node.ts`.
 */
import type { OpenScoringGpuOptions } from './gpu.ts';
import type { ScoringGpu, ScoringKernels } from './types.ts';

export { duplicateGroups } from './duplicates.ts';
export { checkMatrixProduct, type FreivaldsOptions, type ProductClaim, residuesOf } from './freivalds.ts';
export type { OpenScoringGpuOptions } from './gpu.ts';
export { CRPS_GPU_FLOOR, CRPS_GPU_TOLERANCE, MAX_GPU_PATHS } from './gpu-crps.ts';
export {
  MAX_DIMENSIONS,
  MAX_EMBEDDING_VALUES,
  MAX_FORECAST,
  MAX_FORECAST_VALUES,
  MAX_ORDER,
  MAX_PATHS,
  MAX_ROUNDS,
  MAX_ROWS,
} from './limits.ts';
export { type Rewards, rawWeights, resyncScores, updateScores } from './moving-average.ts';
export { packRows, type Response } from './pack-rows.ts';
export { quantiseRows } from './quantise.ts';
export { rmse } from './rmse.ts';
export { similarityF32Tolerance, unitRows } from './similarity-f32.ts';
export { createScoringTwin } from './twin.ts';
export type * from './types.ts';

/** @throws ComputeError `wasm/unavailable`; the twin computes the same, slower */
export async function openScoringWasm(): Promise<ScoringKernels> {
  const { openBrowserScoringWasm } = await import('./scoring.browser.ts');
  return openBrowserScoringWasm();
}

/** @throws ComputeError `gpu/…`; the other engines compute the same */
export async function openScoringGpu(options: OpenScoringGpuOptions = {}): Promise<ScoringGpu> {
  const { openBrowserScoringGpu } = await import('./scoring.browser.ts');
  return openBrowserScoringGpu(options);
}
