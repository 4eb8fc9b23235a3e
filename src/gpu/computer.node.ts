/** A computer in Node: for studies, benchmarks and tests. */
import { createEpochComputer } from './computer.ts';
import type { ComputerOptions, ComputerPlatform, EpochComputer } from './computer-types.ts';
import { createNodeWasmEngine } from './wasm/engine.node.ts';
import { createNodeGpuEngine } from './webgpu/engine.node.ts';

const PLATFORM: ComputerPlatform = {
  openWasm: createNodeWasmEngine,
  openGpu: createNodeGpuEngine,
  nowMs: () => Date.now(),
  random: () => Math.random(),
};

/** An open GPU keeps Node alive: close the computer. */
export function createNodeComputer(options: ComputerOptions = {}): EpochComputer {
  return createEpochComputer(PLATFORM, options);
}
