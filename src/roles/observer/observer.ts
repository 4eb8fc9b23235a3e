/**
 * Puts the observer together: store, tabs and the leading tab's work, behind one event stream.
 *
 *   open ─→ store ─→ replay what is kept ─→ lead (leading.ts) or follow (tabs.ts)
 */
import { createBrowserComputer } from '../../gpu/index.ts';
import {
  confirmedCheckpoint,
  importedCheckpoint,
  openWorkerClock,
  pageWakeEvents,
  prepareSmoldot,
  watchSleep,
} from '../../light/index.ts';
import { openStore } from '../../store/index.ts';
import type { Store } from '../../store/types.ts';
import { fetchOffer } from './chain-offer.ts';
import { decodeSetting, openCompute } from './compute.ts';
import { createEventLog } from './event-log.ts';
import { keep, loadKept } from './kept.ts';
import { Leading } from './leading.ts';
import { pause } from './pause.ts';
import type { TabMessage, Tabs } from './tabs.ts';
import { joinTabs } from './tabs.ts';
import { Transactions } from './transactions.ts';
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
  let transactions: Transactions | undefined;
  let tabs: Tabs | undefined;
  let isFollower = false;
  /** The chain is followed, or it is known that another tab leads. */
  const begun = Promise.withResolvers<void>();
  const nowMs = () => Date.now();
  const clock = openWorkerClock();
  const stopSleepWatch = watchSleep(clock, () => leading?.hurry(), pageWakeEvents());

  // Begun before the store is open and before it is known who leads: both take time, and mostly this tab leads.
  const prepared = prepareSmoldot(engineKind === 'smoldot');
  const offered = fetchOffer(chain, closing.signal);
  offered.catch(() => undefined); // whoever needs it handles the rejection

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
    await Promise.race([begun.promise, pause(clock, KEPT_GRACE_MS, closing.signal)]);
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
    transactions = new Transactions(store, log);
    leading = new Leading({
      chain,
      engineKind,
      offered,
      prepared,
      store,
      compute,
      log,
      watched,
      nowMs,
      clock,
      onFollowing: begun.resolve,
      transactions,
    });
    void leading.run();
  }

  function onFollow(): void {
    isFollower = true;
    log.send({ type: 'tab', role: 'follower' });
    prepared.discard();
    begun.resolve();
    const renew = () => {
      if (leading || closing.signal.aborted) return;
      for (const netuid of watches.own()) tabs?.post({ type: 'watch', netuid });
      clock.after(REMOTE_WATCH_RENEWAL_MS, renew);
    };
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
    if (message.type === 'restart' && chain.engines.some(({ kind }) => kind === message.kind)) {
      engineKind = message.kind;
      leading?.restart(message.kind);
    }
    if (message.type === 'wake') leading?.hurry();
    if (message.type === 'watch' && leading && watches.renewRemote(message.netuid, nowMs())) leading.wake();
  }

  /** What only the leading tab can do. */
  function led(): Leading {
    if (!leading) throw new Error('Another tab follows the chain; do it there, or close that tab.');
    return leading;
  }

  /** Stores the checkpoint that the proof engine is to begin with, and begins anew. */
  async function beginFrom(genesisHash: string, text: string | undefined): Promise<void> {
    const here = led();
    await (await storing).saveDatabase(genesisHash, 'proof', text);
    here.restart('proof', { keepsDatabase: false });
  }

  function genesisHash(): string {
    const known = led().engine?.status.genesisHash ?? chain.genesisHash;
    if (known === undefined) throw new Error('It is not known yet which chain this is.');
    return known;
  }

  async function exportCheckpoint(): Promise<string> {
    const { engine } = led();
    const text = engine?.kind === 'proof' ? await engine.exportDatabase() : undefined;
    if (text === undefined) throw new Error('Only the proof engine makes checkpoints, and only once it has one.');
    return text;
  }

  return {
    wake() {
      if (leading) leading.hurry();
      else tabs?.post({ type: 'wake' });
    },
    exportCheckpoint,
    async importCheckpoint(text) {
      const { engine } = led();
      const own = { id: chain.id, genesisHash: engine?.status.genesisHash ?? chain.genesisHash };
      const imported = importedCheckpoint(text, own, nowMs());
      await beginFrom(imported.genesisHash, imported.text);
    },
    async confirmCheckpoint() {
      await beginFrom(genesisHash(), confirmedCheckpoint(await exportCheckpoint()));
    },
    async compareCheckpoint() {
      await led().compareCheckpoint();
    },
    async resetCheckpoint() {
      await beginFrom(genesisHash(), undefined);
    },
    async chooseServers(addresses) {
      const here = led();
      await (await storing).saveSetting(`servers/${chain.id}`, [...addresses]);
      here.restart(engineKind);
    },
    async submitTransaction(signed) {
      led();
      return transactions!.submit(signed);
    },
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
      if (leading) leading.restart(kind);
      else tabs?.post({ type: 'restart', kind });
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
      transactions?.close();
      tabs?.close();
      prepared.discard();
      compute.close();
      stopSleepWatch();
      clock.close();
      (await opened).close();
    },
  };
}

/** What concerns the chain and not this tab. */
const isShared = (event: ObserverEvent): boolean => event.type !== 'tab' && event.type !== 'storage';
