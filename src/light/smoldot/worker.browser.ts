/**
 * The worker in which smoldot lives: client, bytecode and connections, so that the page stays free. It compiles while the
 * page is still finding out which chain to follow. `smoldot.wasm` is made by the build (`scripts/smoldot-wasm.ts`).
 */
import wasmUrl from 'smoldot.wasm?url';
import { startWithBytecode } from 'smoldot/no-auto-bytecode';
import { boundedRace } from './bounded-race.ts';
import type { FromWorker, MessageEnd, ToWorker } from './messages.ts';
import { smoldotPipe } from './serve-smoldot.ts';
import { serveWorker } from './serve-worker.ts';

Promise.race = boundedRace();
const bytecode = WebAssembly.compileStreaming(fetch(wasmUrl)).then((wasm) => ({ wasm }));
bytecode.catch(() => undefined); // adding the chain reports it

serveWorker(
  globalThis as unknown as MessageEnd<FromWorker, ToWorker>,
  smoldotPipe((options) => startWithBytecode({ ...options, bytecode })),
);
