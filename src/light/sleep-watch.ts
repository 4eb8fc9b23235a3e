/**
 * Notices that the machine slept, or that the page was frozen: time went on and nothing ran.
 *
 *   tick ─5 s─ tick ─5 s─ tick ───────── asleep ───────── tick    this one comes far too late: woke up after so long
 *                                                     └ resume    the browser's own word, often earlier than the tick
 *
 * A busy machine is late by a second or two; a hidden page's timers by a minute, unless they run in a worker
 * (`timer-worker`). Looking costs one timer.
 */
import type { Clock } from './clock.ts';

const TICK_MS = 5_000;
/** Later than this is no busy machine. */
const LATE_MS = 10_000;

/** How long nothing ran: from one look at the wall clock to the next. */
export class SleepMeter {
  #lastMs: number;

  constructor(nowMs: number) {
    this.#lastMs = nowMs;
  }

  /** Looks at the clock. Ms since the last look if that was too long ago, else undefined. A clock put back is no sleep. */
  look(nowMs: number): number | undefined {
    const awayMs = nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    return awayMs > TICK_MS + LATE_MS ? awayMs : undefined;
  }
}

export type WakeEvents = readonly (readonly [target: EventTarget, type: string])[];

/** When a page may have been away: thawed, taken back from the cache of pages, or looked at again. */
export function pageWakeEvents(): WakeEvents {
  return [
    [document, 'resume'],
    [document, 'visibilitychange'],
    [globalThis, 'pageshow'],
  ];
}

/** Calls `onWake` once after each sleep, with its length in ms. Returns how to stop. */
export function watchSleep(clock: Clock, onWake: (sleptMs: number) => void, events: WakeEvents = []): () => void {
  const meter = new SleepMeter(clock.now());
  const look = () => {
    const sleptMs = meter.look(clock.now());
    if (sleptMs !== undefined) onWake(sleptMs);
  };
  let cancel = clock.after(TICK_MS, tick);
  function tick(): void {
    cancel = clock.after(TICK_MS, tick);
    look();
  }
  for (const [target, type] of events) target.addEventListener(type, look);
  return () => {
    cancel();
    for (const [target, type] of events) target.removeEventListener(type, look);
  };
}
