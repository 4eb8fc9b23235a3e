/**
 * Computing epochs: three engines behind one interface, and the computer that chooses between them.
 *
 * Everything here runs in a page or a worker. Node's twins of what depends on the platform are a face of its own, `node.ts`.
 *
 *   types → every engine      webgpu (kernels/*.wgsl) → GPU      wasm (assembly, workers) → CPU      reference → bigints
 *   computer: choose (calibration) → open and test → compute → fall back, and say which engine it was
 */

export { checkSeries, MAX_NEURONS } from './check.ts';
export { ENGINE_SETTINGS, type EngineSetting } from './choose.ts';
export { createBrowserComputer } from './computer.browser.ts';
export { createEpochComputer } from './computer.ts';
export type * from './computer-types.ts';
export { firstDifference } from './difference.ts';
export { ComputeError, type ComputeErrorCode } from './error.ts';
export { openTestedGpu } from './open-gpu.ts';
export { createReferenceCalculator, createReferenceEngine } from './reference.ts';
export { computeSubnetEpochs, runSubnetEpochs } from './subnet-epochs.ts';
export type * from './types.ts';
export { createBrowserWasmEngine } from './wasm/engine.browser.ts';
export type { WasmEngineOptions, WasmEpochEngine } from './wasm/engine.ts';
export { createBrowserGpuEngine } from './webgpu/engine.browser.ts';
export type { GpuEngineOptions } from './webgpu/engine.ts';
export { knownAnswerTest } from './webgpu/known-answer.ts';
export { OPERATIONS, type Operation, type Question } from './webgpu/operations.ts';
export type { GpuEpochEngine } from './webgpu/types.ts';
