/** The face of `src/gpu` for Node: tests, benchmarks, scripts. The engine on Dawn, and all that needs no platform. */

export { checkSeries, MAX_NEURONS } from './check.ts';
export { type ChooseOptions, chooseEngine, type EngineChoice } from './choose.ts';
export { firstDifference } from './difference.ts';
export { ComputeError, type ComputeErrorCode } from './error.ts';
export { createReferenceCalculator, createReferenceEngine } from './reference.ts';
export { runSubnetEpochs } from './subnet-epochs.ts';
export type * from './types.ts';
export { createNodeGpuEngine } from './webgpu/engine.node.ts';
export type { GpuEngineOptions } from './webgpu/engine.ts';
export { knownAnswerTest } from './webgpu/known-answer.ts';
export type { GpuEpochEngine } from './webgpu/types.ts';
