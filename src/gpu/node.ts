/** The face of `src/gpu` for Node: tests, benchmarks, scripts. The engine on Dawn, and all that needs no platform. */
export { type ChooseOptions, chooseEngine, type EngineChoice } from './choose.ts';
export { createNodeGpuEngine } from './engine.node.ts';
export type { GpuEngineOptions } from './engine.ts';
export { GpuError, type GpuErrorCode } from './error.ts';
export { firstDifference, knownAnswerTest } from './known-answer.ts';
export { createReferenceEngine } from './reference.ts';
export { runSubnetEpochs } from './subnet-epochs.ts';
export type { ComputeOptions, EpochEngine, GpuEpochEngine } from './types.ts';
