/**
 * The one place that tries again: a limited number of attempts, waits that double, and jitter so that many readers do
 * not come back in step.
 *
 *   wait after attempt k = min(firstDelayMs · 2^(k−1), maxDelayMs) · (½ … 1)
 */
import type { Clock } from './clock.ts';
import { sleep } from './clock.ts';

export interface RetryPolicy {
  /** How often at most, the first time included. */
  readonly attempts: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

/** How long to wait after attempt number `attempt` (from 1). */
export function delayAfter(attempt: number, policy: RetryPolicy, random: number): number {
  const full = Math.min(policy.firstDelayMs * 2 ** (attempt - 1), policy.maxDelayMs);
  return full * (0.5 + random / 2);
}

/**
 * Runs `attempt` until it succeeds, fails with an error that `isPassing` does not recognise, or the attempts are used up.
 * Rejects with every error that was met, in order, through `combine`.
 */
export async function retry<T>(
  attempt: () => Promise<T>,
  options: {
    readonly policy: RetryPolicy;
    readonly clock: Clock;
    readonly signal?: AbortSignal;
    /** True for troubles that may pass: no peer just now. */
    readonly isPassing: (error: unknown) => boolean;
    /** The error to report when the attempts are used up; never called with an empty list. */
    readonly combine: (errors: readonly unknown[]) => unknown;
  },
): Promise<T> {
  const { policy, clock, signal, isPassing, combine } = options;
  const errors: unknown[] = [];
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error)) throw error;
      errors.push(error);
      if (errors.length >= policy.attempts) throw combine(errors);
    }
    await sleep(clock, delayAfter(errors.length, policy, clock.random()), signal);
  }
}
