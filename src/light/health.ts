/**
 * Asks the light client for its number of peers, again and again; that it answers at all is its heartbeat.
 *
 * `system_health` is the only word on peers that both smoldot and Substrate Connect have. Before the chain is in sync it
 * must not be asked: smoldot 3.4.1 answers neither it nor anything after it until then. The chain's name is, at any time.
 */
import type { Clock } from './clock.ts';
import { sleep } from './clock.ts';
import { LightError } from './errors.ts';
import type { JsonRpc } from './json-rpc.ts';
import { isRecord } from './json-rpc-message.ts';

/** While the number of peers is not known. */
const EAGER_INTERVAL_MS = 250;
const CALM_INTERVAL_MS = 2_000;
const ANSWER_DEADLINE_MS = 10_000;
/** A computer that wakes up may miss one beat through no fault of the light client. */
const MAX_MISSED = 3;

export interface HealthListener {
  /** An answer came. `peers` is undefined where it did not say. */
  onAnswer(peers: number | undefined): void;
  /** The light client does not answer any more. Called once, and the watch is over. */
  onSilence(error: LightError): void;
  /** True once the chain is being followed. */
  isFollowing(): boolean;
}

/** Watches until `signal` is aborted or the light client is silent. Never rejects. */
export async function watchHealth(
  rpc: JsonRpc,
  listener: HealthListener,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  let missed = 0;
  while (!signal.aborted) {
    const method = listener.isFollowing() ? 'system_health' : 'chainSpec_v1_chainName';
    try {
      const answer = await rpc.request(method, [], { signal, deadlineMs: ANSWER_DEADLINE_MS });
      missed = 0;
      const peers = isRecord(answer) ? answer.peers : undefined;
      const isKnown = typeof peers === 'number' && Number.isSafeInteger(peers) && peers >= 0;
      listener.onAnswer(isKnown ? peers : undefined);
      await sleep(clock, isKnown ? CALM_INTERVAL_MS : EAGER_INTERVAL_MS, signal);
    } catch (cause) {
      if (signal.aborted) return;
      if (++missed < MAX_MISSED) continue;
      const reason = `The light client has not answered ${MAX_MISSED} times in a row.`;
      return listener.onSilence(new LightError('light/client-silent', reason, { cause }));
    }
  }
}
