/** What a browser and Node do differently for the WebAssembly engine. Twins: `platform.browser.ts`, `platform.node.ts`. */
import type { ToWorker } from './messages.ts';

/** Builds of the kernel. */
export type KernelVariant = 'simd' | 'scalar';

/** A thread of its own that serves the kernel (`serve-kernel.ts`). */
export interface PoolWorker {
  /** What is in `transfer` belongs to the worker afterwards. */
  post(message: ToWorker, transfer: readonly ArrayBuffer[]): void;
  terminate(): void;
}

export interface PoolWorkerEvents {
  /** Not checked. */
  readonly onMessage: (data: unknown) => void;
  /** The worker is of no use any more: its script did not load, it threw, or it ended. May come after `terminate()`. */
  readonly onDeath: (reason: string) => void;
}

export interface WasmPlatform {
  /** Threads that can run at once on this machine, the calling one among them. */
  readonly hardwareThreads: number;
  /** Without a variant, the best that runs here. @throws where there is no WebAssembly or its file cannot be read */
  loadModule(variant?: KernelVariant): Promise<{ readonly module: WebAssembly.Module; readonly isSimd: boolean }>;
  /** No event comes before this has returned. @throws where workers are forbidden */
  openWorker(events: PoolWorkerEvents): PoolWorker;
  /** Calls `run` once after `ms`, and does not keep a process alive for it. Returns how to cancel. */
  after(ms: number, run: () => void): () => void;
}
