/**
 * Puts the observer together: store, tabs, compute and the leading session, behind one event stream.
 *
 *   open ─→ store ─→ replay what is kept ─→ lead or follow
 *   lead: find the chain's specification ─→ engine ─→ Leader; begins anew when asked to, when the specification changes,
 *   or when the engine fails.
 */

import { openEngine } from '../../light/index.ts';
import type { ChainEngine, EngineKind, EngineStatus } from '../../light/types.ts';
import { openStore } from '../../store/index.ts';
import type { RememberedChain, Snapshot, Store } from '../../store/types.ts';
import type { Compute } from './compute.ts';
import { openCompute } from './compute.ts';
import { describeFailure } from './describe-failure.ts';
import { createEventLog } from './event-log.ts';
import { fetchSpec, findChain } from './find-chain.ts';
import { Leader } from './leader.ts';
import type { TabMessage, Tabs } from './tabs.ts';
import { joinTabs } from './tabs.ts';
import type { Audit, BlockInWords, Observer, ObserverEvent, ObserverOptions, SubnetView } from './types.ts';
import { REMOTE_WATCH_RENEWAL_MS, Watches } from './watches.ts';

/** While no block arrives, the specification is fetched again this often: the chain may have been started anew. */
const SPEC_RECHECK_MS = 5_000;
/** After an engine failure, a new one is started after this long. */
const RESTART_DELAY_MS = 4_000;
/** User-timing mark at the first `following`: what the start benchmark and a person's profiler look for. */
const INITIALIZED_MARK = 'yumalight:initialized';

