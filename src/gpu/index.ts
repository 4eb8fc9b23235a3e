/**
 * Computing epochs: three engines behind one interface, and the computer that chooses between them.
 *
 * Everything here runs in a page or a worker. Node's twins of what depends on the platform are a face of its own, `node.ts`.
 *
 *   types → every engine      webgpu (kernels/*.wgsl) → GPU      wasm (assembly, workers) → CPU      reference → bigints
 *   computer: choose (calibration) → open and test → compute → fall back, and say which engine it was
 */
export { ENGINE_SETTINGS, type EngineSetting } from './choose.ts';
export { createBrowserComputer } from './computer.browser.ts';
export type * from './computer-types.ts';
export { computeSubnetEpochs } from './subnet-epochs.ts';
export type * from './types.ts';
