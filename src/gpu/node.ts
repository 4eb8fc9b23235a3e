/** The face of `src/gpu` for Node (tests, benchmarks, scripts): single engines on their Node platforms. */
export { seriesDifference } from './difference.ts';
export { createReferenceCalculator, createReferenceEngine } from './reference.ts';
export { runSubnetEpochs } from './subnet-epochs.ts';
export type * from './types.ts';
export { createNodeWasmCore } from './wasm/core.node.ts';
export { createNodeWasmEngine } from './wasm/engine.node.ts';
export { createNodeGpuEngine } from './webgpu/engine.node.ts';
