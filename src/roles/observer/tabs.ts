/**
 * One tab leads, the others follow.
 *
 *   electing ──lock granted──→ leader            (Web Lock `yumalight/<chain>`, held until the tab ends)
 *       └────lock is taken───→ follower ──lock granted──→ leader
 *
 * Tabs speak over a BroadcastChannel. A follower says `hello` and gets the leader's present state, then every event.
 * Without Web Locks or BroadcastChannel each tab leads for itself.
 */
import type { EngineKind } from '../../light/types.ts';
import type { EngineSetting, ObserverEvent } from './types.ts';

export type TabMessage =
  | { readonly type: 'hello' }
  | { readonly type: 'event'; readonly event: ObserverEvent }
  | { readonly type: 'watch'; readonly netuid: number }
  | { readonly type: 'choose-engine'; readonly setting: EngineSetting }
  /** A person in a following tab asks the leading one to begin anew, or to see to what waits. */
  | { readonly type: 'restart'; readonly kind: EngineKind }
  | { readonly type: 'wake' };

export interface Tabs {
  /** Sends to the other tabs; a no-op where tabs cannot talk. */
  post(message: TabMessage): void;
  close(): void;
}

export interface TabHandlers {
  readonly onFollow: () => void;
  readonly onLead: () => void;
  readonly onMessage: (message: TabMessage) => void;
}

export function joinTabs(chainId: string, handlers: TabHandlers): Tabs {
  const name = `yumalight/${chainId}`;
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') {
    handlers.onLead();
    return { post: () => {}, close: () => {} };
  }
  const channel = new BroadcastChannel(name);
  // Same origin and same build is all that writes here; an older build's message of unknown type is ignored by the reader.
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => handlers.onMessage(data);
  const leaving = new AbortController();
  const { promise: closed, resolve: release } = Promise.withResolvers<void>();
  let isLeading = false;
  const lead = async (): Promise<void> => {
    isLeading = true;
    handlers.onLead();
    await closed;
  };
  /** A browser that refuses locks to this page: each tab leads for itself, as where there are none. */
  const leadAlone = (): void => {
    if (!leaving.signal.aborted && !isLeading) void lead();
  };
  navigator.locks
    .request(name, { ifAvailable: true }, async (lock) => {
      if (lock) return lead();
      handlers.onFollow();
      navigator.locks.request(name, { signal: leaving.signal }, lead).catch(leadAlone);
    })
    .catch(leadAlone);
  return {
    post: (message) => {
      if (!leaving.signal.aborted) channel.postMessage(message);
    },
    close() {
      leaving.abort();
      release();
      channel.close();
    },
  };
}
