/** The clock of a page: timers in a worker of their own where the browser lets one be made, else the page's. */
import { SYSTEM_CLOCK } from '../clock.ts';
import type { TimerWorker, WorkerClock } from './worker-clock.ts';
import { workerClock } from './worker-clock.ts';

const createWorker = () =>
  new Worker(new URL('./worker.browser.ts', import.meta.url), { type: 'module', name: 'timers' }) as TimerWorker;

export const openWorkerClock = (): WorkerClock => workerClock(createWorker, SYSTEM_CLOCK);
