/** The Node twin of `platform.browser.ts`: worker threads. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { loadEpochModule } from './module.node.ts';
import type { WasmPlatform } from './platform.ts';

export const NODE_PLATFORM: WasmPlatform = {
  hardwareThreads: availableParallelism(),
  loadModule: (variant) => loadEpochModule(variant),
  openWorker({ onMessage, onDeath }) {
    const worker = new Worker(new URL('./worker.node.ts', import.meta.url));
    // A worker without a job does not keep the process alive.
    worker.unref();
    worker.on('message', (data) => {
      worker.unref();
      onMessage(data);
    });
    worker.on('error', (error) => onDeath(error instanceof Error ? error.message : String(error)));
    worker.on('messageerror', () => onDeath('a message could not be read'));
    worker.on('exit', (code) => onDeath(`it ended with code ${code}`));
    return {
      post(message, transfer) {
        if (message.type === 'run') worker.ref();
        worker.postMessage(message, [...transfer]);
      },
      terminate: () => void worker.terminate(),
    };
  },
  after(ms, run) {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
};
