/** The worker in which smoldot lives: client, bytecode and connections, so that the page stays free. */
import * as smoldot from 'smoldot';
import { boundedRace } from './bounded-race.ts';
import type { FromWorker, MessageEnd, ToWorker } from './messages.ts';
import { smoldotPipe } from './serve-smoldot.ts';
import { serveWorker } from './serve-worker.ts';

Promise.race = boundedRace();
serveWorker(globalThis as unknown as MessageEnd<FromWorker, ToWorker>, smoldotPipe(smoldot.start));