export function openObserver(options: ObserverOptions): Observer {
  const log = createEventLog();
  const watches = new Watches();
  const closing = new AbortController();
  let engineKind = options.engine;
  let session = new AbortController();
  let engine: ChainEngine | undefined;
  let leader: Leader | undefined;
  let leading = false;
  let compute: Compute | undefined;
  let tabs: Tabs | undefined;
  const nowMs = () => Date.now();

  log.send({ type: 'tab', role: 'electing' });
  log.send({ type: 'storage', status: { state: 'opening', failure: undefined } });
  const opened = openStore().then(async (store) => {
    const state = store.kind === 'indexeddb' ? 'ready' : 'none';
    log.send({ type: 'storage', status: { state, failure: store.failure } });
    await replayKept(store);
    if (!closing.signal.aborted)
      tabs = joinTabs(options.chain.id, { onFollow, onLead: () => void lead(store), onMessage });
    return store;
  });

  /** Shows what an earlier visit has kept, before anything is connected. */
  async function replayKept(store: Store): Promise<readonly Snapshot<Audit>[]> {
    const chain = await store.loadChain(options.chain.id);
    if (chain?.genesisHash === undefined) return [];
    const kept = await store.loadSnapshots(chain.genesisHash);
    const audits: Snapshot<Audit>[] = [];
    for (const { slot, snapshot } of kept) {
      const event = keptEvent(slot, snapshot);
      if (event) log.send(event);
      if (event?.type === 'audit') audits.push(event.snapshot);
    }
    return audits;
  }

  function onFollow(): void {
    log.send({ type: 'tab', role: 'follower' });
    tabs?.post({ type: 'hello' });
    // `tabs` is not assigned yet when the lock answers at once; the renewal below says hello again soon enough.
    const renew = () => {
      if (leading || closing.signal.aborted) return clearInterval(timer);
      for (const netuid of watches.own()) tabs?.post({ type: 'watch', netuid });
    };
    const timer = setInterval(renew, REMOTE_WATCH_RENEWAL_MS);
    queueMicrotask(() => tabs?.post({ type: 'hello' }));
  }

  function onMessage(message: TabMessage): void {
    if (message.type === 'event' && !leading) log.send(message.event);
    if (message.type === 'hello' && leading) {
      for (const event of log.present()) if (isShared(event)) tabs?.post({ type: 'event', event });
    }
    if (message.type === 'watch' && leading && watches.renewRemote(message.netuid, nowMs())) leader?.wake();
  }

  async function lead(store: Store): Promise<void> {
    if (closing.signal.aborted) return;
    leading = true;
    log.send({ type: 'tab', role: 'leader' });
    log.subscribe((event) => {
      if (isShared(event)) tabs?.post({ type: 'event', event });
    });
    compute = openCompute({ allowSoftware: options.allowSoftwareGpu, nowMs }, (status) =>
      log.send({ type: 'compute', status }),
    );
    while (!closing.signal.aborted) {
      session = new AbortController();
      const signal = AbortSignal.any([closing.signal, session.signal]);
      try {
        await followOnce(store, await findChain(options.chain, store, signal), signal);
      } catch (error) {
        if (!signal.aborted) {
          const failure = describeFailure(error, `Trying again in ${RESTART_DELAY_MS / 1000} s.`);
          log.send({ type: 'failure', netuid: undefined, failure });
          await pause(RESTART_DELAY_MS, signal);
        }
      }
    }
  }

  /** One engine's life. Returns when the session is to begin anew. */
  async function followOnce(store: Store, chain: RememberedChain, signal: AbortSignal): Promise<void> {
    const { genesisHash } = chain;
    const databaseText = genesisHash === undefined ? undefined : await store.loadDatabase(genesisHash);
    const spec = { id: chain.chainId, name: chain.name, specText: chain.specText };
    const opened = await openEngine(engineKind, spec, databaseText === undefined ? {} : { databaseText });
    engine = opened;
    const kept = await store.loadSnapshots(genesisHash ?? '');
    const audits = kept.flatMap(({ slot, snapshot }) => {
      const event = keptEvent(slot, snapshot);
      return event?.type === 'audit' ? [event.snapshot] : [];
    });
    const context = { chainId: chain.chainId, engine: opened, store, compute: compute!, log, nowMs };
    const working = new Leader({ ...context, watched: () => watches.all(nowMs()) }, audits);
    leader = working;
    const { promise: failed, resolve: fail } = Promise.withResolvers<void>();
    let identified = false;
    const onStatus = (status: EngineStatus) => {
      if (!identified && status.genesisHash !== undefined) {
        identified = true;
        void identify(store, chain, status.genesisHash);
      }
      log.send({ type: 'engine', status });
      if (status.stage === 'failed') fail();
      if (!status.finalized || status.stage !== 'following') return;
      if (performance.getEntriesByName(INITIALIZED_MARK).length === 0) performance.mark(INITIALIZED_MARK);
      working.advance(status.finalized);
    };
    const unsubscribe = opened.subscribe(onStatus);
    onStatus(opened.status);
    const watching = new AbortController();
    const jobs = AbortSignal.any([signal, watching.signal]);
    try {
      await Promise.race([
        working.run(jobs),
        specChanges(chain, opened, jobs),
        failed.then(() => pause(RESTART_DELAY_MS, signal)),
        aborted(signal),
      ]);
    } finally {
      watching.abort();
      unsubscribe();
      leader = undefined;
      engine = undefined;
      await opened.close();
    }
  }

  /** Learns which chain this is; another genesis under the same name ends what was shown of the old one. */
  async function identify(store: Store, chain: RememberedChain, genesisHash: string): Promise<void> {
    if (chain.genesisHash === genesisHash) return;
    log.forgetChain();
    if (engine) log.send({ type: 'engine', status: engine.status });
    await store.saveChain({ ...chain, genesisHash });
    await store.forgetOthers(chain.chainId, genesisHash);
  }

  /** Resolves when the server offers another specification than the one that is followed. */
  async function specChanges(chain: RememberedChain, followed: ChainEngine, signal: AbortSignal): Promise<void> {
    for (;;) {
      await pause(SPEC_RECHECK_MS, signal);
      if (signal.aborted) return;
      if (followed.status.stage === 'following') continue;
      const offered = await fetchSpec(options.chain, signal).catch(() => chain.specText); // unreachable is not "changed"
      if (offered !== chain.specText) return;
    }
  }

  return {
    subscribe: (listener) => log.subscribe(listener),
    watchSubnet(netuid) {
      const isNew = watches.add(netuid);
      if (isNew && leading) leader?.wake();
      if (!leading) tabs?.post({ type: 'watch', netuid });
      let active = true;
      return () => {
        if (active) watches.remove(netuid);
        active = false;
      };
    },
    restart(kind: EngineKind) {
      engineKind = kind;
      session.abort(new DOMException('The engine is started anew.', 'AbortError'));
    },
    async readLatestBlock(): Promise<BlockInWords> {
      const at = engine?.status.finalized;
      if (!engine || !at) throw new Error('No finalized block is known yet, or another tab follows the chain.');
      const { readBlockInWords } = await import('../../light/polkadot.ts');
      return readBlockInWords(engine, at, closing.signal);
    },
    async close() {
      closing.abort(new DOMException('The page is closing.', 'AbortError'));
      tabs?.close();
      compute?.close();
      (await opened).close();
    },
  };
}

/** What concerns the chain and not this tab. */
const isShared = (event: ObserverEvent): boolean => event.type !== 'tab' && event.type !== 'storage';

/** A kept snapshot as the event it was; undefined for a slot of another version. */
function keptEvent(slot: string, snapshot: Snapshot<unknown>): ObserverEvent | undefined {
  const kind = slot.split('/')[0];
  if (kind === 'subnets') return { type: 'subnets', snapshot } as ObserverEvent;
  if (kind === 'subnet') return { type: 'subnet', snapshot: snapshot as Snapshot<SubnetView> };
  if (kind === 'audit') return { type: 'audit', snapshot: snapshot as Snapshot<Audit> };
  return undefined;
}

/** Waits, or returns early when aborted. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  if (signal.aborted) resolve();
  return promise;
}
