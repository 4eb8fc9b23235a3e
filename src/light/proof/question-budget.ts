/**
 * How often and how many at once one server is asked: a bucket of questions that fills at an even pace, and a number of
 * places. Whoever finds none free waits in line.
 */
import type { Clock } from '../clock.ts';
import { sleep } from '../clock.ts';

export interface Pace {
  readonly atOnce: number;
  readonly perMinute: number;
}

/** A burst may take so much of a minute's questions. */
const BURST_SHARE = 1 / 6;

export class QuestionBudget {
  readonly #pace: Pace;
  readonly #clock: Clock;
  /** Each is called with a place that is its own. */
  readonly #waiting = new Set<() => void>();
  #open = 0;
  #tokens: number;
  #filledAtMs: number;

  constructor(pace: Pace, clock: Clock) {
    this.#pace = pace;
    this.#clock = clock;
    this.#tokens = this.#capacity;
    this.#filledAtMs = clock.now();
  }

  /** Questions under way and in line. */
  get load(): number {
    return this.#open + this.#waiting.size;
  }

  /** Runs `ask` when its turn has come. Rejects with the signal's reason if that is aborted first. */
  async spend<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#takePlace(signal);
    try {
      await this.#takeToken(signal);
      return await ask();
    } finally {
      this.#leavePlace();
    }
  }

  async #takePlace(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#open < this.#pace.atOnce) {
      this.#open += 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onAbort = () => {
      // Whoever was just given a place leaves it by `spend`.
      if (this.#waiting.delete(resolve)) reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    this.#waiting.add(resolve);
    await promise.finally(() => signal.removeEventListener('abort', onAbort));
  }

  /** The place goes to who has waited longest, or is free. */
  #leavePlace(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#open -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }

  get #capacity(): number {
    return Math.max(1, this.#pace.perMinute * BURST_SHARE);
  }

  async #takeToken(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const perMs = this.#pace.perMinute / 60_000;
    const nowMs = this.#clock.now();
    // A clock that was put back fills nothing.
    this.#tokens = Math.min(this.#capacity, this.#tokens + Math.max(0, nowMs - this.#filledAtMs) * perMs);
    this.#filledAtMs = nowMs;
    this.#tokens -= 1;
    if (this.#tokens >= 0) return;
    try {
      await sleep(this.#clock, Math.ceil(-this.#tokens / perMs), signal);
    } catch (error) {
      this.#tokens += 1; // nothing was asked
      throw error;
    }
  }
}
