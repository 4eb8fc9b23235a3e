/** The WebAssembly engine in a browser: a page or a worker. */
import { createWasmEngine, type WasmEngineOptions, type WasmEpochEngine } from './engine.ts';
import { BROWSER_PLATFORM } from './platform.browser.ts';

/** @throws ComputeError as `createWasmEngine` */
export function createBrowserWasmEngine(options: WasmEngineOptions = {}): Promise<WasmEpochEngine> {
  return createWasmEngine(BROWSER_PLATFORM, options);
}
