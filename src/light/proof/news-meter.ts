/**
 * Counts the messages that nobody asked for, so that a server cannot keep us busy.
 *
 *   credit = NEWS_BURST at first, refilled by NEWS_PER_SECOND; every message takes 1, every question of ours gives 1
 */

/** Messages beyond the answers to our questions that may come per second: blocks of 250 ms are told of in twelve. */
export const NEWS_PER_SECOND = 64;
/** How many may come at once: a server that has caught up tells of some hundred finalized blocks together. */
export const NEWS_BURST = 1024;

export interface NewsMeter {
  /** A question was sent: its answer is welcome. */
  expect(): void;
  /** A message has come at this time (wall-clock ms). False: too many have. */
  take(nowMs: number): boolean;
}

export function openNewsMeter(startMs: number): NewsMeter {
  let credit = NEWS_BURST;
  let lastMs = startMs;
  return {
    expect() {
      credit += 1;
    },
    take(nowMs) {
      // A clock that was set back gives nothing.
      const elapsedMs = Math.max(0, nowMs - lastMs);
      lastMs = nowMs;
      if (credit < NEWS_BURST) credit = Math.min(NEWS_BURST, credit + (elapsedMs * NEWS_PER_SECOND) / 1000);
      credit -= 1;
      return credit >= 0;
    },
  };
}
