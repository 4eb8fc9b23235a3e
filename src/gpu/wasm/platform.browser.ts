/** The WebAssembly engine's platform in a browser: module workers. */
import { loadEpochModule } from './module.browser.ts';
import type { WasmPlatform } from './platform.ts';

export const BROWSER_PLATFORM: WasmPlatform = {
  get hardwareThreads() {
    return navigator.hardwareConcurrency;
  },
  loadModule: (variant) => loadEpochModule(variant),
  openWorker({ onMessage, onDeath }) {
    const worker = new Worker(new URL('./worker.browser.ts', import.meta.url), { type: 'module', name: 'epochs' });
    worker.onmessage = ({ data }) => onMessage(data);
    worker.onerror = ({ message }) => onDeath(message || 'its script could not be loaded');
    worker.onmessageerror = () => onDeath('a message could not be read');
    return {
      post: (message, transfer) => worker.postMessage(message, [...transfer]),
      terminate: () => worker.terminate(),
    };
  },
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
