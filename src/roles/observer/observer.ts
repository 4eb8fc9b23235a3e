/**
 * Puts the observer together: store, tabs and the leading tab's work, behind one event stream.
 *
 *   open ─→ store ─→ replay what is kept ─→ lead (leading.ts) or follow (tabs.ts)
 */
import { createBrowserComputer } from '../../gpu/index.ts';
import { prepareSmoldot } from '../../light/index.ts';
import { openStore } from '../../store/index.ts';
import type { Store } from '../../store/types.ts';
import { decodeSetting, openCompute } from './compute.ts';
import { createEventLog } from './event-log.ts';
import { fetchSpec } from './find-chain.ts';
import { keep, loadKept } from './kept.ts';
import { Leading } from './leading.ts';
import { pause } from './pause.ts';
import type { TabMessage, Tabs } from './tabs.ts';
import { joinTabs } from './tabs.ts';
import type { BlockInWords, Observer, ObserverEvent, ObserverOptions } from './types.ts';
import { REMOTE_WATCH_RENEWAL_MS, Watches } from './watches.ts';

/** What is kept is shown after this long at the latest, also when the chain cannot be followed. */
const KEPT_GRACE_MS = 500;

export function openObserver(options: ObserverOptions): Observer {
  const { chain } = options;
  const log = createEventLog();
  const watches = new Watches();
  const closing = new AbortController();
  let engineKind = options.engine;
  let leading: Leading | undefined;
  let tabs: Tabs | undefined;
  let isFollower = false;
  /** The chain is followed, or it is known that another tab leads. */
  const begun = Promise.withResolvers<void>();
  const nowMs = () => Date.now();

  // Begun before the store is open and before it is known who leads: both take time, and mostly this tab leads.
  const prepared = prepareSmoldot();
  const offeredSpec = fetchSpec(chain, closing.signal);
  offeredSpec.catch(() => undefined); // whoever needs it handles the rejection

  log.send({ type: 'tab', role: 'electing' });
  log.send({ type: 'storage', status: { state: 'opening', failure: undefined } });
  const storing = openStore();
  const compute = openCompute({
    createComputer: createBrowserComputer,
    store: storing,
    forceSoftwareGpu: options.forceSoftwareGpu,
    // A tab that follows shows what the leading one computes with.
    report: (status) => {
      if (!isFollower) log.send({ type: 'compute', status });
    },
  });
  const opened = storing.then(async (store) => {
    const state = store.kind === 'indexeddb' ? 'ready' : 'none';
    log.send({ type: 'storage', status: { state, failure: store.failure } });
    if (!closing.signal.aborted) tabs = joinTabs(chain.id, { onFollow, onLead: () => lead(store), onMessage });
    const remembered = await store.loadChain(chain.id);
    const kept = await loadKept(store, remembered?.genesisHash);
    // Drawing a kept metagraph keeps the page busy for as long as a light client needs to start; it has the first turn.
    await Promise.race([begun.promise, pause(KEPT_GRACE_MS, closing.signal)]);
    const followed = leading?.engine?.status.genesisHash ?? remembered?.genesisHash;
    if (followed !== remembered?.genesisHash) return store; // another chain under the same name
    for (const event of kept) if (!log.has(event)) log.send(event);
    return store;
  });

  function lead(store: Store): void {
    if (closing.signal.aborted) return;
    isFollower = false;
    log.send({ type: 'tab', role: 'leader' });
    log.send({ type: 'compute', status: compute.status });
    log.subscribe((event) => {
      if (isShared(event)) tabs?.post({ type: 'event', event });
    });
    const watched = () => watches.all(nowMs());
    leading = new Leading({
      chain,
      engineKind,
      offeredSpec,
      prepared,
      store,
      compute,
      log,
      watched,
      nowMs,
      onFollowing: begun.resolve,
    });
    void leading.run();
  }

  function onFollow(): void {
    isFollower = true;
    log.send({ type: 'tab', role: 'follower' });
    prepared.discard();
    begun.resolve();
    const renew = () => {
      if (leading || closing.signal.aborted) return clearInterval(timer);
      for (const netuid of watches.own()) tabs?.post({ type: 'watch', netuid });
    };
    const timer = setInterval(renew, REMOTE_WATCH_RENEWAL_MS);
    tabs?.post({ type: 'hello' });
    renew();
  }

  function onMessage(message: TabMessage): void {
    if (message.type === 'event' && !leading) log.send(message.event);
    if (message.type === 'hello' && leading) {
      for (const event of log.present()) if (isShared(event)) tabs?.post({ type: 'event', event });
    }
    // Every tab takes the choice over, for the time when it leads.
    if (message.type === 'choose-engine') compute.choose(decodeSetting(message.setting), leading !== undefined);
    if (message.type === 'watch' && leading && watches.renewRemote(message.netuid, nowMs())) leading.wake();
  }

  return {
    subscribe: (listener) => log.subscribe(listener),
    watchSubnet(netuid) {
      const isNew = watches.add(netuid);
      if (isNew) leading?.wake();
      if (!leading) tabs?.post({ type: 'watch', netuid });
      let active = true;
      return () => {
        if (active) watches.remove(netuid);
        active = false;
      };
    },
    restart(kind) {
      engineKind = kind;
      leading?.restart(kind);
    },
    chooseEngine(setting) {
      compute.choose(setting, leading !== undefined);
      tabs?.post({ type: 'choose-engine', setting });
      keep(
        storing.then((store) => store.saveSetting('compute-engine', setting)),
        log,
      );
    },
    async readLatestBlock(): Promise<BlockInWords> {
      const engine = leading?.engine;
      const at = engine?.status.finalized;
      if (!engine || !at) throw new Error('No finalized block is known yet, or another tab follows the chain.');
      const { readBlockInWords } = await import('../../light/polkadot.ts');
      return readBlockInWords(engine, at, closing.signal);
    },
    async close() {
      closing.abort(new DOMException('The page is closing.', 'AbortError'));
      leading?.close();
      tabs?.close();
      prepared.discard();
      compute.close();
      (await opened).close();
    },
  };
}

/** What concerns the chain and not this tab. */
const isShared = (event: ObserverEvent): boolean => event.type !== 'tab' && event.type !== 'storage';
