/** The WebAssembly engine in Node: for tests, benchmarks, studies and the vectors script. */
import { createWasmEngine, type WasmEngineOptions, type WasmEpochEngine } from './engine.ts';
import { NODE_PLATFORM } from './platform.node.ts';

/** Its workers do not keep the process alive. @throws ComputeError as `createWasmEngine` */
export function createNodeWasmEngine(options: WasmEngineOptions = {}): Promise<WasmEpochEngine> {
  return createWasmEngine(NODE_PLATFORM, options);
}
