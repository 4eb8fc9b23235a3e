/**
 * Computing epochs: engines behind one interface, the WebGPU engine for browsers, and the choice between them.
 *
 * Everything here runs in a page or a worker. Node's twin of the GPU engine is a face of its own, `node.ts`.
 *
 *   types → every engine      engine (device, plan, pack, kernels/*.wgsl, unpack) → GPU      reference → bigints
 *   known-answer + choose → which one computes, and why not the GPU
 */
export { CHOICE_TIMEOUT_MS, type ChooseOptions, chooseEngine, type EngineChoice } from './choose.ts';
export { createBrowserGpuEngine } from './engine.browser.ts';
export type { GpuEngineOptions } from './engine.ts';
export { GpuError, type GpuErrorCode } from './error.ts';
export { firstDifference, knownAnswerTest } from './known-answer.ts';
export { OPERATIONS, type Operation, type Question } from './operations.ts';
export { MAX_NEURONS } from './plan.ts';
export { createReferenceEngine } from './reference.ts';
export { runSubnetEpochs } from './subnet-epochs.ts';
export type { ComputeOptions, EpochEngine, GpuEpochEngine } from './types.ts';
