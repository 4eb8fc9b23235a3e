/** A computer in a browser. */
import { createEpochComputer } from './computer.ts';
import type { ComputerOptions, ComputerPlatform, EpochComputer } from './computer-types.ts';
import { createBrowserWasmEngine } from './wasm/engine.browser.ts';
import { createBrowserGpuEngine } from './webgpu/engine.browser.ts';

const PLATFORM: ComputerPlatform = {
  openWasm: createBrowserWasmEngine,
  openGpu: createBrowserGpuEngine,
  nowMs: () => Date.now(),
  random: () => Math.random(),
};

export function createBrowserComputer(options: ComputerOptions = {}): EpochComputer {
  return createEpochComputer(PLATFORM, options);
}
