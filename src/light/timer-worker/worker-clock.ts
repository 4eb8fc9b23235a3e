/**
 * A clock whose timers run in a worker, and in the page from the moment on in which the worker fails.
 *
 *   after(delay, run) ── set ──▶ worker ── due ──▶ run          a hidden page's own timers wake once a second, then once a
 *                                                               minute; a worker's are not slowed, and neither are messages
 *
 * No timer is lost: those that the worker still owed run on the page's clock, in what is left of their time.
 */
import type { Clock } from '../clock.ts';
import type { FromTimers, TimerEnd, ToTimers } from './messages.ts';

/** `setTimeout` takes no longer delay and runs at once instead. About 25 days. */
const MAX_DELAY_MS = 2 ** 31 - 1;

export interface TimerWorker extends TimerEnd<ToTimers, FromTimers> {
  /** The script could not be loaded, or an error nobody caught. */
  onerror: ((event: unknown) => void) | null;
  terminate(): void;
}

export interface WorkerClock extends Clock {
  /** Ends the worker; timers run on the page's clock from then on. Idempotent. */
  close(): void;
}

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
  /** Set where it runs on the page's clock. */
  cancel?: () => void;
}

/** `createWorker` may throw: then all timers are the page's. */
export function workerClock(createWorker: () => TimerWorker, page: Clock): WorkerClock {
  const timers = new Map<number, Timer>();
  let lastId = 0;
  let worker = tryCreate(createWorker);

  const fire = (id: number) => {
    const timer = timers.get(id);
    timers.delete(id);
    timer?.run();
  };
  const runHere = (id: number, timer: Timer) => {
    timer.cancel = page.after(Math.max(timer.dueMs - page.now(), 0), () => fire(id));
  };
  const giveUp = () => {
    if (!worker) return;
    worker.onmessage = null;
    worker.onerror = null;
    worker.terminate();
    worker = undefined;
    for (const [id, timer] of timers) runHere(id, timer);
  };
  if (worker) {
    worker.onmessage = ({ data }) => fire(data.id);
    worker.onerror = giveUp;
  }

  return {
    now: () => page.now(),
    random: () => page.random(),
    after(delayMs, run) {
      const id = ++lastId;
      const delay = Math.min(Math.max(delayMs, 0), MAX_DELAY_MS);
      const timer: Timer = { dueMs: page.now() + delay, run };
      timers.set(id, timer);
      if (worker) worker.postMessage({ type: 'set', id, delayMs: delay });
      else runHere(id, timer);
      return () => {
        if (!timers.delete(id)) return;
        if (timer.cancel) timer.cancel();
        else worker?.postMessage({ type: 'clear', id });
      };
    },
    close: giveUp,
  };
}

function tryCreate(createWorker: () => TimerWorker): TimerWorker | undefined {
  try {
    return createWorker();
  } catch {
    return undefined; // a browser that lets no worker be made; the page's own timers do, only later when it is hidden
  }
}
