/**
 * Notices a connection that is silent: sleeping computers and changed networks leave sockets that look open for minutes.
 *
 *   10 s of silence ─→ `system_health` ── nothing for 10 s ─→ onSilent
 */
import type { Clock } from '../../clock.ts';
import { isLightError } from '../../errors.ts';
import { HEARTBEAT_MS } from './limits.ts';

export interface Heartbeat {
  /** Something has come. */
  heard(): void;
  stop(): void;
}

/** @param ask sends any request that the other side answers; it rejects with `proof/timeout` if nothing comes. */
export function startHeartbeat(clock: Clock, ask: () => Promise<unknown>, onSilent: () => void): Heartbeat {
  let heardMs = clock.now();
  let isAsking = false;
  let isStopped = false;
  let cancel = clock.after(HEARTBEAT_MS, beat);

  function beat(): void {
    cancel = clock.after(HEARTBEAT_MS, beat);
    if (isAsking || clock.now() - heardMs < HEARTBEAT_MS) return;
    isAsking = true;
    const askedMs = clock.now();
    ask()
      .catch((error: unknown) => {
        // A refusal is a sign of life too.
        if (!isStopped && heardMs < askedMs && isLightError(error, 'proof/timeout')) onSilent();
      })
      .finally(() => {
        isAsking = false;
      });
  }

  return {
    heard() {
      heardMs = clock.now();
    },
    stop() {
      isStopped = true;
      cancel();
    },
  };
}
