/** One worker of the pool in Node. */
import { parentPort } from 'node:worker_threads';
import { serveKernel } from './serve-kernel.ts';

const serve = serveKernel((message, transfer) => parentPort!.postMessage(message, [...transfer]));
parentPort!.on('message', (message) => void serve(message));
