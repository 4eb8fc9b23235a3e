/**
 * The observer's present state, as the last event of each kind: what a new subscriber or a second tab is told first.
 */
import type { Audit, ObserverEvent } from './types.ts';

const auditSlot = (netuid: number): string => `audit/${netuid}`;

/** Which earlier event a new one replaces. */
function slotOf(event: ObserverEvent): string {
  switch (event.type) {
    case 'subnet':
      return `subnet/${event.snapshot.value.metagraph.netuid}`;
    case 'audit':
      return auditSlot(event.snapshot.value.netuid);
    case 'auditing':
      return `auditing/${event.netuid}`;
    case 'failure':
      return `failure/${event.netuid ?? 'chain'}`;
    default:
      return event.type;
  }
}

/** What an event makes untrue: a finished audit ends its "auditing" and its failure, good data ends a failure. */
function endedBy(event: ObserverEvent): readonly string[] {
  switch (event.type) {
    case 'audit':
      return [`auditing/${event.snapshot.value.netuid}`, `failure/${event.snapshot.value.netuid}`];
    case 'subnets':
      return ['failure/chain'];
    default:
      return [];
  }
}

export interface EventLog {
  /** Records an event and passes it on to every subscriber. */
  send(event: ObserverEvent): void;
  /** Replays the present state to `listener`, then passes on what comes. */
  subscribe(listener: (event: ObserverEvent) => void): () => void;
  /** Whether something newer (or the same) is known than this event would tell. */
  has(event: ObserverEvent): boolean;
  /** The newest audit of a subnet, of this visit or kept from an earlier one. */
  auditOf(netuid: number): Audit | undefined;
  /** The present state, oldest first. */
  present(): readonly ObserverEvent[];
  /** Forgets everything about the chain (another genesis under the same name), keeps tab, storage and compute. */
  forgetChain(): void;
}

const SURVIVES_CHAIN_CHANGE: ReadonlySet<ObserverEvent['type']> = new Set(['tab', 'storage', 'compute']);

export function createEventLog(): EventLog {
  const events = new Map<string, ObserverEvent>();
  const listeners = new Set<(event: ObserverEvent) => void>();
  return {
    send(event) {
      const slot = slotOf(event);
      events.delete(slot);
      events.set(slot, event);
      for (const ended of endedBy(event)) events.delete(ended);
      for (const listener of [...listeners]) listener(event);
    },
    subscribe(listener) {
      for (const event of events.values()) listener(event);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    has: (event) => events.has(slotOf(event)),
    auditOf(netuid) {
      const event = events.get(auditSlot(netuid));
      return event?.type === 'audit' ? event.snapshot.value : undefined;
    },
    present: () => [...events.values()],
    forgetChain() {
      for (const [slot, event] of events) if (!SURVIVES_CHAIN_CHANGE.has(event.type)) events.delete(slot);
    },
  };
}
