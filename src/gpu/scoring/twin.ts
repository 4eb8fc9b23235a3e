/** The kernels in TypeScript: what the others are compared with, and what computes where there is no WebAssembly. */
import { crps } from './crps.ts';
import { multiplyModP } from './multiply-mod-p.ts';
import { similarityF32 } from './similarity-f32.ts';
import { similarityInt8 } from './similarity-int8.ts';
import type { ScoringKernels } from './types.ts';

export function createScoringTwin(): ScoringKernels {
  return { name: 'twin', similarityInt8, similarityF32, crps, multiplyModP };
}
