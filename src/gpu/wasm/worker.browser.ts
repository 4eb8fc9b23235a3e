/** One worker of the pool in a browser. */
import type { ToWorker } from './messages.ts';
import { serveKernel } from './serve-kernel.ts';

const scope = globalThis as unknown as {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  onmessage: (event: { readonly data: ToWorker }) => void;
};
const serve = serveKernel((message, transfer) => scope.postMessage(message, [...transfer]));
scope.onmessage = ({ data }) => void serve(data);
