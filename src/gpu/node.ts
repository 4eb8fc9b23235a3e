/** The face of `src/gpu` for Node: tests, benchmarks, studies, scripts. The engines' Node twins, and all that needs no platform. */

export { checkSeries, MAX_NEURONS } from './check.ts';
export { ENGINE_SETTINGS, type EngineSetting } from './choose.ts';
export { createNodeComputer } from './computer.node.ts';
export type * from './computer-types.ts';
export { firstDifference } from './difference.ts';
export { ComputeError, type ComputeErrorCode } from './error.ts';
export { openTestedGpu } from './open-gpu.ts';
export { createReferenceCalculator, createReferenceEngine } from './reference.ts';
export { computeSubnetEpochs, runSubnetEpochs } from './subnet-epochs.ts';
export type * from './types.ts';
export { createNodeWasmEngine } from './wasm/engine.node.ts';
export type { WasmEngineOptions, WasmEpochEngine } from './wasm/engine.ts';
export { createNodeGpuEngine } from './webgpu/engine.node.ts';
export type { GpuEngineOptions } from './webgpu/engine.ts';
export { knownAnswerTest } from './webgpu/known-answer.ts';
export type { GpuEpochEngine } from './webgpu/types.ts';
