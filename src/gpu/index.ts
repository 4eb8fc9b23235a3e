/**
 * Computing epochs: engines behind one interface, the WebGPU engine for browsers, and the choice between them.
 *
 * Everything here runs in a page or a worker. Node's twin of the GPU engine is a face of its own, `node.ts`.
 *
 *   types → every engine      engine (device, plan, pack, kernels/*.wgsl, unpack) → GPU      reference → bigints
 *   known-answer + choose → which one computes, and why not the GPU
 */

export { checkSeries, MAX_NEURONS } from './check.ts';
export { CHOICE_TIMEOUT_MS, type ChooseOptions, chooseEngine, type EngineChoice } from './choose.ts';
export { firstDifference } from './difference.ts';
export { ComputeError, type ComputeErrorCode } from './error.ts';
export { createReferenceCalculator, createReferenceEngine } from './reference.ts';
export { runSubnetEpochs } from './subnet-epochs.ts';
export type * from './types.ts';
export { createBrowserGpuEngine } from './webgpu/engine.browser.ts';
export type { GpuEngineOptions } from './webgpu/engine.ts';
export { knownAnswerTest } from './webgpu/known-answer.ts';
export { OPERATIONS, type Operation, type Question } from './webgpu/operations.ts';
export type { GpuEpochEngine } from './webgpu/types.ts';
